"""When a customer may ask one more partner. Pure: takes what became of those asked, says yes, not yet, or why not."""

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
"""Working days of the partner's location without an answer after which the customer may ask another."""


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a request at one partner, as far as the chain needs it."""

    stage: str
    outcome: str | None
    silent_from: datetime
    onward: bool = True
    """Whether a no of this kind offers the way onward."""


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
