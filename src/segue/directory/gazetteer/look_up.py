"""Look up towns: by any of their names, with slips of the hand forgiven, the biggest first."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Max, Q

from segue.directory.models import Town, TownName
from segue.directory.place import Place
from segue.directory.ranking.facts import Point
from segue.kit.instances import instances
from segue.kit.places import country_called
from segue.kit.spelling import one_slip_away
from segue.kit.text import name_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

SHORTEST_BEGINNING = 2
"""Fewer letters begin too many towns to offer any."""
MOST_OFFERED = 10
MOST_LETTERS = 30
"""A longer name is not corrected: hardly any town has one, and each letter is some 70 further names to look up."""

SAME_BEGINNING = 3
"""A name like a mistyped one begins as it does with so many letters: of 200,000 names that leaves 2,700 at most."""
LIKE_ENOUGH = 0.75
MOST_NAMES_LIKE = 30
"""A town has several names, so that some more are looked at than there are towns wanted."""
MOST_TOWNS_LIKE = 3

LAST_CHARACTER = "\U0010ffff"


def place_called(text: str) -> Place:
    """Return what a typed text means: its country, and the biggest town called so with where it is, if one is known.

    "Bergen", "Bergen, Norway", "Munich", "München" and "Monaco di Baviera" are found, and with a slip "Triesst".
    """
    typed = Place.typed(text)
    if not typed.town:
        return typed
    found = _found(typed)
    if found is None and not typed.country:
        # Without the comma: "Bergen Norway".
        *town, last = typed.town
        country = country_called(last)
        if town and country:
            typed = replace(typed, town=tuple(town), country=country)
            found = _found(typed)
    return found or typed


def point_of(city: str, *, country: str) -> Point | None:
    """Return where a town of a country is on the map; None when the gazetteer does not know it."""
    town = _exactly(name_key(city), country=country)
    return Point(town.latitude, town.longitude) if town else None


def towns_beginning(text: str, *, country: str = "") -> list[Town]:
    """Return towns one of whose names begins so, the biggest first, at most ten; nothing for fewer than two letters."""
    beginning = name_key(text)
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    called = TownName.objects.filter(starts_with("key", beginning)).values("town")
    towns = Town.objects.filter(id__in=called)
    if country:
        towns = towns.filter(country=country)
    return list(towns.order_by("-population", "id")[:MOST_OFFERED])


def towns_like(typed: Place) -> list[Town]:
    """Return the towns that may be meant by one that is not known, the likeliest first, at most three.

    Where a country was named, towns called so elsewhere; else, or where there are none, those that are spelled alike.
    """
    key = " ".join(typed.town)
    if typed.country:
        elsewhere = _found(replace(typed, country=""))
        if elsewhere:
            return list(_called([name_key(elsewhere.name)], country="")[:MOST_TOWNS_LIKE])
    if not SAME_BEGINNING < len(key) <= MOST_LETTERS:
        return []
    towns_of: dict[str, list[int]] = {}
    begins = TownName.objects.filter(starts_with("key", key[:SAME_BEGINNING]))
    for name, town_id in begins.order_by("key", "town").values_list("key", "town_id"):
        towns_of.setdefault(name, []).append(town_id)
    names = get_close_matches(key, towns_of, n=MOST_NAMES_LIKE, cutoff=LIKE_ENOUGH)
    towns = Town.objects.in_bulk({town_id for name in names for town_id in towns_of[name]})
    ordered = [
        town
        for name in names
        for town in sorted(
            (towns[one] for one in towns_of[name] if one in towns), key=lambda one: (-one.population, one.id)
        )
        if typed.country in {"", town.country}
    ]
    return list(dict.fromkeys(ordered))[:MOST_TOWNS_LIKE]


def is_empty() -> bool:
    """Return whether the gazetteer was never filled."""
    return not Town.objects.aggregate(last=Max("id"))["last"]


def starts_with(column: str, beginning: str) -> Q:
    """Return the condition that a folded column begins so, worded for the index of the database in use."""
    if connection.vendor == "sqlite":
        # SQLite's LIKE ignores case and so cannot use the index; a range can.
        return Q(**{f"{column}__gte": beginning, f"{column}__lt": beginning + LAST_CHARACTER})
    return Q(**{f"{column}__startswith": beginning})


def _found(typed: Place) -> Place | None:
    key = " ".join(typed.town)
    exact = _exactly(key, country=typed.country)
    slips = one_slip_away(key) if exact is None and len(key) <= MOST_LETTERS else ()
    town = exact or _biggest(slips, country=typed.country)
    if town is None:
        return None
    return replace(
        typed,
        within=town.country,
        point=Point(town.latitude, town.longitude),
        name=town.name,
        corrected=exact is None,
    )


def _exactly(key: str, *, country: str) -> Town | None:
    """Return what `_biggest` does for one name, as nearly every question about a place asks."""
    values = {"key": key} | ({"country": country} if country else {})
    found = instances(
        ("gazetteer.exactly", bool(country)), lambda of: _called([of["key"]], country=of.get("country", ""))[:1], values
    )
    return found[0] if found else None


def _biggest(keys: Collection[str], *, country: str) -> Town | None:
    return _called(keys, country=country).first() if keys else None


def _called(keys: Collection[str], *, country: str) -> QuerySet[Town]:
    towns = Town.objects.filter(id__in=TownName.objects.filter(key__in=keys).values("town"))
    if country:
        towns = towns.filter(country=country)
    return towns.order_by("-population", "id")
