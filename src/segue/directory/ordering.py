"""How results are ordered, as the programme has decided: what the scorer is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.ranking.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Mapping


def weights_of(tenths: Mapping[str, int]) -> Weights:
    """Return the weights of a version of `programme.Ordering`, in points: those of `rules().ordering` are in force."""
    return Weights(**{term: value / 10 for term, value in tenths.items()})
