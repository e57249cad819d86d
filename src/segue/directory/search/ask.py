"""What somebody looks for. Pure: a question is made here and answered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from segue.directory.models import Tag
from segue.directory.place import Place
from segue.kit.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

MOST_WORDS = 8
"""Further words of a question are not looked up; a pasted page must not become a hundred look-ups."""

FILTER_KINDS = (
    Tag.Kind.INDUSTRY.value,
    Tag.Kind.PRODUCT.value,
    Tag.Kind.SERVICE.value,
    Tag.Kind.SIZE.value,
    Tag.Kind.LANGUAGE.value,
)

Key = tuple[int, int, str, str]
"""Where a page ended: matched weight, in the place (1 or 0), sort name, profile."""


@dataclass(frozen=True)
class Search:
    """One question to the directory at one moment."""

    at: datetime
    what: str = ""
    where: str = ""
    country: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    """One code for each kind of `FILTER_KINDS` that is set."""
    remote: bool = False
    full: frozenset[UUID] = frozenset()
    """Partners with as many unanswered leads as they take; who counts leads says so."""
    limit: int = 20
    after: Key | None = None

    def words(self) -> tuple[str, ...]:
        """Return the folded words looked for, each once, in the order typed."""
        return tuple(dict.fromkeys(words(self.what)))[:MOST_WORDS]

    def place(self) -> Place:
        """Return where is looked."""
        return Place.typed(self.where)

    def filters(self) -> dict[str, str]:
        """Return everything that narrows the answer down: name -> its value."""
        named = {
            "what": self.what if self.words() else "",
            "where": self.where if self.place() else "",
            "country": self.country,
            **self.tags,
        }
        if self.remote:
            named["remote"] = "1"
        return {name: value for name, value in named.items() if value}

    def without(self, name: str) -> Search:
        """Return the same question from its first page with one filter left away."""
        start = replace(self, after=None)
        if name in {"what", "where", "country"}:
            return replace(start, **{name: ""})  # type: ignore[arg-type]
        if name == "remote":
            return replace(start, remote=False)
        return replace(start, tags={kind: code for kind, code in self.tags.items() if kind != name})
