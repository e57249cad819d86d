"""Days as people write them: in words, in their language."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language

if TYPE_CHECKING:
    from datetime import date

SHORT, SHORT_WITH_YEAR, LONG, LONG_WITH_YEAR = "d MMM", "d MMM y", "EEEE d MMMM", "EEEE d MMMM y"
PLAIN, PLAIN_WITH_YEAR = "d MMMM", "d MMMM y"
"""Day before month, in English too: "14 May"."""


def spelled(day: date, pattern: str, *, language: str | None = None) -> str:
    """Return a day in words, in a language or in the active one."""
    return _kept(day, pattern, language or get_language() or "en")


@cache
def locale_of(language: str) -> Locale:
    """Return how a language writes days and numbers."""
    return Locale.parse(language, sep="-")


@lru_cache(maxsize=4096)
def _kept(day: date, pattern: str, language: str) -> str:
    """Spell a day, once: a list names the same days over and over, and Babel takes its time."""
    return str(format_date(day, pattern, locale=locale_of(language)))
