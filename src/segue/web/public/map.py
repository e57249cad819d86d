"""Where a location is on the map, in words and as a link."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from segue.directory.ranking.facts import Point
from segue.directory.ranking.proximity import kilometres
from segue.web.public.words import kilometres as spoken

if TYPE_CHECKING:
    from segue.accounts.models import Location
    from segue.directory.place import Place

MAP = "https://www.openstreetmap.org/"
CLOSE = 15
"""The map's zoom at which a quarter of a town is seen."""


def map_url(location: Location) -> str:
    """Return a map of where a location is, elsewhere; empty when it is not on the map."""
    point = Point.at(location.latitude, location.longitude)
    if point is None:
        return ""
    where = {"mlat": f"{point.latitude:.5f}", "mlon": f"{point.longitude:.5f}"}
    return f"{MAP}?{urlencode(where)}#map={CLOSE}/{where['mlat']}/{where['mlon']}"


def distance(location: Location, place: Place | None) -> float:
    """Return the kilometres from a location to a place; infinite where either is not known, so that it sorts last."""
    point = Point.at(location.latitude, location.longitude)
    return kilometres(point, place.point) if place and place.point and point else inf


def away(location: Location, place: Place | None) -> str:
    """Return how far a location is from a place, such as "12 km from Trieste"; empty where either is not known."""
    km = distance(location, place)
    if place is None or km == inf:
        return ""
    return _("%(distance)s from %(place)s") % {"distance": spoken(max(1, km)), "place": place.name}
