"""Leads of the past, as the rows of a file tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import floor, log10
from typing import TYPE_CHECKING

from segue.directory.ranking.history import Ending, Meaning
from segue.directory.rehearsal import dates
from segue.directory.rehearsal.called import Role
from segue.directory.rehearsal.names import code_of, company_key
from segue.directory.rehearsal.table import Unreadable
from segue.kit.places import country_called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from segue.directory.rehearsal.columns import Columns
    from segue.directory.rehearsal.table import Table

SEVERAL = re.compile(r"\s*(?:[;|\n\r]|\s//\s)\s*")
SEVERAL_CODES = re.compile(r"\s*[;|\n\r,]\s*")
LONGEST_CODE = 40
"""A comma parts codes only where all parts are shorter than this."""
NO_NAME = frozenset(
    {"", "-", "n a", "na", "none", "null", "nan", "tbc", "tbd", "unknown", "not known", "nobody", "no award", "0"}
)
YES = frozenset({"yes", "true", "y", "x", "si", "ja", "vero", "1"})
NO = frozenset({"no", "false", "n", "nein", "falso", "nei"})
"""In a column that says whether, not who."""
ENDINGS: tuple[tuple[str, Ending], ...] = (
    (r"\bnot (?:won|awarded)|\blost|\bperso|\bverloren", Ending.LOST),
    (r"\bwon|\bwin|\bawarded|\bvint|\bgewonnen|\bsuccess", Ending.WON),
    (r"\bdeclin|\breject|\brefus|\brifiut|\babgelehnt", Ending.DECLINED),
    (r"\bexpir|\bscadut|\bno (?:answer|response)|\bunanswered|\babgelaufen", Ending.EXPIRED),
    (r"\baccept|\baccett|\bangenommen|\bactive|\bopen deal", Ending.ACCEPTED),
)
"""What an outcome begins to say, folded; the first that fits."""
NOT_A_FIT = re.compile(
    r"\bnot (?:our field|a fit|relevant|our)|\bfield\b|\brequirement|\bbudget|\bunqualified|\bcampo\b|\bfit\b"
)
WRONG_REGION = re.compile(r"\bregion|\barea|\bterritor|\blocation|\bcountr|\bzona\b|\btoo far")
FEWEST_DATED = 0.5
STEP = timedelta(hours=1)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Decision:
    """What one partner did with a lead."""

    partner: str
    ending: Ending
    meaning: Meaning = Meaning.NOTHING
    answered_at: datetime | None = None


@dataclass(slots=True)
class PastLead:
    """One lead: what was known when it came, and afterwards what became of it."""

    row: int
    at: datetime
    text: str = ""
    customer: str = ""
    codes: dict[Role, frozenset[str]] = field(default_factory=dict)
    """By role: products, services, industries, one size, language, country; further facets as "name:value"."""
    decided_at: datetime | None = None
    decisions: list[Decision] = field(default_factory=list)

    def taken_by(self) -> frozenset[str]:
        """Return who won it; where nobody is said to have won, who accepted it."""
        won = frozenset(one.partner for one in self.decisions if one.ending == Ending.WON)
        return won or frozenset(one.partner for one in self.decisions if one.ending in {Ending.ACCEPTED, Ending.LOST})


@dataclass(frozen=True, slots=True)
class Past:
    """All leads in the order of time, how partners are spelled, and what was left out."""

    leads: tuple[PastLead, ...]
    names: dict[str, str]
    undated: tuple[int, ...]
    """Rows without a date that can be read."""
    dated: bool
    """Otherwise the order of rows is taken for that of time."""


def leads_of(table: Table, columns: Columns) -> Past:
    """Return the leads of a table in the order of time; raise Unreadable where dates cannot be read."""
    published = columns.first(Role.PUBLISHED)
    read = _moments(table, published)
    decided = _moments(table, columns.first(Role.DECIDED))
    answered = _moments(table, columns.first(Role.ANSWERED))
    names: dict[str, str] = {}
    found: dict[object, PastLead] = {}
    undated = []
    for n, (row, cells) in enumerate(table.rows):
        at = read(cells) if published is not None else BEGINNING + n * STEP
        if at is None:
            undated.append(row)
            continue
        key = _identity(columns, cells, row)
        lead = found.get(key)
        if lead is None:
            lead = found[key] = _lead(columns, cells, row=row, at=at)
        lead.decided_at = max(filter(None, (lead.decided_at, decided(cells))), default=None)
        lead.decisions.extend(_decisions(columns, cells, names, answered(cells)))
    if published is not None and len(undated) > FEWEST_DATED * len(table.rows):
        place = columns.names[published]
        example = dict(table.rows)[undated[0]][published]
        raise Unreadable(
            f"Row {undated[0]}, column {place!r}: {example!r} is no date that can be read; so it is in "
            f"{len(undated)} of {len(table.rows)} rows."
        )
    if not any(lead.decisions for lead in found.values()):
        raise Unreadable("No row says which partner took the lead: the columns for it are empty.")
    ordered = tuple(sorted(found.values(), key=lambda lead: (lead.at, lead.row)))
    return Past(ordered, names, tuple(undated), published is not None)


def _moments(table: Table, place: int | None) -> Callable[[Sequence[str]], datetime | None]:
    if place is None:
        return lambda _cells: None
    read = dates.reader(table.column(place))
    return lambda cells: read(cells[place])


def _identity(columns: Columns, cells: Sequence[str], row: int) -> object:
    """Rows of one id are one lead only where each row is about one partner; otherwise an id may be anything."""
    place = columns.first(Role.ID)
    return cells[place] if place is not None and cells[place] and Role.PARTNER in columns.roles else (row,)


def _lead(columns: Columns, cells: Sequence[str], *, row: int, at: datetime) -> PastLead:
    text = "\n".join(cells[place] for place in columns.of(Role.TEXT) if cells[place])
    customer = columns.first(Role.CUSTOMER)
    codes = {
        role: frozenset(code for place in columns.of(role) for code in _codes(cells[place]))
        for role in (Role.PRODUCT, Role.SERVICE, Role.INDUSTRY)
    }
    for role in (Role.SIZE, Role.LANGUAGE, Role.COUNTRY):
        place = columns.first(role)
        code = code_of(cells[place]) if place is not None else ""
        codes[role] = frozenset(
            {_country(cells[place]) if role == Role.COUNTRY else code} if place is not None and code else ()
        )
    codes[Role.FACET] = frozenset(
        f"{code_of(columns.names[place])}:{code}" for place in columns.of(Role.FACET) for code in _values(cells[place])
    )
    return PastLead(row, at, text, company_key(cells[customer]) if customer is not None else "", codes)


def _country(cell: str) -> str:
    return country_called(cell) or code_of(cell)


def _codes(cell: str) -> Iterable[str]:
    parts = SEVERAL_CODES.split(cell)
    if any(len(part) > LONGEST_CODE for part in parts):
        parts = SEVERAL.split(cell)
    return (code for part in parts if (code := code_of(part)) and code not in NO_NAME)


def _values(cell: str) -> Iterable[str]:
    """A facet's values; a number is told to the nearest of 1, 2, 5, 10, 20, ..."""
    bare = re.sub(r"[\s'’$€£]|EUR|GBP|USD", "", cell)
    if re.fullmatch(r"-?\d[\d.,]*", bare) and (number := _number(bare)) is not None:
        return (_magnitude(number),)
    return _codes(cell)


def _number(text: str) -> float | None:
    """A number with its groups parted as anywhere in the world."""
    point = max(text.rfind("."), text.rfind(","))
    decimals = len(text) - point - 1 if point >= 0 else 0
    whole = re.sub(r"[.,]", "", text)
    try:
        return float(whole) / (10**decimals if point >= 0 and decimals != 3 else 1)  # noqa: PLR2004 -- a group of 3
    except ValueError:
        return None


def _magnitude(number: float) -> str:
    if number <= 0:
        return "0"
    power = 10 ** floor(log10(number))
    step = next(step for step in (1, 2, 5) if step * power * 2.24 > number or step == 5)  # noqa: PLR2004 -- 1, 2, 5
    return f"{step * power:g}"


def _decisions(
    columns: Columns, cells: Sequence[str], names: dict[str, str], answered: datetime | None
) -> Iterable[Decision]:
    partner, outcome = columns.first(Role.PARTNER), columns.first(Role.OUTCOME)
    for role, ending in (
        (Role.WINNER, Ending.WON),
        (Role.ACCEPTED, Ending.ACCEPTED),
        (Role.DECLINED, Ending.DECLINED),
        (Role.EXPIRED, Ending.EXPIRED),
    ):
        for place in columns.of(role):
            said = code_of(cells[place])
            cell = cells[partner] if said in YES and partner is not None else "" if said in YES | NO else cells[place]
            for key in _companies(cell, names):
                yield Decision(key, ending, _meaning(columns, cells, ending), answered)
    if partner is not None:
        flagged = {Role.WINNER, Role.ACCEPTED, Role.DECLINED, Role.EXPIRED} & set(columns.roles)
        ending_or_none = _ending(cells[outcome]) if outcome is not None else None if flagged else Ending.WON
        if ending_or_none is not None:
            for key in _companies(cells[partner], names):
                yield Decision(key, ending_or_none, _meaning(columns, cells, ending_or_none), answered)


def _companies(cell: str, names: dict[str, str]) -> Iterable[str]:
    for part in SEVERAL.split(cell):
        key = company_key(part)
        if key and key not in NO_NAME:
            names.setdefault(key, part)
            yield key


def _ending(cell: str) -> Ending | None:
    said = code_of(cell)
    return next((ending for pattern, ending in ENDINGS if re.search(pattern, said)), None)


def _meaning(columns: Columns, cells: Sequence[str], ending: Ending) -> Meaning:
    """What a no says; where the file gives no reasons at all, that it did not fit."""
    if ending != Ending.DECLINED:
        return Meaning.NOTHING
    place = columns.first(Role.REASON)
    if place is None:
        return Meaning.NOT_A_FIT
    said = code_of(cells[place])
    if WRONG_REGION.search(said):
        return Meaning.WRONG_REGION
    return Meaning.NOT_A_FIT if NOT_A_FIT.search(said) else Meaning.NOTHING
