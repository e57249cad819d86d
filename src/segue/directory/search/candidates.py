"""From rows of the index to candidates of the scorer. Who may be shown is asked of the profiles themselves here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from segue.accounts.models import Location
from segue.directory.models import BusinessProfile, Tag
from segue.directory.models import Distinction as DistinctionRow
from segue.directory.policy import RECEIVING, takes_a_break
from segue.directory.ranking.facts import Candidate, Distinction, Place, Point, Signals
from segue.directory.ranking.proximity import kilometres
from segue.directory.ranking.text import K1, Fields, bm25
from segue.directory.search.lexemes import LETTERS, REMOTE, mark
from segue.kit.compiled import rows as compiled_rows
from segue.kit.compiled import several
from segue.kit.places import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.directory.ranking.text import Statistics
    from segue.directory.search.ask import Search
    from segue.directory.search.wanted import Row
    from segue.programme.queries import Rules

NEWCOMER = Signals()

MOST_CANDIDATES = 120
"""So many are scored exactly; of more, those that promise most (`answer._promising`)."""

State = BusinessProfile.State
SHORTEST_NAME = 3
"""Fewer letters do not ask for a partner by its name."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a profile itself says now of whether it may be shown, and what else the scorer needs of it."""

    published_at: datetime
    capacity: int | None
    group: str
    closed: bool
    """It takes no requests at this moment."""


def texts(rows: Iterable[Row], words: Collection[str], statistics: Statistics) -> list[float]:
    """Return the field-weighted BM25 of each row for some stems."""
    return [_text(row, words, statistics) for row in rows] if words else [0.0 for _row in rows]


def _text(row: Row, words: Collection[str], statistics: Statistics) -> float:
    fields = [line.split(" ") if line else [] for line in row.words.split("\n")]
    counts = {word: Fields(*(field.count(word) for field in fields)) for word in words if word in row.words}
    return bm25(words, counts, Fields(*map(len, fields)), statistics)


STRONG_SHARE, WEAK_SHARE = 0.77, 0.45
"""What one word of a field that weighs 4, and 1, brings of the most that BM25 gives for it."""


def rough_texts(rows: Iterable[Row], words: Collection[str], statistics: Statistics) -> list[float]:
    """Return about what `texts` does, much faster: by where words stand only, not how often."""
    most = [(f" {word} ", statistics.weight(word) * (K1 + 1)) for word in words]
    return [_rough_text(row, most) for row in rows]


def _rough_text(row: Row, most: Iterable[tuple[str, float]]) -> float:
    first, _line, last = row.words.rpartition("\n")
    strong, weak = f" {first} ".replace("\n", "  "), f" {last} "
    return sum(
        whole * (STRONG_SHARE if word in strong else WEAK_SHARE)
        for word, whole in most
        if word in strong or word in weak
    )


def places_of(row: Row) -> tuple[Place, ...]:
    """Return the published locations of a row."""
    return tuple(_place(line) for line in row.places.split("\n") if line)


@lru_cache(maxsize=10_000)
def _place(line: str) -> Place:
    country, *point = line.split(" ")
    return Place(country, Point(*map(float, point)) if point else None)


def kilometres_to(row: Row, point: Point) -> float | None:
    """Return how far the nearest location of a row is from a point; None where none is on the map."""
    return min((kilometres(place.point, point) for place in places_of(row) if place.point), default=None)


# --- who may be shown ------------------------------------------------------------------------------------------


def eligible(rows: Mapping[UUID, Row], query: Search) -> dict[UUID, Told]:
    """Return those of the rows, by profile, whose profiles customers may see and ask now, in one statement.

    Who takes no requests now is among them only if it was looked for by name.
    """
    if not rows:
        return {}
    ids = several("profile", rows)
    shown = compiled_rows(("search.shown", len(ids)), _shown, ids)
    found = {}
    for key, published_at, capacity, group, state, until in shown:
        closed = key in query.full or takes_a_break(state, until, at=query.at)
        if not closed or is_named(rows[key].name, query):
            found[key] = Told(published_at or query.at, capacity, group, closed)
    return found


def _shown(ids: Mapping[str, Any]) -> list[QuerySet[BusinessProfile, Any]]:
    published = Location.objects.filter(partner_id=OuterRef("pk"), published=True, removed_at__isnull=True)
    profiles = BusinessProfile.objects.filter(Exists(published), pk__in=ids.values(), partner__status__in=RECEIVING)
    columns = ("pk", "published_at", "capacity", "partner__corporate_group", "state", "paused_until")
    return [profiles.exclude(state=State.DRAFT).values_list(*columns)]


def is_named(name: str, query: Search) -> bool:
    """Return whether a partner was looked for by its (folded) name."""
    typed = " ".join(query.words())
    return len(typed) >= SHORTEST_NAME and typed in name


# --- what the scorer compares ----------------------------------------------------------------------------------

COMPARED = {
    Tag.Kind.PRODUCT.value: "products",
    Tag.Kind.SERVICE.value: "services",
    Tag.Kind.INDUSTRY.value: "industries",
    Tag.Kind.SIZE.value: "sizes",
    Tag.Kind.LANGUAGE.value: "languages",
}


def codes(rules: Rules) -> dict[str, tuple[str, str]]:
    """Return which kind and code each mark stands for."""
    known = {mark(LETTERS[kind], code): (kind, code) for kind, code in rules.terms if kind in LETTERS}
    language = Tag.Kind.LANGUAGE.value
    return known | {mark(LETTERS[language], code): (language, code) for code in LANGUAGES}


def vouched_for(row: Row, *, today: str, rules: Rules) -> tuple[tuple[str, str, Distinction], ...]:
    """Return what the vendor vouches for on a day (ISO): kind, code, and what it covers."""
    found = []
    for line in row.vouched.split("\n") if row.vouched else ():
        kind, code, level, since, until = line.split("\t")
        term = rules.terms.get((kind, code))
        if term is not None and since <= today and (not until or today <= until):
            covers = [frozenset(term.covers.get(of, ())) for of in ("product", "service")]
            found.append((kind, code, Distinction(int(level), *covers)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes candidates of rows; holds what is the same for all of an answer."""

    rules: Rules
    today: str
    codes: Mapping[str, tuple[str, str]]
    signals: Mapping[UUID, Signals]
    waiting: Mapping[UUID, int]

    def candidate(self, profile_id: UUID, row: Row, told: Told, text: float) -> Candidate:
        """Return a row as the scorer compares it."""
        marks = row.marks.split(" ")
        offers: dict[str, set[str]] = {name: set() for name in COMPARED.values()}
        for one in marks:
            kind, code = self.codes.get(one, ("", ""))
            if kind in COMPARED:
                offers[COMPARED[kind]].add(code)
        vouched = vouched_for(row, today=self.today, rules=self.rules)
        return Candidate(
            partner_id=profile_id,
            published_at=told.published_at,
            text=text,
            places=places_of(row),
            remote=REMOTE in marks,
            # Badges are shown and can be filtered by; they count nowhere.
            distinctions=tuple(one for kind, _code, one in vouched if kind != DistinctionRow.Kind.BADGE),
            group=told.group,
            waiting=self.waiting.get(profile_id, 0),
            capacity=told.capacity,
            signals=self.signals.get(profile_id, NEWCOMER),
            **{name: frozenset(found) for name, found in offers.items()},
        )
