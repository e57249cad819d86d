"""The answer to a question. Values only: what fills them is behind `search`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from segue.directory.place import Place

if TYPE_CHECKING:
    from segue.accounts.models import Location
    from segue.directory.models import BusinessProfile, Tag
    from segue.directory.policy import Closed
    from segue.directory.ranking.order import Placed
    from segue.directory.ranking.reasons import Reason
    from segue.directory.search.ask import Key
    from segue.directory.search.asked import Asked

COUNTED_TO = 1_000
"""Counts are exact below; from here on, people read "1,000+"."""

NOWHERE = Place()


@dataclass(frozen=True)
class Result:
    """One partner of the answer."""

    profile: BusinessProfile
    location: Location
    """The location to ask: in the place looked for, else the main one."""
    near: bool
    matched_tags: list[Tag]
    matches_name: bool
    closed: Closed | None
    km: float | None = None
    """How far the nearest location is from the town looked for; None without a town on the map."""
    placed: Placed | None = None
    """Its points, its place in the order and why there; what an impression keeps."""
    reasons: list[Reason] = field(default_factory=list)
    """What speaks for it, the weightiest first, at most three."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the answer down: a kind of filter, and its codes with how many partners each leaves."""

    name: str
    counts: list[tuple[str, int]]
    at_least: bool = False
    """Whether only the first thousand answers were counted, so that there may be more of each."""


@dataclass(frozen=True, slots=True)
class Instead:
    """A word as typed that no profile has, and the words, a slip of the hand away, that were looked for."""

    typed: str
    meant: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """The answer to a question."""

    results: list[Result]
    total: int
    facets: list[Facet]
    next: Key | None
    at_least: bool = False
    """Whether there are more than `total`: not everybody was looked at."""
    place: Place = NOWHERE
    """Where was looked, as the gazetteer understood it; `corrected` says that a slip was forgiven."""
    instead: list[Instead] = field(default_factory=list)
    """Words that no profile has, with those that were looked for in their place."""
    any_word: bool = False
    """Whether profiles with only some of the words were taken, because hardly any has all of them."""
    asked: Asked | None = None
    """The question as it was understood, for whoever asks what its filters cost."""
