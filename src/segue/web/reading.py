"""Times, days, money and somebody's words as this reader writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from segue.kit.money import Money
from segue.kit.spelled import LONG, LONG_WITH_YEAR, SHORT, SHORT_WITH_YEAR, locale_of, spelled
from segue.web.entrance import rules_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page: in which language and time zone."""

    language: str
    zone: ZoneInfo

    def today(self, at: datetime | date) -> date:
        """Return the reader's calendar day at a moment."""
        return at.astimezone(self.zone).date() if isinstance(at, datetime) else at

    def day(self, moment: datetime | date, *, near: datetime | date | None = None) -> str:
        """Return a short day such as "2 May"; with its year when `near` is given and lies in another."""
        day = self.today(moment)
        far = near is not None and self.today(near).year != day.year
        return spelled(day, SHORT_WITH_YEAR if far else SHORT, language=self.language)

    def clock(self, moment: datetime) -> str:
        """Return the hour and minute, such as "16:20"."""
        local = moment.astimezone(self.zone)
        return f"{local.hour:02}:{local.minute:02}"

    def moment(self, moment: datetime, *, near: datetime | date | None = None) -> str:
        """Return day and time in full, such as "Tuesday 14 May, 16:20"."""
        local = moment.astimezone(self.zone)
        far = near is not None and self.today(near).year != local.year
        day = spelled(local.date(), LONG_WITH_YEAR if far else LONG, language=self.language)
        return f"{day}, {local.hour:02}:{local.minute:02}"

    def money(self, minor: int | None, currency: str) -> str:
        """Return an amount as the reader writes it; empty when it is not known."""
        return "" if minor is None else Money(minor, currency).shown(self.language)

    def plain(self, minor: int | None, currency: str) -> str:
        """Return an amount as it stands in a field to type over: without its currency; empty when not known."""
        if minor is None:
            return ""
        return str(format_decimal(Money(minor, currency).decimal().normalize(), locale=locale_of(self.language)))

    def worth(self, minor: int, *, into: str, rate: str) -> str:
        """Return a value in the programme's currency with the rate used, such as "€1,065 at 0.0852"."""
        return gettext("%(amount)s at %(rate)s") % {"amount": self.money(minor, into), "rate": self.number(rate)}

    def number(self, text: str) -> str:
        """Return an exact decimal such as a rate as the reader writes it."""
        return str(format_decimal(Decimal(text), locale=locale_of(self.language), decimal_quantization=False))


def reader_of(request: HttpRequest) -> Reader:
    """Return how to write for whoever reads: the person's own time zone, else the programme's."""
    own = getattr(request.user, "time_zone", "")
    return Reader(get_language() or "en", ZoneInfo(own) if own else rules_of(request).zone)


def figure(number: int, *, more: bool = False) -> str:
    """Return a count as the reader writes it, such as 1,204; where there are `more` than were counted, 10,000+."""
    shown = number_format(number, use_l10n=True, force_grouping=True)
    return f"{shown}+" if more else shown


def iso(moment: datetime) -> str:
    """Return a moment for machines, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def left(time: timedelta) -> str:
    """Return how much time is left, in its largest unit, rounded down."""
    days, hours, minutes = _units(time)
    if days:
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


def ago(time: timedelta) -> str:
    """Return how long ago something was, in its largest unit, rounded down."""
    days, hours, minutes = _units(time)
    if days:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if minutes:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    return gettext("just now")


def quoted(text: str) -> str:
    """Return somebody's own words between quotation marks."""
    return gettext("“%(text)s”") % {"text": text}


def _units(time: timedelta) -> tuple[int, int, int]:
    minutes = max(0, int(time.total_seconds() // 60))
    return minutes // (24 * 60), minutes // 60, minutes
