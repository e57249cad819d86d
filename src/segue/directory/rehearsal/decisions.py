"""What partners did with a lead, as its row tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.directory.ranking.history import Ending, Meaning
from segue.directory.rehearsal.called import Role
from segue.directory.rehearsal.cells import pairs, several
from segue.directory.rehearsal.names import code_of, company_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from segue.directory.rehearsal.columns import Columns

BY_ROLE = {
    Role.WINNER: Ending.WON,
    Role.ACCEPTED: Ending.ACCEPTED,
    Role.DECLINED: Ending.DECLINED,
    Role.EXPIRED: Ending.EXPIRED,
}
YES = frozenset({"yes", "true", "y", "x", "si", "ja", "vero", "1"})
NO = frozenset({"no", "false", "n", "nein", "falso", "nei", "0"})
"""In a column that says whether, beside one that says who."""
ENDINGS: tuple[tuple[str, Ending], ...] = (
    (r"\bnot (?:won|awarded)|\blost|\bperso|\bverloren", Ending.LOST),
    (r"\bwon|\bwin|\bawarded|\bvint|\bgewonnen|\bsuccess", Ending.WON),
    (r"\bdeclin|\breject|\brefus|\brifiut|\babgelehnt", Ending.DECLINED),
    (r"\bexpir|\bscadut|\bno (?:answer|response)|\bunanswered|\babgelaufen", Ending.EXPIRED),
    (r"\baccept|\baccett|\bangenommen|\bactive", Ending.ACCEPTED),
)
"""What an outcome says, folded; the first that fits."""
WRONG_REGION = re.compile(r"\bregion|\barea|\bterritor|\blocation|\bcountr|\bzona\b|\btoo far")
NOT_A_FIT = re.compile(r"\bnot our|\bfit\b|\bnot relevant|\bfield\b|\brequirement|\bbudget|\bunqualified|\bcampo\b")


@dataclass(frozen=True, slots=True)
class Decision:
    """What one partner did with a lead."""

    partner: str
    ending: Ending
    meaning: Meaning = Meaning.NOTHING
    answered_at: datetime | None = None


def decisions_of(
    columns: Columns, cells: Sequence[str], names: dict[str, str], answered_at: datetime | None
) -> Iterator[Decision]:
    """Yield the decisions that a row tells; `names` gets the first spelling of each partner, by key."""
    place = columns.first(Role.REASON)
    reason = cells[place] if place is not None else None
    for company, ending in _said(columns, cells):
        if key := company_key(company):
            names.setdefault(key, company)
            yield Decision(key, ending, _meaning(reason, ending), answered_at)
    for decisions in columns.of(Role.DECISIONS):
        for company, said in pairs(cells[decisions]):
            outcome = ending_of(said)
            if outcome is not None and (key := company_key(company)):
                names.setdefault(key, company)
                yield Decision(key, outcome, _meaning(said if "(" in said else reason, outcome), answered_at)


def _said(columns: Columns, cells: Sequence[str]) -> Iterator[tuple[str, Ending]]:
    partner, outcome = columns.first(Role.PARTNER), columns.first(Role.OUTCOME)
    whether = False
    for role, ending in BY_ROLE.items():
        for place in columns.of(role):
            said = code_of(cells[place])
            if partner is not None and said in YES | NO:
                whether = True
                yield from ((company, ending) for company in several(cells[partner]) if said in YES)
            else:
                yield from ((company, ending) for company in several(cells[place]))
    if partner is None or whether:
        return
    only = ending_of(cells[outcome]) if outcome is not None else Ending.WON
    if only is not None:
        yield from ((company, only) for company in several(cells[partner]))


def ending_of(said: str) -> Ending | None:
    """Return what an outcome in words means; None where it says nothing, or not yet."""
    folded = code_of(said)
    return next((ending for pattern, ending in ENDINGS if re.search(pattern, folded)), None)


def _meaning(reason: str | None, ending: Ending) -> Meaning:
    """What a no says; where the file gives no reasons at all, that it did not fit."""
    if ending != Ending.DECLINED:
        return Meaning.NOTHING
    if reason is None:
        return Meaning.NOT_A_FIT
    said = code_of(reason)
    if WRONG_REGION.search(said):
        return Meaning.WRONG_REGION
    return Meaning.NOT_A_FIT if NOT_A_FIT.search(said) else Meaning.NOTHING
