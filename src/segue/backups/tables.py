"""What both kinds of database say about their tables."""

from __future__ import annotations

from dataclasses import dataclass

MIGRATIONS = "django_migrations"
BOOKKEEPING = ("django_", "auth_", "store_")
"""Tables that hold rows in a database which nobody has used yet, or none that would be missed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was copied: rows by table, migrations that were applied, and the database's version."""

    rows: dict[str, int]
    migrations: list[str]
    server: str


def is_ours(table: str) -> bool:
    """Return whether the rows of a table are somebody's work."""
    return not table.startswith(BOOKKEEPING)
