"""What an answer could be narrowed down by: counted among those found, so that no choice leads to nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from segue.directory.search.ask import FILTER_KINDS
from segue.directory.search.found import COUNTED_TO, Facet
from segue.directory.search.lexemes import REMOTE, SEAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from segue.directory.search.ask import Search
    from segue.directory.search.wanted import Row

CHOICES_SHOWN = 12
"""At most so many choices stand under one heading of the filters."""


def facets(rows: Sequence[Row], query: Search, codes: Mapping[str, tuple[str, str]], *, more: bool) -> list[Facet]:
    """Return the choices of every filter that is not set, the commonest first.

    `more`: whether there are answers beyond the rows, so that the counts are "at least".
    """
    counted = Counter(mark for row in rows for mark in row.marks.split(" "))
    found: dict[str, list[tuple[str, int]]] = {}
    for mark, number in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        kind, code = _meaning(mark, codes)
        if kind and not _is_set(kind, query):
            found.setdefault(kind, []).append((code, min(number, COUNTED_TO)))
    names = ("country", "remote", *FILTER_KINDS)
    return [Facet(name, found[name][:CHOICES_SHOWN], at_least=more) for name in names if name in found]


def _meaning(mark: str, codes: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    if mark == REMOTE:
        return "remote", "1"
    letter, _colon, rest = mark.partition(":")
    return ("country", rest.upper()) if letter == SEAT else codes.get(mark, ("", ""))


def _is_set(kind: str, query: Search) -> bool:
    return {"country": bool(query.country), "remote": query.remote}.get(kind, kind in query.tags)
