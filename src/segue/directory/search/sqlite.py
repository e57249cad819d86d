"""The index on SQLite: FTS5 over all lexemes, its rowids being the spots, so that it finds rows in their order.

Contentless: what it would keep stands in `SearchRow.lexemes`, and triggers hand both its old and new value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.search.wanted import COLUMNS, Row
from segue.kit.statement import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.directory.search.wanted import AnyOf, Wanted

ADD = "INSERT INTO directory_searchindex(rowid, lexemes) VALUES (new.spot, new.lexemes);"
TAKE_OUT = (
    "INSERT INTO directory_searchindex(directory_searchindex, rowid, lexemes) VALUES ('delete', old.spot, old.lexemes);"
)
TABLE = (
    "CREATE VIRTUAL TABLE directory_searchindex USING fts5"
    "(lexemes, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '+:@._-'\")"
)
TRIGGERS = (
    f"CREATE TRIGGER directory_searchrow_added AFTER INSERT ON directory_searchrow BEGIN {ADD} END",
    f"CREATE TRIGGER directory_searchrow_removed AFTER DELETE ON directory_searchrow BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER directory_searchrow_changed AFTER UPDATE ON directory_searchrow BEGIN {TAKE_OUT} {ADD} END",
)
FILL = "INSERT INTO directory_searchindex(rowid, lexemes) SELECT spot, lexemes FROM directory_searchrow ORDER BY spot"
CREATE = (TABLE, FILL, *TRIGGERS)
DROP = (
    *(f"DROP TRIGGER IF EXISTS directory_searchrow_{name}" for name in ("added", "removed", "changed")),
    "DROP TABLE IF EXISTS directory_searchindex",
)

ROWS = f"SELECT {COLUMNS} FROM"
FOUND = """
    (SELECT rowid AS spot FROM directory_searchindex WHERE directory_searchindex MATCH %s ORDER BY rowid LIMIT %s)
        AS found CROSS JOIN directory_searchrow r ON r.spot = found.spot
"""


def walk(
    wanted: Wanted,
    *,
    limit: int,
    counts: Mapping[str, int],  # noqa: ARG001 -- FTS5 finds in order, it needs no plan
    rows: int,  # noqa: ARG001
    tiers: Mapping[int, int],  # noqa: ARG001
) -> list[Row]:
    """Return the first rows that meet a question, by their spot."""
    sql, parameters = statement(wanted, limit=limit)
    return list(map(Row._make, rows_of(sql, parameters)))


def statement(wanted: Wanted, *, limit: int) -> tuple[str, list[str | int]]:
    """Return the one statement of a walk, and its parameters."""
    asked = _asked(wanted)
    if not asked:
        return f"{ROWS} directory_searchrow r ORDER BY r.spot LIMIT %s", [limit]
    return f"{ROWS} {FOUND}", [asked, limit]


def count(wanted: Wanted, *, limit: int) -> int:
    """Return how many rows meet a question, counted up to a limit."""
    asked = _asked(wanted)
    table, where = "directory_searchrow", ""
    if asked:
        table, where = "directory_searchindex", "WHERE directory_searchindex MATCH %s"
    sql = f"SELECT count(*) FROM (SELECT rowid FROM {table} {where} LIMIT %s)"  # noqa: S608 -- no values
    return int(rows_of(sql, [asked, limit] if asked else [limit])[0][0])


def _asked(wanted: Wanted) -> str:
    asked = " AND ".join(_any(group) for group in wanted.groups)
    return f"({asked}) NOT ({' OR '.join(map(_quoted, wanted.without))})" if asked and wanted.without else asked


def _any(group: AnyOf) -> str:
    alternatives = [" AND ".join(map(_quoted, every)) for every in group]
    return f"({' OR '.join(f'({one})' for one in alternatives)})"


def _quoted(lexeme: str) -> str:
    return f'"{lexeme}"'
