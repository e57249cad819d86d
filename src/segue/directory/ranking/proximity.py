"""Term P: how near a partner is, or that both are content to work from afar."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.directory.ranking.facts import Candidate, Need, Place, Point

EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
HALF_AT_KM = 100.0
SAME_COUNTRY = 0.2


def says_where(need: Need) -> bool:
    """Return whether it was said where, or that it does not matter."""
    return bool(need.point or need.country or need.remote)


def proximity(need: Need, candidate: Candidate) -> float:
    """Return 1 where both work from afar, else what the nearest location gives, in [0, 1]."""
    if need.remote and candidate.remote:
        return 1.0
    return max((_of(place, need) for place in candidate.places), default=0.0)


def _of(place: Place, need: Need) -> float:
    """Halved with every 100 km, not below .2 in the same country; who names a country only has it met in full."""
    same = place.country == need.country
    if need.point is None:
        return float(same)
    near = halved(kilometres(place.point, need.point)) if place.point else 0.0
    return max(near, SAME_COUNTRY) if same else near


def halved(km: float) -> float:
    """Return what a distance leaves of 1."""
    return float(2 ** (-km / HALF_AT_KM))


def nearest(need: Need, candidate: Candidate) -> float | None:
    """Return the distance to the nearest location in kilometres; None where either is not on the map."""
    if need.point is None:
        return None
    return min((kilometres(place.point, need.point) for place in candidate.places if place.point), default=None)


def kilometres(one: Point, other: Point) -> float:
    """Return the great-circle distance (haversine)."""
    up, to = radians(one.latitude), radians(other.latitude)
    square = sin((to - up) / 2) ** 2 + cos(up) * cos(to) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square)))
