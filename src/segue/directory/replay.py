"""The last searches put in order again with other weights, to see beforehand who would rise and who would fall.

What each partner got for each term of a search is known; only what the terms bring is tried anew. So a replay says how
the partners on that page would stand among each other, not who would come in from the pages behind it. Under the cap
on views a share is one of the views that the replay gave in the 7 days before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from segue.directory.ranking.exposure import LastViews, capped, worth
from segue.directory.ranking.newcomers import POSITION
from segue.directory.ranking.order import Slot
from segue.directory.ranking.score import shared_out, weighed
from segue.directory.ranking.terms import Term, Terms
from segue.directory.ranking.ties import BAND, Draw
from segue.kit.ids import keyed_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from segue.directory.models import Impression, Showing
    from segue.directory.ranking.score import Scored
    from segue.directory.ranking.weights import Weights

ALWAYS = frozenset({Term.RESPONSIVENESS, Term.OUTCOME, Term.REPORT, Term.LOAD})
"""Terms that count whatever is asked."""
KINDS = ("product", "service", "industry", "size", "language")


@dataclass(frozen=True, slots=True)
class Shown:
    """One partner of a search: how far it met each term, and whether it stood in the newcomers' place."""

    partner_id: UUID
    x: Terms[float]
    newcomer: bool = False


@dataclass(frozen=True, slots=True)
class Searched:
    """One search: what was looked for, which terms counted, and who was shown, in that order."""

    impression: Impression
    counts: Terms[bool]
    shown: tuple[Shown, ...]
    under_cap: bool = False
    """Whether the cap on views was kept then: it has drawn already who stands before whom."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to order results: what the terms bring at most, and which rules are kept."""

    weights: Weights
    newcomers_slot: bool = True
    exposure_cap: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """One search put in order both ways."""

    searched: Searched
    before: tuple[UUID, ...]
    after: tuple[UUID, ...]

    def moved(self) -> int:
        """Return how many places all partners have moved together."""
        places = {partner_id: place for place, partner_id in enumerate(self.before)}
        return sum(abs(place - places[partner_id]) for place, partner_id in enumerate(self.after))


@dataclass(slots=True)
class Views:
    """What a partner had of all views, each worth what its place is, before and after; and in how many searches."""

    before: float = 0.0
    after: float = 0.0
    searches: int = 0


@dataclass(frozen=True, slots=True)
class Replay:
    """All searches put in order both ways, those first in which most moves; and what it comes to."""

    searches: list[Replayed]
    views: dict[UUID, Views]
    """By partner: shares of all views, together 1 before and after."""
    first_changed: int
    """In how many searches another stands first."""
    newcomers: frozenset[UUID] = field(default_factory=frozenset)
    """Who stood in the newcomers' place at least once."""


def replay(searches: Sequence[Searched], *, before: Way, after: Way) -> Replay:
    """Put searches, the latest first, in order both ways and return what changes."""
    both = zip(searches, _orders(searches, before), _orders(searches, after), strict=True)
    found = [Replayed(*one) for one in both]
    views: dict[UUID, Views] = defaultdict(Views)
    for one in found:
        for place, partner_id in enumerate(one.before, start=1):
            views[partner_id].before += worth(place)
            views[partner_id].searches += 1
        for place, partner_id in enumerate(one.after, start=1):
            views[partner_id].after += worth(place)
    _to_shares(views.values())
    return Replay(
        searches=sorted(found, key=lambda one: -one.moved()),
        views=dict(views),
        first_changed=sum(one.before[:1] != one.after[:1] for one in found),
        newcomers=frozenset(shown.partner_id for one in found for shown in one.searched.shown if shown.newcomer),
    )


def _orders(searches: Sequence[Searched], way: Way) -> list[tuple[UUID, ...]]:
    views = LastViews()
    found = []
    for one in reversed(searches):
        noted = one.impression
        shares = views.shares(noted.cell, at=noted.at) if way.exposure_cap else None
        found.append(in_order(one, way, shares))
        if way.exposure_cap:
            views.add(noted.cell, found[-1], at=noted.at)
    return found[::-1]


def _to_shares(views: Iterable[Views]) -> None:
    rows = list(views)
    # Both ways show the same partners at the same number of places.
    together = sum(row.before for row in rows)
    for row in rows:
        row.before, row.after = row.before / together, row.after / together


def in_order(searched: Searched, way: Way, shares: Mapping[UUID, float] | None = None) -> tuple[UUID, ...]:
    """Return who was shown, the best first; `shares` as the cap on views takes them.

    Who is less than a point apart keeps the order in which it was shown. Only where the cap makes tied who was not, the
    day's turns are drawn.
    """
    most = shared_out(way.weights, searched.counts)
    scored = [weighed(one.partner_id, one.x, most) for one in searched.shown]
    totals = capped(scored, shares, eligible=searched.impression.total or 0)
    kept = way.newcomers_slot and len(searched.shown) >= POSITION
    newcomer = next((one.partner_id for one in searched.shown if one.newcomer and kept), None)
    row: list[UUID] = []
    for band in _bands(scored, totals):
        if not searched.under_cap and any(totals[one.partner_id] < one.total for one in band):
            draw = _draw(searched.impression)
            band.sort(key=lambda one: draw.of(str(one.partner_id)))
        row += [one.partner_id for one in band if one.partner_id != newcomer]
    if newcomer is not None:
        row.insert(POSITION - 1, newcomer)
    return tuple(row)


def _bands(scored: Sequence[Scored], totals: Mapping[UUID, int]) -> list[list[Scored]]:
    """Return those who are as good as tied together, the best first; within a band as they were shown."""
    bands: list[list[Scored]] = []
    for one in sorted(scored, key=lambda one: -totals[one.partner_id]):
        if not bands or totals[bands[-1][0].partner_id] - totals[one.partner_id] >= BAND:
            bands.append([])
        bands[-1].append(one)
    places = {one.partner_id: place for place, one in enumerate(scored)}
    return [sorted(band, key=lambda one: places[one.partner_id]) for band in bands]


def _draw(impression: Impression) -> Draw:
    key = json.dumps([impression.what, impression.place, impression.filters], sort_keys=True)
    return Draw(keyed_digest("replayed-turns"), key, impression.at)


def searched(impression: Impression, *, under_cap: bool = False) -> Searched:
    """Return a noted search (from `impressions.last_searches`) as it is put in order again.

    `under_cap`: whether the weights by which it was answered keep the cap on views.
    """
    shown = list(impression.shown.all())
    brought = {term for one in shown for term, (_x, points) in one.terms.items() if points}
    asked = set(ALWAYS) | {Term(term) for term in brought}
    filters = impression.filters
    if impression.what:
        asked.add(Term.TEXT)
    if impression.place or filters.keys() & {"country", "remote"}:
        asked.add(Term.PROXIMITY)
    if filters.keys() & set(KINDS):
        asked |= {Term.FIT, Term.SIMILARITY}
    if filters.keys() & {"product", "service"}:
        asked.add(Term.COMPETENCY)
    counts = Terms(*(term in asked for term in Term))
    return Searched(impression, counts, tuple(_shown(one) for one in shown), under_cap)


def _shown(row: Showing) -> Shown:
    x = Terms(*(float(row.terms[term.value][0]) for term in Term))
    return Shown(row.partner_id, x, newcomer=row.slot == Slot.NEWCOMER)
