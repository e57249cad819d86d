"""Moments as spreadsheets, databases and people write them; what 3/4 means is decided by its whole column."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from segue.kit.spelled import locale_of
from segue.kit.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LANGUAGES = ("en", "it", "de", "fr", "es", "pt", "nl", "sv", "no", "da")
"""Whose names of months are read."""
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
NAMED_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.\-/]+(?:de\s+)?([^\W\d]{3,})\.?[\s.,\-/]+(?:de\s+)?(\d{4}|\d{2})(?!\d)"
)
NAMED_MONTH_FIRST = re.compile(r"([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
TIME = re.compile(r"[T\s](\d{1,2}):(\d{2})")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
SHEETS_BEGIN = datetime(1899, 12, 30, tzinfo=UTC)
SERIALS = (20_000, 80_000)
"""Days since then, as spreadsheets keep dates: 1954 to 2119."""
SECONDS = (3e8, 5e9)
YEARS = (1970, 2100)
IN_A_YEAR = 12


def reader(cells: Iterable[str]) -> Callable[[str], datetime | None]:
    """Return what reads the cells of one column: a moment in UTC, or None for what is no date."""
    month_first = _month_first([cell for cell in cells if cell])

    def read(text: str) -> datetime | None:
        day = _day(folded(text).strip(), month_first=month_first)
        time = TIME.search(text) if day else None
        if day and time and int(time[1]) < 24 and int(time[2]) < 60:  # noqa: PLR2004 -- hours and minutes
            return day + timedelta(hours=int(time[1]), minutes=int(time[2]))
        return day

    return read


def _month_first(cells: list[str]) -> bool:
    """Whether 3/4 is the 4th of March: where some second number is no month, and no first one is too large."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := YEAR_LAST.match(cell.strip()))]
    return any(second > IN_A_YEAR for _first, second in pairs) and all(first <= IN_A_YEAR for first, _second in pairs)


def _day(text: str, *, month_first: bool) -> datetime | None:
    if found := YEAR_FIRST.match(text) or COMPACT.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_LAST.match(text):
        day, month = (int(found[2]), int(found[1])) if month_first else (int(found[1]), int(found[2]))
        return _made(int(found[3]), month, day)
    if found := NAMED_DAY_FIRST.search(text):
        return _made(int(found[3]), _months().get(found[2], 0), int(found[1]))
    if found := NAMED_MONTH_FIRST.search(text):
        return _made(int(found[3]), _months().get(found[1], 0), int(found[2]))
    return _counted(text)


def _counted(text: str) -> datetime | None:
    """Days as a spreadsheet counts them, or (milli)seconds since 1970."""
    if not NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    if SERIALS[0] <= number <= SERIALS[1]:
        return SHEETS_BEGIN + timedelta(days=number)
    for scale in (1, 1000):
        if SECONDS[0] <= number / scale <= SECONDS[1]:
            return datetime.fromtimestamp(number / scale, UTC)
    return None


def _made(year: int, month: int, day: int) -> datetime | None:
    if year < 100:  # noqa: PLR2004 -- two figures
        year += 2000
    try:
        return datetime(year, month, day, tzinfo=UTC) if YEARS[0] <= year <= YEARS[1] else None
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    found = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            names = locale_of(language).months["format"][width]
            found.update({folded(name).strip("."): month for month, name in names.items()})
    return found
