"""A town that somebody looks in and that nobody knows: no list of towns has it, and no partner is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.gazetteer.look_up import towns_like
from segue.directory.search import index
from segue.directory.search.lexemes import COUNTRY, TOWN, mark
from segue.directory.search.wanted import Wanted

if TYPE_CHECKING:
    from segue.directory.models import Town
    from segue.directory.place import Place


def unknown_town(place: Place) -> list[Town] | None:
    """Return the towns that may be meant by one that nobody knows, at most three; None where the town is known.

    For such a town only those are found who work from afar.
    """
    return towns_like(place) if is_unknown(place) else None


def is_unknown(place: Place) -> bool:
    """Return whether nobody knows the town; one that the gazetteer lacks is known where a partner has a location."""
    if not place.town or place.point is not None:
        return False
    country = (mark(COUNTRY, place.country),) if place.country else ()
    there = Wanted((((*country, *(TOWN + word for word in place.town)),),))
    return not index.count(there, limit=1)
