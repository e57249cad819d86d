"""The short way to the database, for SQL that is written once: between us and the driver stands only what we need.

Django's cursors are wrapped several times for whoever wants to listen to statements, log them or stream them. That
costs as much as a small statement does: 40 of 75 us of an insert into PostgreSQL. What these keep of it: the connection
is opened when there is none and asked whether it lives, errors are Django's, and nothing runs in a transaction that is
broken. Who listens is heard: then it is the long way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections

from segue.kit.sqlite3.base import question_marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    Row = tuple[Any, ...]


def rows_of(sql: str, params: Sequence[Any]) -> list[Row]:
    """Run a statement and return its rows as the driver reads them."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.wrap_database_errors:
        found: list[Row] = _run(database, sql, params).fetchall()
    return found


def run(sql: str, params: Sequence[Any]) -> int:
    """Run a statement and return how many rows it wrote."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.wrap_database_errors:
        return int(_run(database, sql, params).rowcount)


def _run(database: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> Any:  # noqa: ANN401 -- the driver's cursor
    if database.execute_wrappers or database.queries_logged:
        cursor = database.cursor()
        cursor.execute(sql, params)
        return cursor
    database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    database.validate_no_broken_transaction()
    return database.connection.execute(question_marked(sql) if database.vendor == "sqlite" else sql, params)
