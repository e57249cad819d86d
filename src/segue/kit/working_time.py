"""Working time: what lies within published hours, on days that are no public holidays, in the place's own zone.

A day's hours are pairs of minutes since midnight, local time; a calendar without any hours never works, so callers
check for that when a calendar is saved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Span = tuple[int, int]
FAR_DAYS = 400
"""How far a search for working time looks; a calendar with any hours at all has some within this many days."""


@dataclass(frozen=True)
class Calendar:
    """When a place works: its IANA zone, minutes worked by weekday (Monday 0), and whose public holidays it keeps."""

    zone: str
    hours: Mapping[int, tuple[Span, ...]] = field(hash=False)
    country: str = ""

    @property
    def weekly_minutes(self) -> int:
        """Return how long a week without holidays is."""
        return sum(closes - opens for spans in self.hours.values() for opens, closes in spans)

    def spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working spans between two moments in order, cut to them; none when the second is not later."""
        if end <= start:
            return
        zone = ZoneInfo(self.zone)
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        day = start.astimezone(zone).date()
        last = end.astimezone(zone).date()
        while day <= last:
            for opens, closes in self._hours_on(day):
                # Wall-clock times, so that the day on which clocks change is as long as people work on it.
                since, until = _moment(day, opens, zone), _moment(day, closes, zone)
                if since < end and until > start:
                    yield max(since, start), min(until, end)
            day += timedelta(days=1)

    def minutes(self, start: datetime, end: datetime) -> int:
        """Return the whole working minutes between two moments; 0 when the second is not later."""
        worked = sum(((until - since) for since, until in self.spans(start, end)), timedelta(0))
        return int(worked.total_seconds() // 60)

    def after(self, start: datetime, *, minutes: int) -> datetime:
        """Return the moment at which so many working minutes have passed since `start`."""
        left = timedelta(minutes=minutes)
        for since, until in self.spans(start, start + timedelta(days=FAR_DAYS)):
            if until - since >= left:
                return since + left
            left -= until - since
        return start + timedelta(days=FAR_DAYS)

    def after_days(self, start: datetime, *, days: int) -> datetime:
        """Return the end of the last of so many working days after the day of `start`."""
        zone = ZoneInfo(self.zone)
        day = start.astimezone(zone).date()
        for _ in range(FAR_DAYS):
            day += timedelta(days=1)
            hours = self._hours_on(day)
            if hours:
                days -= 1
                if days <= 0:
                    return _moment(day, hours[-1][1], zone)
        return start + timedelta(days=FAR_DAYS)

    def works_on(self, day: date) -> bool:
        """Return whether a calendar day is a working day."""
        return bool(self._hours_on(day))

    def working_day(self, at: datetime) -> date:
        """Return the local working day of a moment, or the next one when it is none."""
        day = at.astimezone(ZoneInfo(self.zone)).date()
        return next((later for later in _days_from(day) if self.works_on(later)), day)

    def day_before(self, day: date) -> date:
        """Return the last working day before a calendar day."""
        before = (day - timedelta(days=number) for number in range(1, FAR_DAYS))
        return next((earlier for earlier in before if self.works_on(earlier)), day)

    def morning_after(self, start: datetime, *, days: int, hour: int) -> datetime:
        """Return an hour of the wall clock on the last of so many working days after the day of `start`."""
        zone = ZoneInfo(self.zone)
        day = start.astimezone(zone).date()
        working = (later for later in _days_from(day + timedelta(days=1)) if self.works_on(later))
        return _moment(next(islice(working, days - 1, None), day), hour * 60, zone)

    def _hours_on(self, day: date) -> tuple[Span, ...]:
        if self.country and day in _holidays(self.country, day.year):
            return ()
        return self.hours.get(day.weekday(), ())


def office_hours(zone: str, country: str = "") -> Calendar:
    """Return a calendar of Monday to Friday, 9 to 17."""
    return Calendar(zone, dict.fromkeys(range(5), ((9 * 60, 17 * 60),)), country)


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=number) for number in range(FAR_DAYS))


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    if minutes >= 24 * 60:
        local = datetime.combine(day + timedelta(days=1), time(0), zone)
    else:
        local = datetime.combine(day, time(minutes // 60, minutes % 60), zone)
    # In UTC, since Python subtracts times of one zone by the wall, as if clocks never changed between them.
    return local.astimezone(UTC)


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    try:
        # Not asked for the list of countries first: that would load the holidays of all of them, 0.4 s.
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # a country that the library does not know
        return frozenset()
