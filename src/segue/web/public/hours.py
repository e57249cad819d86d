"""Business hours in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import get_day_names
from django.utils.translation import get_language

if TYPE_CHECKING:
    from segue.accounts.models import Location


def hours_words(location: Location) -> str:
    """Return business hours in one line, days with the same hours together: "Mon-Fri 09:00-17:00"."""
    days = get_day_names("abbreviated", locale=(get_language() or "en").replace("-", "_"))
    hours = location.calendar().hours
    runs: list[tuple[int, int, str]] = []
    for day in range(7):
        spans = spans_words(hours.get(day, ()))
        if spans and runs and runs[-1][1] == day - 1 and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], day, spans)
        elif spans:
            runs.append((day, day, spans))
    return "; ".join(
        f"{days[first]} {spans}" if first == last else f"{days[first]}–{days[last]} {spans}"
        for first, last, spans in runs
    )


def spans_words(spans: tuple[tuple[int, int], ...]) -> str:
    """Return the hours of one day, such as "09:00-12:30, 14:00-18:00"."""
    return ", ".join(f"{_clock(since)}–{_clock(until)}" for since, until in spans)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
