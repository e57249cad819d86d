"""Rows that the real actions wrote once in this process, put back as they were: the second time costs a tenth."""

from typing import Any

from django.apps import apps
from django.db import connection, transaction

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
"""Table -> its columns and rows."""


def _tables() -> list[str]:
    own = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("segue.")]
    return list(dict.fromkeys(model._meta.db_table for model in own))


def read() -> Rows:
    """Everything that stands in our tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- our own table
            columns = [column[0] for column in cursor.description]
            if rows := cursor.fetchall():
                found[table] = (columns, rows)
    return found


def put_back(kept: Rows) -> None:
    """Write the rows into empty tables; references are checked when all of them stand."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            row = f"({', '.join(['%s'] * len(columns))})"
            names = ", ".join(map(connection.ops.quote_name, columns))
            values = ", ".join([row] * len(rows))
            cursor.execute(
                f"INSERT INTO {table} ({names}) VALUES {values}",  # noqa: S608 -- our own names
                [value for one in rows for value in one],
            )
