"""The index on PostgreSQL: a tsvector of all lexemes under one GIN index.

GIN finds rows in no order, so a word that many have would mean to read and sort them all. Where many are expected the
walk goes tier by tier, each step in order and only when those before did not bring enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.search.wanted import COLUMNS, TOP_UNTIL, Row, steps
from segue.kit.statement import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.directory.search.wanted import AnyOf, Wanted

MANY = 3_000
"""About so many rows are found, read and sorted at once: more in steps. Lexemes that go together mislead it."""

ROWS = f"SELECT {COLUMNS} FROM directory_searchrow r"  # noqa: S608 -- names of columns only
VECTOR = "array_to_tsvector(string_to_array(r.lexemes, ' '))"
MEETS = f"{VECTOR} @@ %s::tsquery"
# The sum keeps the planner from walking all rows by their spots and taking the text of each apart.
FOUND = f"{ROWS} WHERE {{where}} ORDER BY r.spot + 0 LIMIT %s"
# The same sum again, or it would walk that range of spots.
OF_THE_TOP = f"spot + 0 < {TOP_UNTIL}"
# A condition of its own for the tiers: in one query with the words, GIN would try all tiers on each row of any of them.
STEP = FOUND.format(where=f"{MEETS} AND {MEETS}")
STEP_AT_THE_TOP = FOUND.format(where=f"{MEETS} AND {MEETS} AND r.{OF_THE_TOP}")
_GIN = "gin (array_to_tsvector(string_to_array(lexemes, ' '))) WITH (fastupdate = off)"
INDEXES = (
    f"CREATE INDEX directory_searchrow_lexemes ON directory_searchrow USING {_GIN}",
    # Most partners have had no lead: a fifth of the rows, where most walks end, is found several times as fast alone.
    f"CREATE INDEX directory_searchrow_top ON directory_searchrow USING {_GIN} WHERE {OF_THE_TOP}",
)
# An index waits for what is still to be checked of rows written in the same transaction.
CREATE = ("SET CONSTRAINTS ALL IMMEDIATE", *INDEXES)
DROP = tuple(f"DROP INDEX IF EXISTS directory_searchrow_{name}" for name in ("lexemes", "top"))


def walk(wanted: Wanted, *, limit: int, counts: Mapping[str, int], rows: int, tiers: Mapping[int, int]) -> list[Row]:
    """Return the first rows that meet a question, by their spot."""
    sql, parameters = statement(wanted, limit=limit, counts=counts, rows=rows, tiers=tiers)
    return list(map(Row._make, rows_of(sql, parameters)))


def statement(
    wanted: Wanted, *, limit: int, counts: Mapping[str, int], rows: int, tiers: Mapping[int, int]
) -> tuple[str, list[str | int]]:
    """Return the one statement of a walk, and its parameters."""
    likely, asked = wanted.likely(counts, rows=rows), _asked(wanted)
    if not asked:
        return f"{ROWS} ORDER BY r.spot LIMIT %s", [limit]
    if likely <= MANY:
        return FOUND.format(where=MEETS), [asked, limit]
    parts: list[str] = []
    parameters: list[str | int] = []
    for step in steps(tiers, likely=likely, rows=rows, limit=limit):
        parts.append(f"({STEP_AT_THE_TOP if step.top else STEP})")
        parameters += [asked, " | ".join(map(_quoted, step.lexemes)), limit]
    return f"{' UNION ALL '.join(parts)} LIMIT %s", [*parameters, limit]


def count(wanted: Wanted, *, limit: int) -> int:
    """Return how many rows meet a question, counted up to a limit."""
    asked = _asked(wanted)
    where = f"WHERE {MEETS}" if asked else ""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM directory_searchrow r {where} LIMIT %s) AS found"  # noqa: S608 -- no values
    return int(rows_of(sql, [asked, limit] if asked else [limit])[0][0])


def _asked(wanted: Wanted) -> str:
    groups = [_any(group) for group in wanted.groups]
    return " & ".join([*groups, *(f"!{_quoted(one)}" for one in wanted.without)])


def _any(group: AnyOf) -> str:
    alternatives = [" & ".join(map(_quoted, every)) for every in group]
    return f"({' | '.join(f'({one})' for one in alternatives)})"


def _quoted(lexeme: str) -> str:
    # A lexeme holds letters, digits and the signs of `lexemes` only; quoted, none of them means anything.
    return f"'{lexeme}'"
