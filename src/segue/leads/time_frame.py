"""The time frame of a purchase and the day it is stored as: its last one. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS_IN_QUARTER = 3


def last_day(frame: str, *, today: date) -> date | None:
    """Return the last day of `this_month`, `this_quarter` or `next_quarter`; `later`: the last day of next year.

    None for "not known yet"; a frame that is a date has its own day and is not asked for here.
    """
    match frame:
        case "this_month":
            return _end_of(today.year, today.month)
        case "this_quarter":
            return _end_of(today.year, _quarter_end(today))
        case "next_quarter":
            month = _quarter_end(today) + MONTHS_IN_QUARTER
            return _end_of(today.year + month // 13, month % 12 or 12)
        case "later":
            return date(today.year + 1, 12, 31)
        case _:
            return None


def _quarter_end(today: date) -> int:
    return (today.month + 2) // MONTHS_IN_QUARTER * MONTHS_IN_QUARTER


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
