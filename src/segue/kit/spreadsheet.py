"""Text for a spreadsheet program: comma-separated values that none of them takes for a formula.

What a file of ours begins with and how it parts its cells is decided here for all of them: see docs/exports.md.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from segue.kit.spelled import locale_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads the file in the code page of the machine, and every accent is lost."""

_BEGINS_A_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""Plain and full-width; tabs and line breaks before them are skipped by some programs."""


def separator(language: str) -> str:
    """Return what parts the cells where this language is read: a semicolon where the comma stands in numbers."""
    return ";" if locale_of(language).number_symbols["latn"]["decimal"] == "," else ","


def number(value: Decimal, *, language: str) -> str:
    """Return a number as a spreadsheet of that language takes it: no groups, its own decimal sign."""
    return f"{value:f}".replace(".", "," if separator(language) == ";" else ".")


def safe(text: str) -> str:
    """Return a cell's text with an apostrophe before it where a program would compute it."""
    begin = text.lstrip()[:1]
    return f"'{text}" if begin in _BEGINS_A_FORMULA and begin else text


def lines(rows: Iterable[Iterable[str]], *, separator: str) -> str:
    """Return the rows as lines. Every cell is quoted: in a program that parts by another sign it still stays one."""
    written = StringIO()
    writer = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue()
