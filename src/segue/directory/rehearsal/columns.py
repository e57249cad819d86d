"""Which column says what: by its name, else by what stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from segue.directory.rehearsal import dates
from segue.directory.rehearsal.called import CALLED, ENDS, OF_THE_CONTRACT, SEVERAL_TIMES, TELLS_THE_END, Role
from segue.directory.rehearsal.table import Unreadable
from segue.kit.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from segue.directory.rehearsal.table import Table

MOST_FURTHER = 2
"""A name may have so many words beside a known one: "lead customer name" is one, a sentence is not."""
OF_NEED = frozenset({Role.PRODUCT, Role.SERVICE, Role.INDUSTRY, Role.SIZE, Role.LANGUAGE, Role.COUNTRY})
LOOKED_AT = 2_000
LONG_TEXT, MANY_WORDS = 60, 8
"""Cells of more characters, or words, on average are text and no codes."""
MOST_VALUES = 0.5
"""More different values than so many a filled cell tell leads apart too well to teach anything."""
FEWEST_FILLED = 0.02
CURRENCIES = str.maketrans("", "", "EURGBPSD")


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column says, by its place; and why some say nothing."""

    roles: tuple[Role, ...]
    names: tuple[str, ...]
    why_not: Mapping[str, str] = field(default_factory=dict)

    def of(self, role: Role) -> list[int]:
        """Return the places of the columns that have a role."""
        return [place for place, has in enumerate(self.roles) if has == role]

    def first(self, role: Role) -> int | None:
        """Return the place of the column that has a role, if there is one."""
        return next(iter(self.of(role)), None)


def understood(table: Table, *, told: Mapping[str, str]) -> Columns:
    """Return what the columns of a table say. `told`: by column name, the role that somebody gave it.

    Raises Unreadable for a name or role that does not exist, and where no column says who took the leads.
    """
    roles = _told(table, told)
    fitting = [
        (*fits, place) for place, name in enumerate(table.columns) if place not in roles and (fits := _fit(name))
    ]
    for further, role, place in sorted(fitting, key=lambda fit: (fit[0], fit[2])):
        # "Size of supplier" beside "Winning supplier" is no second winner.
        again = role in SEVERAL_TIMES and not (further and role in ENDS)
        if again or role not in roles.values():
            roles[place] = role
    _require_decisions(roles.values(), table)
    why_not = {}
    for place, name in enumerate(table.columns):
        if place not in roles:
            roles[place], why_not[name] = _by_its_cells(name, table.column(place)[:LOOKED_AT])
    ordered = tuple(roles[place] for place in range(len(table.columns)))
    return Columns(ordered, table.columns, {name: why for name, why in why_not.items() if why})


def _told(table: Table, told: Mapping[str, str]) -> dict[int, Role]:
    by_name = {name.casefold(): place for place, name in enumerate(table.columns)}
    roles = {}
    for name, role in told.items():
        if name.casefold() not in by_name:
            raise Unreadable(f"There is no column {name!r}. {_there_are(table)}")
        if role not in set(Role):
            raise Unreadable(f"A column cannot be {role!r}; it can be {', '.join(Role)}.")
        roles[by_name[name.casefold()]] = Role(role)
    return roles


def _fit(name: str) -> tuple[int, Role] | None:
    """Return how many words a name has beside the known one it fits best, and what that says; None: it fits none.

    Numbers are not counted: "Winner 2" is a winner.
    """
    found = [word for word in words(_parted(name)) if not word.isdigit()]
    ends = bool(set(found) & TELLS_THE_END)
    fits = [
        (len(found) - len(known.split()), role)
        for role, names in CALLED.items()
        for known in names
        if set(known.split()) <= set(found) and (role in ENDS or not ends)
    ]
    best = min(fits, key=lambda fit: fit[0], default=None)
    return best if best and best[0] <= MOST_FURTHER else None


def role_of_facet(name: str) -> Role:
    """Return what a facet of that name says of a lead: a product, a country ..., or only itself."""
    found = _fit(name)
    return found[1] if found and found[1] in OF_NEED else Role.FACET


def _parted(name: str) -> str:
    """CamelCase and snake_case as words."""
    pairs = zip(f" {name}", name, strict=False)
    return "".join(f" {char}" if char.isupper() and before.islower() else char for before, char in pairs).replace(
        "_", " "
    )


def _require_decisions(roles: Collection[Role], table: Table) -> None:
    if not {Role.WINNER, Role.ACCEPTED, Role.DECLINED, Role.PARTNER, Role.DECISIONS} & set(roles):
        raise Unreadable(
            "No column says which partner took a lead. Call one 'winner' (or 'partner', with 'outcome' beside it), or "
            f"say which it is: --column NAME=winner. {_there_are(table)}"
        )


def _there_are(table: Table) -> str:
    return f"The columns are {', '.join(map(repr, table.columns))}."


def _by_its_cells(name: str, cells: list[str]) -> tuple[Role, str]:
    """Return what a column of an unknown name is taken for, and why it is left out where it is."""
    found, filled = set(words(_parted(name))), [cell for cell in cells if cell]
    if found & TELLS_THE_END or ("contract" in found and found & OF_THE_CONTRACT):
        return Role.IGNORED, "its name tells what became of the lead"
    if len(filled) < max(2, FEWEST_FILLED * len(cells)):
        return Role.IGNORED, "nearly empty"
    if _mostly_dates(filled) or _mostly_addresses(filled):
        return Role.IGNORED, "dates or addresses"
    if _is_text(filled):
        return Role.TEXT, ""
    if len(set(filled)) > MOST_VALUES * len(filled) and not all(map(_is_number, filled)):
        return Role.IGNORED, "nearly every lead has another value"
    return Role.FACET, ""


def _mostly_dates(filled: list[str]) -> bool:
    read = dates.reader(filled)
    return sum(read(cell) is not None and not cell.isdigit() for cell in filled) > len(filled) / 2


def _mostly_addresses(filled: list[str]) -> bool:
    return sum("://" in cell or "@" in cell for cell in filled) > len(filled) / 2


def _is_text(filled: list[str]) -> bool:
    of_cells = sum(map(len, filled)), sum(len(cell.split()) for cell in filled)
    return of_cells[0] > LONG_TEXT * len(filled) or of_cells[1] > MANY_WORDS * len(filled)


def _is_number(cell: str) -> bool:
    return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell.translate(CURRENCIES)))
