"""The only reader of the wall clock. Entrances call `now()` once and pass the moment down as `at`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

_SHIFT = re.compile(r"^\+(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$")
_shift = timedelta(0)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for "never" in sort columns, which are never NULL (a nullable key loses rows when paging by key)."""

Clock = Callable[[], datetime]
"""Given to work that goes on for a while: it reads the moment of each of its steps."""


def now() -> datetime:
    """Return the present moment in UTC, moved forward by the demo's shift."""
    return datetime.now(UTC) + _shift


def standing(at: datetime) -> Clock:
    """Return a clock that stands at a moment."""
    return lambda: at


def parse_shift(text: str) -> timedelta:
    """Return the forward shift that a text such as `+13d23h` means; raise ValueError for anything else."""
    match = _SHIFT.match(text.strip())
    if not match or not any(match.groups()):
        message = f"a shift looks like +13d23h or +90m and only goes forward, not {text!r}"
        raise ValueError(message)
    days, hours, minutes = (int(group or 0) for group in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def shift_by(shift: timedelta) -> None:
    """Move this process's clock forward; for the demo only, so that a human can watch day 14 arrive."""
    global _shift  # noqa: PLW0603 -- the clock is the one thing a process has exactly one of
    _shift = shift


def shift() -> timedelta:
    """Return by how much this process's clock was moved forward."""
    return _shift


def earliest_day(at: datetime) -> date:
    """Return the day that it is at a moment where clocks are furthest behind: nobody's day is an earlier one."""
    return (at.astimezone(UTC) - timedelta(hours=12)).date()


def latest_day(at: datetime) -> date:
    """Return the day that it is at a moment where clocks are furthest ahead: nobody's day is a later one."""
    return (at.astimezone(UTC) + timedelta(hours=14)).date()
