"""Django's SQLite, except that the placeholders of a statement are translated once, not each time it is run."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.backends.sqlite3 import base

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_KEPT = 10_000
"""Characters; what is longer lists many rows and hardly comes again."""


def question_marked(query: str) -> str:
    """Return a statement with its placeholders as SQLite writes them."""
    return _kept(query) if len(query) <= LONGEST_KEPT else _written(query)


def _written(query: str) -> str:
    written: str = base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
    return written


_kept = lru_cache(maxsize=500)(_written)


class _Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        if param_names is None:
            return question_marked(query)
        named: str = super().convert_query(query, param_names=param_names)  # type: ignore[misc] # not in the stubs
        return named


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose cursors remember the statements."""

    def create_cursor(self, name: str | None = None) -> _Cursor:  # noqa: ARG002 -- Django's signature
        """Return a cursor of it."""
        cursor: _Cursor = self.connection.cursor(factory=_Cursor)
        return cursor
