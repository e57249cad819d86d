"""Numbers as people type them, with the points and commas of any language."""

from __future__ import annotations

import re
from decimal import Decimal

from segue.kit.spelled import locale_of

GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,'\u2019])\d{3})(?:\1\d{3})*")
"""A number in groups of three, parted by the same sign."""

LONGEST = 60
"""Characters of a number as typed."""

_PLAIN = re.compile(r"\d+")
_WITH_DECIMALS = re.compile(r"(\d*)[.,](\d*)")
_GROUPED_WITH_DECIMALS = re.compile(r"(\d{1,3}(?:([.,'\u2019])\d{3})(?:\2\d{3})*)(?!\2)[.,](\d*)")
_SPACES = re.compile(r"\s")
_AS_DECIMALS = re.compile(r"\d{1,3}[.,]\d{3}")


def without_spaces(text: str) -> str:
    """Return a number as typed without the spaces that part its thousands.

    Raises ValueError for more characters than any number has: to read a million digits takes Python a minute.
    """
    if len(text) > LONGEST:
        message = f"no number has {len(text)} characters"
        raise ValueError(message)
    return _SPACES.sub("", text)


def number_typed(text: str, *, language: str) -> Decimal:
    """Return the number, zero or more, that a person typed.

    The language is asked only where two numbers could be meant: 1,234 is one thousand and some in English, and one and
    some in Italian. Elsewhere the signs say it themselves: 12,5 and 12.500,50 are read alike in every language.
    Raises ValueError for what is no number, and for signs that part neither thousands nor decimals, such as 12,5,00.
    """
    typed = without_spaces(text)
    if _PLAIN.fullmatch(typed):
        return Decimal(typed)
    if GROUPED.fullmatch(typed) and not _means_decimals(typed, language=language):
        return Decimal(re.sub(r"\D", "", typed))
    found = _WITH_DECIMALS.fullmatch(typed) or _GROUPED_WITH_DECIMALS.fullmatch(typed)
    if not found or typed in {".", ","}:
        message = f"not a number: {text!r}"
        raise ValueError(message)
    whole, decimals = re.sub(r"\D", "", found[1]), found[found.lastindex or 0]
    return Decimal(f"{whole or 0}.{decimals or 0}")


def _means_decimals(typed: str, *, language: str) -> bool:
    """Return whether what stands before a single group of three is, in this language, the sign of decimals."""
    if not _AS_DECIMALS.fullmatch(typed):
        return False
    return str(locale_of(language).number_symbols["latn"]["decimal"]) in typed
