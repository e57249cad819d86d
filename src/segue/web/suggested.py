"""Partners suggested for a lead, with what speaks for each in points, and why others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.web.public.why import why
from segue.web.public.words import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.directory.search import Result
    from segue.programme.queries import Rules
    from segue.requests.suggest import LeftOut

MOST = 10


def suggestions(found: Iterable[Result], *, rules: Rules, town: str) -> list[dict[str, Any]]:
    """Return what parts/suggestions.html shows, best first; `town` is where the customer is."""
    return [
        {
            "id": one.location.id,
            "name": one.profile.partner.name,
            "place": place_of(one.location),
            "why": why(one, rules, near=town),
        }
        for one in found
    ]


def not_suggested(found: Iterable[LeftOut]) -> list[dict[str, str]]:
    """Return who is left out and why, for the same part."""
    return [{"name": one.name, "why": one.why} for one in found]
