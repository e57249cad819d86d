"""A file of comma-separated values as rows, whatever program wrote it."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 50
"""Rows by which the separator is found."""
LONGEST_CELL = 10_000_000


class Unreadable(Exception):  # noqa: N818 -- it reads as what happened
    """The file cannot be taken; the message names row and column where there is one, and says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """The header, and the rows with the number that a spreadsheet shows for them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    separator: str

    def column(self, place: int) -> list[str]:
        """Return the cells of one column."""
        return [cells[place] for _number, cells in self.rows]


def read_table(path: Path) -> Table:
    """Return what a file holds; raise Unreadable."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}.") from error
    return table_of(data)


def table_of(data: bytes) -> Table:
    """Return what the bytes of a file hold: their encoding and separator are found out. Raises Unreadable."""
    text, encoding = _decoded(data)
    if "\0" in text:
        raise Unreadable("This is no text. Save the sheet as CSV (UTF-8) and try again.")
    separator = _separator(text)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        found = [(number, cells) for number, cells in enumerate(reader, start=1) if any(map(str.strip, cells))]
    except csv.Error as error:
        raise Unreadable(f"Row {reader.line_num}: {error}. Is a quotation mark left open?") from error
    if len(found) < 2:  # noqa: PLR2004 -- a header and one lead
        raise Unreadable("The file needs a row of column names and below it a row for each lead.")
    header = tuple(cell.strip() for cell in found[0][1])
    return Table(
        header, tuple((number, _fitted(number, cells, header)) for number, cells in found[1:]), encoding, separator
    )


def _decoded(data: bytes) -> tuple[str, str]:
    """As UTF-8 or UTF-16 where it is, else as Windows writes western European text."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return data.removeprefix(BOM_UTF8).decode(), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def _separator(text: str) -> str:
    """The one that parts the header into most cells, and the first rows into as many."""

    def fits(separator: str) -> tuple[int, int]:
        rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
        widths = [len(cells) for cells, _n in zip(rows, range(LOOKED_AT), strict=False) if cells]
        return (sum(width == widths[0] for width in widths) * (widths[0] > 1), widths[0]) if widths else (0, 0)

    return max(SEPARATORS, key=fits)


def _fitted(number: int, cells: list[str], header: tuple[str, ...]) -> tuple[str, ...]:
    """A short row is filled up, as spreadsheets leave out empty cells at its end; a long one is a mistake."""
    if any(cell.strip() for cell in cells[len(header) :]):
        raise Unreadable(
            f"Row {number} has {len(cells)} cells, the header {len(header)}. Put text that holds the separator "
            "into quotation marks."
        )
    return tuple(cell.strip() for cell in cells[: len(header)]) + ("",) * (len(header) - len(cells))
