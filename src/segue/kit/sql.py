"""What the ORM has no word for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


def count_each(querysets: Sequence[QuerySet[Any]], *, up_to: int) -> list[int]:
    """Return how many rows each queryset has, in one statement, none counted beyond `up_to`."""
    columns: list[str] = []
    params: list[Any] = []
    for rows in querysets:
        # A constant instead of a column: then the index alone can answer.
        sql, values = rows.order_by().annotate(one=Value(1)).values("one")[:up_to].query.sql_with_params()
        columns.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 -- the ORM's own SQL
        params += values
    if not columns:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", params)
        row: tuple[int, ...] = cursor.fetchone()
    return list(row)


def plain_collation() -> str:
    """Return the collation by code point of the database in use, so that both agree on an order."""
    return "BINARY" if connection.vendor == "sqlite" else "C"


def refresh_statistics() -> None:
    """Let the database look at what its tables hold, so that it chooses its plans by that."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
