"""A profile as what it is found by. Pure: the same on both databases, and told apart from how they index it.

A lexeme is a stemmed word (`warehous`), the same with a plus where it stands in a name, among keywords or offers
(`+warehous`), a mark that can be filtered by (`p:erp`, `o:no`), or the tier (`t:7`, `t:7.2`). No typed word contains
any of these signs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import cos, floor, radians
from typing import TYPE_CHECKING

from segue.directory.labels import FOUND_BY_WORDS, KEYWORDS, OFFERS, labels
from segue.directory.models import Tag
from segue.directory.search.stems import stem
from segue.kit.text import name_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from segue.directory.ranking.facts import Point
    from segue.programme.queries import Rules

STRONG = "+"
TOWN = "@"
REMOTE = "r:1"
COUNTRY, RULED_OUT = "c", "n"
"""Where a partner works, by its locations and the countries it serves; where it does not work."""
LETTERS = {
    Tag.Kind.INDUSTRY.value: "i",
    Tag.Kind.PRODUCT.value: "p",
    Tag.Kind.SERVICE.value: "s",
    Tag.Kind.SIZE.value: "z",
    Tag.Kind.LANGUAGE.value: "l",
    Tag.Kind.COUNTRY.value: COUNTRY,
    Tag.Kind.NOT_COUNTRY.value: RULED_OUT,
    "competency": "k",
    "endorsement": "e",
    "badge": "b",
}
"""The letter of the mark by what it filters."""

CELL = 0.5
"""Degrees: how fine the grid is by which distances are narrowed down before they are measured."""
KM_PER_DEGREE = 111.2
MOST_CELLS = 400
"""Wider circles are not narrowed down by the grid."""

_PLAIN = re.compile(r"[^\w-]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Seat:
    """A published location, as far as it finds its partner."""

    city: str
    country: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Vouched:
    """A competency, endorsement or badge with the days (ISO) on which it begins and ends; empty: no end."""

    kind: str
    code: str
    level: int
    since: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a profile says that is shown."""

    name: str
    description: str
    tags: Sequence[tuple[str, str]]
    seats: Sequence[Seat]
    remote: bool = False
    vouched: Sequence[Vouched] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The columns of a `SearchRow`, but those that say where it stands; and the words for the dictionary."""

    name: str
    words: str
    marks: str
    places: str
    vouched: str
    lexemes: tuple[str, ...]
    spelled: dict[str, str]
    """Folded word -> stem."""


def written(said: Said, rules: Rules) -> Written:
    """Return what a profile is found by."""
    fields = _fields(said, rules)
    languages = tuple(rules.programme.languages)
    typed = [words(text) for text in fields]
    stemmed = [[stem(word, languages) for word in field] for field in typed]
    strong = dict.fromkeys(word for field in stemmed[:3] for word in field)
    anywhere = dict.fromkeys(word for field in stemmed for word in field)
    marks = tuple(dict.fromkeys(_marks(said)))
    hidden = tuple(dict.fromkeys(_hidden_marks(said)))
    return Written(
        name=name_key(said.name),
        words="\n".join(" ".join(field) for field in stemmed),
        marks=" ".join(marks),
        places="\n".join(_place(seat) for seat in said.seats),
        vouched="\n".join(
            "\t".join((one.kind, one.code, str(one.level), one.since, one.until)) for one in said.vouched
        ),
        lexemes=(*anywhere, *(STRONG + word for word in strong), *marks, *hidden),
        spelled={word: stem(word, languages) for field in typed for word in field},
    )


def _fields(said: Said, rules: Rules) -> tuple[str, str, str, str]:
    """Return the texts of the four fields that the scorer weighs apart: name, keywords, offers, description."""
    keywords: list[str] = []
    offers: list[str] = []
    beside = [said.description, *(seat.city for seat in said.seats)]
    for kind, code in said.tags:
        if kind in FOUND_BY_WORDS:
            into = keywords if kind in KEYWORDS else offers if kind in OFFERS else beside
            into.extend(labels(kind, code, rules))
    return said.name, "\n".join(keywords), "\n".join(offers), "\n".join(beside)


def _marks(said: Said) -> Iterable[str]:
    """Yield what the answer can be narrowed down by."""
    for kind, code in said.tags:
        if kind in LETTERS and kind != Tag.Kind.NOT_COUNTRY:
            yield mark(LETTERS[kind], code)
    for seat in said.seats:
        yield mark(COUNTRY, seat.country)
    for one in said.vouched:
        if one.kind in LETTERS:
            yield mark(LETTERS[one.kind], one.code)
    if said.remote:
        yield REMOTE


def _hidden_marks(said: Said) -> Iterable[str]:
    """Yield what is looked for by place, and where the partner does not work."""
    for kind, code in said.tags:
        if kind == Tag.Kind.NOT_COUNTRY:
            yield mark(RULED_OUT, code)
    for seat in said.seats:
        yield from (TOWN + word for word in words(seat.city))
        if seat.latitude is not None and seat.longitude is not None:
            yield cell(seat.latitude, seat.longitude)


def mark(letter: str, code: str) -> str:
    """Return the mark of a code; what the indexes read as signs is replaced."""
    return f"{letter}:{_PLAIN.sub('_', code).casefold()}"[:70]


def cell(latitude: float, longitude: float) -> str:
    """Return the cell of the grid in which a point lies."""
    return f"g:{floor(latitude / CELL)}_{floor(longitude / CELL) % round(360 / CELL)}"


def cells_around(point: Point, km: float) -> tuple[str, ...]:
    """Return the cells that a circle touches, and some at its corners; empty where they would be too many."""
    up = km / KM_PER_DEGREE
    south, north = floor((point.latitude - up) / CELL), floor((point.latitude + up) / CELL)
    narrowest = min(cos(radians(point.latitude - up)), cos(radians(point.latitude + up)))
    if narrowest <= 0 or abs(point.latitude) + up >= 89:  # noqa: PLR2004 -- at the poles every meridian is near
        return ()
    across = km / (KM_PER_DEGREE * narrowest)
    west, east = floor((point.longitude - across) / CELL), floor((point.longitude + across) / CELL)
    if (north - south + 1) * (east - west + 1) > MOST_CELLS:
        return ()
    around = round(360 / CELL)
    return tuple(f"g:{row}_{column % around}" for row in range(south, north + 1) for column in range(west, east + 1))


def _place(seat: Seat) -> str:
    point = "" if seat.latitude is None or seat.longitude is None else f" {seat.latitude!r} {seat.longitude!r}"
    return f"{seat.country}{point}"
