"""Write hundreds of thousands of rows the fastest way each database has: towns, worlds, measurements."""

from __future__ import annotations

import contextlib
from datetime import UTC
from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

BLOCK = 5000
Plain = str | int | float | None
"""What a row holds here: ids as 32 digits, moments by `plain`, numbers, text without control characters."""


def plain(moment: datetime) -> str:
    """Return a moment as both databases read it: UTC, as SQLite keeps it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def fill(table: str, columns: Sequence[str], rows: Iterable[Sequence[Plain]]) -> None:
    """Write rows: COPY on PostgreSQL, one prepared statement on SQLite."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                lines = iter(rows)
                while block := list(islice(lines, BLOCK)):
                    copy.write("".join(map(_line, block)))
            return
        marks = ", ".join("?" for _ in columns)
        cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 -- own names


def _line(row: Sequence[Plain]) -> str:
    return "\t".join(["\\N" if value is None else str(value) for value in row]) + "\n"


@contextlib.contextmanager
def unindexed(*tables: str) -> Iterator[None]:
    """Take away the indexes and foreign keys of tables and make them again at the end, which checks all rows at once.

    Unique constraints stay. Kept up row by row, the indexes cost more than the rows.
    """
    postgresql = connection.vendor == "postgresql"
    taken = _on_postgresql(tables) if postgresql else _on_sqlite(tables)
    with connection.cursor() as cursor:
        if postgresql:
            # A table whose rows wait for their check cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for drop, _make in taken:
            cursor.execute(drop)
        yield
        if postgresql:
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _drop, make in reversed(taken):
            cursor.execute(make)
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _on_sqlite(tables: Sequence[str]) -> list[tuple[str, str]]:
    marks = ", ".join("%s" for _ in tables)
    own = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"  # noqa: S608 -- marks only
    with connection.cursor() as cursor:
        cursor.execute(own, list(tables))
        return [(f'DROP INDEX "{name}"', sql) for name, sql in cursor.fetchall()]


def _on_postgresql(tables: Sequence[str]) -> list[tuple[str, str]]:
    foreign = """
        SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s) ORDER BY conname
    """
    indexes = """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indrelid::regclass::text = ANY(%s)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1
    """
    with connection.cursor() as cursor:
        cursor.execute(foreign, [list(tables)])
        keys = [
            (f"ALTER TABLE {table} DROP CONSTRAINT {name}", f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")
            for table, name, rule in cursor.fetchall()
        ]
        cursor.execute(indexes, [list(tables)])
        return [*keys, *((f"DROP INDEX {name}", rule) for name, rule in cursor.fetchall())]
