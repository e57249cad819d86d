"""A second database beside the one under test, to restore into, and what a database holds, row by row."""

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from segue.backups.postgres import Postgres
from segue.kit.ids import new_id


@contextmanager
def other_database(folder):
    """Settings of an empty database of the same kind, gone afterwards."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        yield {**here, "NAME": folder / "other.sqlite3"}
        return
    name = f"other_{new_id().hex}"
    with psycopg.connect(Postgres({**here, "NAME": "postgres"}).address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield {**here, "NAME": name}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def digests(database):
    """The digest of all rows of every table, in the order of their text."""
    with closing(connected(database)) as opened:
        return {table: _digest(opened, table) for table in tables(opened)}


def connected(database):
    if database["ENGINE"].endswith("sqlite3"):
        return sqlite3.connect(f"{Path(database['NAME']).as_uri()}?mode=rw", uri=True)
    return psycopg.connect(Postgres(database).address)


def tables(opened):
    if isinstance(opened, sqlite3.Connection):
        # What an index of words holds stands in plain tables of its own; it cannot be read through the virtual one.
        sql = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
        )
    else:
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return sorted(row[0] for row in opened.execute(sql))


def _digest(opened, table):
    rows = opened.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- a table's own name
    told, number = hashlib.sha256(), 0
    for number, line in enumerate(sorted(repr(row) for row in rows), 1):  # noqa: B007 -- the last one counts
        told.update(line.encode())
    return number, told.hexdigest()
