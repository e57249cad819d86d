"""The one interface of the indexes, a file per database behind it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

from segue.directory.search import postgres, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

    from segue.directory.search.wanted import Row, Wanted


def walk(wanted: Wanted, *, limit: int, counts: Mapping[str, int], rows: int, tiers: Mapping[int, int]) -> list[Row]:
    """Return the first rows that meet a question, in the order of their spots, in one statement.

    `counts`: in how many of all `rows` each lexeme asked for stands; `tiers`: how many rows each tier has.
    """
    found: list[Row] = _engine().walk(wanted, limit=limit, counts=counts, rows=rows, tiers=tiers)
    return found


def count(wanted: Wanted, *, limit: int) -> int:
    """Return how many rows meet a question, counted up to a limit."""
    return int(_engine().count(wanted, limit=limit))


@contextmanager
def made_afterwards() -> Iterator[None]:
    """Take the index away while many rows are written, and make it anew from them: much faster than row by row."""
    engine = _engine()
    _run(engine.DROP)
    try:
        yield
    finally:
        _run(engine.CREATE)


def _run(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _engine() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite
