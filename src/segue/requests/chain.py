"""When one more partner is asked: by the customer's press, or by itself where an order was named beforehand.

Pure: takes what became of those asked, and says yes, not yet, when, or why not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segue.kit.working_time import Calendar

SILENT_DAYS = 2
SILENT_DAYS_HOT = 1
"""Working days of the partner's location without an answer after which another may be asked: its window."""


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a request at one partner, as far as the chain needs it."""

    stage: str
    outcome: str | None
    silent_from: datetime
    over_at: datetime
    """When it ended there; while it has not, when the time to answer is over."""
    onward: bool = True
    """Whether a no of this kind offers the way onward."""
    taken_on: bool = False
    """Whether this partner has accepted it, whatever came of that."""


class Over(StrEnum):
    """Why nobody further is asked by itself, whoever is left of the order named."""

    TAKEN_ON = "taken_on"
    """One of those asked has accepted."""
    LAST = "last"
    """As many as allowed were asked over its life."""
    NONE = "none"
    """One of those asked gave a reason after which nobody else is offered."""


class Way(StrEnum):
    """Whether one more partner can be asked, or what stands in the way."""

    OPEN = "open"
    WAIT = "wait"
    """Those asked have time to answer."""
    THREE = "three"
    """As many as allowed have it at the same time."""
    LAST = "last"
    """As many as allowed were asked over its life."""
    NONE = "none"
    """It ended in a way after which nobody else is offered."""


def silent_from(received_at: datetime, calendar: Calendar, *, hot: bool) -> datetime:
    """Return when a partner that has not answered counts as silent."""
    return calendar.after_days(received_at, days=SILENT_DAYS_HOT if hot else SILENT_DAYS)


def is_open(put: Put) -> bool:
    """Return whether a partner still has the request."""
    return put.stage != "archived"


def is_silent(put: Put, *, at: datetime) -> bool:
    """Return whether a partner has let the customer wait."""
    return put.stage == "received" and at >= put.silent_from


def room(puts: Sequence[Put], *, most_open: int, most: int) -> Way:
    """Return OPEN when the limits of a request leave room for one more partner, else which one stands in the way."""
    if len(puts) >= most:
        return Way.LAST
    return Way.THREE if sum(map(is_open, puts)) >= most_open else Way.OPEN


def way_onward(puts: Sequence[Put], *, passed_on: int, most_open: int, most: int, at: datetime) -> Way:
    """Return whether the customer may ask one more partner at a moment.

    Each no, each expiry and each silence opens one way onward; each partner asked afterwards uses one.
    """
    gone = [put for put in puts if not is_open(put) and put.outcome != "won"]
    opened = sum(put.onward for put in gone) + sum(is_silent(put, at=at) for put in puts)
    if opened <= passed_on:
        return Way.WAIT if any(map(is_open, puts)) else Way.NONE
    return room(puts, most_open=most_open, most=most)


def turns_over(puts: Sequence[Put], *, most: int) -> Over | None:
    """Return why the order that was named goes no further; None while the next one has its turn sooner or later."""
    if any(put.taken_on for put in puts):
        return Over.TAKEN_ON
    if any(not put.onward for put in puts):
        return Over.NONE
    return Over.LAST if len(puts) >= most else None


def next_turn(puts: Sequence[Put], *, most_open: int) -> datetime | None:
    """Return the moment at which the next one of the order has its turn; None: at once, since nobody was asked.

    Whoever was asked last has its window: its turn ends with a no, with the request taken back, or with the window.
    As long as so many have it as may at the same time, the turn waits for one of them to be over.
    """
    if not puts:
        return None
    having = [put for put in puts if is_open(put)]
    last = puts[-1]
    turn = last.silent_from if is_open(last) else last.over_at
    return turn if len(having) < most_open else max(turn, min(put.over_at for put in having))
