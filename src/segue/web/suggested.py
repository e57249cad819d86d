"""Partners suggested for a lead, with what speaks for each in points, and why others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.web.entrance import rules_of
from segue.web.public.noted import note_suggested
from segue.web.public.why import why
from segue.web.public.words import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from segue.requests.suggest import LeftOut, Suggested

MOST = 10


def suggestions(request: HttpRequest, found: Suggested) -> list[dict[str, Any]]:
    """Return what parts/suggestions.html shows, best first, and note that it is shown."""
    note_suggested(request, found)
    rules, town = rules_of(request), found.about.city if found.about else ""
    return [
        {
            "id": one.location.id,
            "name": one.profile.partner.name,
            "place": place_of(one.location),
            "why": why(one, rules, near=town),
        }
        for one in found.results
    ]


def not_suggested(found: Iterable[LeftOut]) -> list[dict[str, str]]:
    """Return who is left out and why, for the same part."""
    return [{"name": one.name, "why": one.why} for one in found]
