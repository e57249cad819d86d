"""The score of a partner for a need: a sum of points, each of which can be explained.

Points are whole thousandths, so that they add up exactly, wherever they are kept or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.directory.ranking.fit import competency, fit, names_offers, says_what
from segue.directory.ranking.proximity import proximity, says_where
from segue.directory.ranking.record import load, outcome, report, responsiveness
from segue.directory.ranking.similarity import facets, similarity, usual
from segue.directory.ranking.terms import Terms
from segue.directory.ranking.text import relevance
from segue.kit.proportion import in_proportion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from segue.directory.ranking.facts import Candidate, Means, Need
    from segue.directory.ranking.similarity import Usual
    from segue.directory.ranking.weights import Weights

FULL = 100_000
"""The most a score can be, in thousandths of a point."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a partner gets for a need. `points`, `most` and `total` are in thousandths of a point."""

    partner_id: UUID
    x: Terms[float]
    """How far each term is met, in [0, 1]."""
    points: Terms[int]
    most: Terms[int]
    """What each term could have brought here."""
    total: int
    """The sum of the points."""


def score(need: Need, candidate: Candidate, weights: Weights, means: Means) -> Scored:
    """Return what one partner gets. The moment is in the facts already: they are decayed and in force."""
    return scores(need, [candidate], weights, means)[0]


def scores(need: Need, candidates: Iterable[Candidate], weights: Weights, means: Means) -> list[Scored]:
    """Return what each partner gets, in the order given."""
    most, asked = attainable(need, weights), usual(need, means)
    return [_scored(need, candidate, means, most, asked) for candidate in candidates]


def attainable(need: Need, weights: Weights) -> Terms[int]:
    """Return what each term can bring, together `FULL`: what nothing was said about gives its points to the others."""
    judged = Terms(
        text=bool(need.words),
        fit=says_what(need),
        competency=names_offers(need),
        proximity=says_where(need),
        responsiveness=True,
        similarity=bool(facets(need)),
        outcome=True,
        report=True,
        load=True,
    )
    return shared_out(weights, judged)


def shared_out(weights: Weights, judged: Terms[bool]) -> Terms[int]:
    """Return what each term can bring, together `FULL`, where only some of them are judged."""
    wanted = [getattr(weights, term) if counts else 0.0 for term, counts in zip(Terms._fields, judged, strict=True)]
    return Terms(*in_proportion(FULL, wanted))


def _scored(need: Need, candidate: Candidate, means: Means, most: Terms[int], asked: tuple[Usual, ...]) -> Scored:
    signals = candidate.signals
    x = Terms(
        relevance(candidate.text, means.half),
        fit(need, candidate),
        competency(need, candidate),
        proximity(need, candidate),
        responsiveness(signals, means, need.type),
        similarity(signals, asked),
        outcome(signals, means),
        report(signals, means),
        load(candidate),
    )
    return weighed(candidate.partner_id, x, most)


def weighed(partner_id: UUID, x: Terms[float], most: Terms[int]) -> Scored:
    """Return the score of known terms by what each can bring, such as `attainable` with other weights."""
    points = Terms(*[round(share * whole) for share, whole in zip(x, most, strict=True)])
    return Scored(partner_id, x, points, most, sum(points))
