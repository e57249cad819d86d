"""What the ORM has no word for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from datetime import datetime


def plain_collation() -> str:
    """Return the collation by code point of the database in use, so that both agree on an order."""
    return "BINARY" if connection.vendor == "sqlite" else "C"


def unordered(column: str) -> Coalesce:
    """Return a column as an expression that no index begins with, so that the database does not choose one by it."""
    return Coalesce(column, column)


def passed_over(column: str) -> Coalesce | F:
    """Return a column by whose value an index walk leaves rows out.

    SQLite would take its bare name for the beginning of another index. PostgreSQL goes by its statistics, which know
    the bare name only, and would sort all received leads where it expects few to be left.
    """
    return unordered(column) if connection.vendor == "sqlite" else F(column)


LOOKED_AT = 400
"""Entries of each index that SQLite looks at: 0.6 s for 300,000 leads instead of 30, in which nobody could write."""


def keep_statistics(*, at: datetime) -> None:  # noqa: ARG001 -- every duty is told the moment
    """Let SQLite look at what its tables hold by now; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            with transaction.atomic():
                # With a new table the schema is another one: only then connections that are open read it again.
                cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
                cursor.execute("ANALYZE")
            cursor.execute("PRAGMA analysis_limit=0")


def refresh_statistics() -> None:
    """Let the database look at what its tables hold, so that it chooses its plans by that."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
