"""What an answer could be narrowed down by: counted among those found, so that no choice leads to nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from segue.directory.search.ask import FILTER_KINDS
from segue.directory.search.found import COUNTED_TO, Facet
from segue.directory.search.lexemes import COUNTRY, LETTERS, REMOTE, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from segue.directory.search.ask import Search
    from segue.directory.search.wanted import Row

CHOICES_SHOWN = 12
"""At most so many choices stand under one heading of the filters."""


def facets(
    rows: Sequence[Row], query: Search, codes: Mapping[str, tuple[str, str]], *, today: str, more: bool
) -> list[Facet]:
    """Return the choices of every filter that is not set, the commonest first; what has ended by `today` is none.

    `more`: whether there are answers beyond the rows, so that the counts are "at least".
    """
    counted = Counter(one for row in rows for one in _marks(row, today=today))
    found: dict[str, list[tuple[str, int]]] = {}
    for one, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        kind, code = _meaning(one, codes)
        if kind and not _is_set(kind, query):
            found.setdefault(kind, []).append((code, min(number, COUNTED_TO)))
    names = ("country", "remote", *FILTER_KINDS)
    return [Facet(name, found[name][:CHOICES_SHOWN], at_least=more) for name in names if name in found]


def _marks(row: Row, *, today: str) -> Iterable[str]:
    marks = row.marks.split(" ")
    if not row.vouched:
        return marks
    now: dict[str, bool] = {}
    for line in row.vouched.split("\n"):
        kind, code, _level, since, until = line.split("\t")
        name = mark(LETTERS[kind], code)
        now[name] = now.get(name, False) or (since <= today and (not until or today <= until))
    return [one for one in marks if now.get(one, True)]


def _meaning(one: str, codes: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    if one == REMOTE:
        return "remote", "1"
    letter, _colon, rest = one.partition(":")
    return ("country", rest.upper()) if letter == COUNTRY else codes.get(one, ("", ""))


def _is_set(kind: str, query: Search) -> bool:
    return {"country": bool(query.country), "remote": query.remote}.get(kind, kind in query.tags)
