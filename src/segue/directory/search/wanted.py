"""What a question asks of the index, in lexemes. Pure; `postgres` and `sqlite` word it each in their own way."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from segue.directory.search.lexemes import STRONG

if TYPE_CHECKING:
    from collections.abc import Mapping

AnyOf = tuple[tuple[str, ...], ...]
"""Alternatives; each is met by a row that has all of its lexemes."""

STRONG_AMONG = 0.25
"""Of the rows that have a word, about so many have it in the name, among keywords or offers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows that meet each of some groups of alternatives and have none of some lexemes. No groups: all rows."""

    groups: tuple[AnyOf, ...] = ()
    without: tuple[str, ...] = ()

    def likely(self, counts: Mapping[str, int], *, rows: int) -> int:
        """Return about how many rows meet this, as if no lexeme had to do with another."""
        found = float(rows)
        for group in self.groups:
            shares = (prod(_number(one, counts) / max(rows, 1) for one in every) for every in group)
            found *= min(1.0, sum(shares))
        return round(found)

    def lexemes(self) -> frozenset[str]:
        """Return every lexeme that is asked for."""
        return frozenset(one for group in self.groups for every in group for one in every)


def _number(lexeme: str, counts: Mapping[str, int]) -> float:
    """Return in how many rows a lexeme stands; strong ones are not counted, so about."""
    if lexeme.startswith(STRONG):
        return counts.get(lexeme.removeprefix(STRONG), 0) * STRONG_AMONG
    return counts.get(lexeme, 0)


class Row(NamedTuple):
    """A row that the index has found."""

    key: UUID | str
    """Of its profile, as the database gives it: of a thousand rows that are found few are asked for it."""
    spot: int
    words: str
    places: str
    marks: str
    vouched: str
    name: str

    @property
    def profile_id(self) -> UUID:
        """Return whose row it is."""
        return self.key if isinstance(self.key, UUID) else UUID(hex=self.key)


COLUMNS = ", ".join(("r.profile_id", *(f"r.{column}" for column in Row._fields[1:])))

# --- where rows stand ------------------------------------------------------------------------------------------

BEST = 63
"""The highest tier there may be."""
TOP = 26
"""Tiers from here on are the top: those above who had no lead yet, where a good answer is as usual as none."""
_TIER_AT, _QUARTER_AT = 40, 36
TOP_UNTIL = (BEST - TOP + 1) << _TIER_AT
"""The spots of the top are below this one."""


def spot(tier: int, number: int) -> int:
    """Return where a row stands: a better tier before others, and within it in an order that hangs on the number only.

    Even within a tier everybody's place differs, so both databases find the same rows first.
    """
    return (BEST - tier) << _TIER_AT | _quarter(number) << _QUARTER_AT | number


def tier_at(spot: int) -> int:
    """Return the tier of who stands at a spot."""
    return BEST - (spot >> _TIER_AT)


def turned(spot: int, turn: int) -> int:
    """Return where a row stands among those of its tier in one of many even orders; each row's place differs."""
    # An odd number times all numbers gives all numbers again, in another order.
    return spot * (turn | 1) & (1 << _QUARTER_AT) - 1


def tier_lexemes(tier: int, number: int) -> tuple[str, str]:
    """Return the lexemes by which the rows of a tier, and of a part of it, are found."""
    return f"t:{tier}", f"t:{tier}.{_quarter(number)}"


def _quarter(number: int) -> int:
    """Return which of 1, 3, 12, 48 and 192 of 256 parts of a tier, so that a walk takes no more of it than it needs."""
    part = number % 256
    return 0 if part < 1 else 1 if part < 4 else 2 if part < 16 else 3 if part < 64 else 4  # noqa: PLR2004


class Step(NamedTuple):
    """One step of a walk: who has any of some lexemes of tiers."""

    lexemes: tuple[str, ...]
    top: bool
    """Whether all of these tiers are at the top."""


def steps(tiers: Mapping[int, int], *, likely: int, rows: int, limit: int) -> list[Step]:
    """Return the steps of a walk, the best tiers first, together everybody.

    `tiers`: how many rows each has. The first step is expected to find a quarter more than `limit` of `likely` among
    all `rows`, or all that the top has; each further one four times as many. Below the top the first finds what is
    expected to be missing, a quarter at least.
    """
    share = likely / max(rows, 1)
    top = {tier: number for tier, number in tiers.items() if tier >= TOP}
    rest = {tier: number for tier, number in tiers.items() if tier < TOP}
    missing = max(limit - share * sum(top.values()), limit / 4)
    return [
        *(Step(lexemes, top=True) for lexemes in _in_steps(top, share=share, enough=1.25 * limit)),
        *(Step(lexemes, top=False) for lexemes in _in_steps(rest, share=share, enough=1.25 * missing)),
    ]


def _in_steps(tiers: Mapping[int, int], *, share: float, enough: float) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    step: list[str] = []
    expected = 0.0
    for tier in sorted(tiers, reverse=True):
        for lexeme, number in _parts(tier, tiers[tier], share=share, enough=enough):
            step.append(lexeme)
            expected += number * share
            if expected >= enough:
                found.append(tuple(step))
                step, expected, enough = [], 0.0, enough * 4
    return [*found, tuple(step)] if step else found


def _parts(tier: int, number: int, *, share: float, enough: float) -> list[tuple[str, float]]:
    if number * share <= enough:
        return [(f"t:{tier}", number)]
    return [(f"t:{tier}.{part}", number * of_256 / 256) for part, of_256 in enumerate((1, 3, 12, 48, 192))]
