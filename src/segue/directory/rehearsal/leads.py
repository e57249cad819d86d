"""Leads of the past, as the rows of a file tell them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from segue.directory.ranking.history import Ending
from segue.directory.rehearsal import dates
from segue.directory.rehearsal.called import Role
from segue.directory.rehearsal.cells import NOTHING, codes, pairs, values
from segue.directory.rehearsal.columns import role_of_facet
from segue.directory.rehearsal.decisions import Decision, decisions_of
from segue.directory.rehearsal.names import code_of, company_key
from segue.directory.rehearsal.table import Unreadable
from segue.kit.places import country_called

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from segue.directory.rehearsal.columns import Columns
    from segue.directory.rehearsal.table import Table

SEVERAL_CODES = (Role.PRODUCT, Role.SERVICE, Role.INDUSTRY)
ONE_CODE = (Role.SIZE, Role.LANGUAGE, Role.COUNTRY)
NOT_SAID = NOTHING - {"no"}
"""Of a country or language it is Norwegian."""
FEWEST_DATED = 0.5
STEP = timedelta(hours=1)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


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
    """Return the leads of a table in the order of time; raise Unreadable where dates or a cell cannot be read."""
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
        lead.decisions.extend(decisions_of(columns, cells, names, answered(cells)))
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
    found: dict[Role, set[str]] = {role: set() for role in (*SEVERAL_CODES, *ONE_CODE, Role.FACET)}
    for place, (role, name) in enumerate(zip(columns.roles, columns.names, strict=True)):
        if role == Role.FACETS:
            for facet, value in pairs(cells[place]):
                _note(found, role_of_facet(facet), facet, value)
        elif role in found:
            _note(found, role, name, cells[place])
    codes_of = {role: frozenset(sorted(said)[:1] if role in ONE_CODE else said) for role, said in found.items()}
    return PastLead(row, at, text, company_key(cells[customer]) if customer is not None else "", codes_of)


def _note(found: dict[Role, set[str]], role: Role, name: str, cell: str) -> None:
    if role == Role.FACET:
        found[role].update(f"{code_of(name)}:{value}" for value in values(cell))
    elif role == Role.COUNTRY:
        found[role].update({country_called(cell) or code_of(cell)} - NOT_SAID)
    elif role in ONE_CODE:
        found[role].update({code_of(cell)} - NOT_SAID)
    else:
        found[role].update(codes(cell))
