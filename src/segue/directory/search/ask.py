"""What somebody looks for. Pure: a question is made here and answered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from segue.directory.models import Tag
from segue.directory.place import Place
from segue.kit.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from uuid import UUID

MOST_WORDS = 8
"""Further words of a question are not looked up; a pasted page must not become a hundred look-ups."""

VOUCHED_KINDS = ("competency", "endorsement", "badge")
"""What the vendor says of partners, from a day to a day."""
FILTER_KINDS = (
    Tag.Kind.INDUSTRY.value,
    Tag.Kind.PRODUCT.value,
    Tag.Kind.SERVICE.value,
    Tag.Kind.SIZE.value,
    Tag.Kind.LANGUAGE.value,
    *VOUCHED_KINDS,
)
"""Tags of a profile, and what the vendor says of the partner."""

WITHIN_KM = 100
"""How far around a town is looked when no distance is said."""
DISTANCES_KM = (25, 50, 100, 250, 500)
"""What people choose from."""

Key = tuple[str, int, str]
"""Where a page ended: when the first page was asked for (ISO), how many were shown, and the last of them."""


def none_waits(partner_ids: Collection[UUID]) -> Mapping[UUID, int]:  # noqa: ARG001 -- the shape of `Search.unanswered`
    """Return that no leads wait."""
    return {}


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
    within: int | None = None
    """Kilometres around the town looked for; None: `WITHIN_KM`. Who works from afar is found all the same."""
    type: str = "inquiry"
    """The type of the lead that may come of it: answers to others of its kind count."""
    unanswered: Callable[[Collection[UUID]], Mapping[UUID, int]] = none_waits
    """Returns how many leads wait at each of some partners; who counts leads gives it."""
    full: frozenset[UUID] = frozenset()
    """Partners with as many unanswered leads as they take; who counts leads says so."""
    limit: int = 20
    after: Key | None = None
    """`Found.next` of the page before; seal it to the question, and unseal it for the same one only."""

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
        if self.within and self.place().town:
            named["within"] = str(self.within)
        return {name: value for name, value in named.items() if value}

    def without(self, name: str) -> Search:
        """Return the same question from its first page with one filter left away."""
        start = replace(self, after=None)
        if name in {"what", "where", "country"}:
            return replace(start, **{name: ""})  # type: ignore[arg-type]
        if name == "remote":
            return replace(start, remote=False)
        if name == "within":
            return replace(start, within=None)
        return replace(start, tags={kind: code for kind, code in self.tags.items() if kind != name})
