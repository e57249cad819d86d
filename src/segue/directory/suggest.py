"""Put partners that a search has found into the scorer's order for a need that is known in full.

A search knows a few words and filters. Whoever looks for a partner for a lead knows more: all products and services,
the size, the town. Who may be found at all is the search's business; this only compares.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from segue.directory.distinctions import distinctions_in_force, that_count
from segue.directory.models import Tag
from segue.directory.ordering import weights_of
from segue.directory.queries import shown_locations
from segue.directory.ranking import facts
from segue.directory.ranking.order import order
from segue.directory.ranking.proximity import kilometres
from segue.directory.ranking.reasons import reasons
from segue.directory.signals import means, signals_of
from segue.kit.ids import keyed_digest
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.models import Location
    from segue.directory.models import BusinessProfile, Distinction
    from segue.directory.search import Result
    from segue.programme.queries import Rules

HALF = 1.0
"""b50 here: how well a text answers was said by the search, as a share, and is only carried over."""
FOUND_BY_WORDS = 0.5
"""The share for who was found by the words of the need where the search says no more."""


def in_order(
    need: facts.Need,
    found: Sequence[Result],
    *,
    by_words: Collection[UUID],
    waiting: Mapping[UUID, int],
    at: datetime,
    key: str,
) -> list[Result]:
    """Return the results in the scorer's order, each with its place, points and reasons, and its nearest location.

    `by_words`: who was found by the words of the need; `waiting`: how many leads wait at each; `key` makes two
    questions the same, so that turns among the tied are the same for both.
    """
    in_force = rules()
    ids = [result.profile.pk for result in found]
    vouched, signals = distinctions_in_force(ids, at=at, rules=in_force), signals_of(ids)
    candidates = {
        result.profile.pk: replace(
            _candidate(result.profile, vouched.get(result.profile.pk, []), in_force, at=at),
            text=_text(result) if result.profile.pk in by_words else 0.0,
            waiting=waiting.get(result.profile.pk, 0),
            signals=signals.get(result.profile.pk, facts.Signals()),
        )
        for result in found
    }
    placed = order(
        need,
        list(candidates.values()),
        weights=weights_of(in_force.ordering.tenths),
        means=means(half=HALF),
        at=at,
        seed=keyed_digest("suggestions"),
        query_key=key,
        newcomers_slot=in_force.ordering.newcomers_slot,
    )
    by_id = {result.profile.pk: result for result in found}
    return [
        replace(
            by_id[one.partner_id],
            location=nearest(shown_locations(by_id[one.partner_id].profile), need),
            placed=one,
            reasons=reasons(one.scored, need, candidates[one.partner_id]),
        )
        for one in placed
    ]


def nearest(locations: Sequence[Location], need: facts.Need) -> Location:
    """Return the location that is nearest to where it is needed; they come with the main one first."""

    def distance(location: Location) -> tuple[bool, float]:
        abroad = bool(need.country) and location.country != need.country
        point = _point(location)
        return abroad, kilometres(point, need.point) if point and need.point else float("inf")

    return min(locations, key=distance)


def _candidate(
    profile: BusinessProfile, vouched: Sequence[Distinction], in_force: Rules, *, at: datetime
) -> facts.Candidate:
    offers: dict[str, set[str]] = {}
    for tag in profile.tags.all():
        offers.setdefault(tag.kind, set()).add(tag.code)

    def said(kind: Tag.Kind) -> frozenset[str]:
        return frozenset(offers.get(kind.value, ()))

    return facts.Candidate(
        partner_id=profile.pk,
        published_at=profile.published_at or at,
        products=said(Tag.Kind.PRODUCT),
        services=said(Tag.Kind.SERVICE),
        industries=said(Tag.Kind.INDUSTRY),
        sizes=said(Tag.Kind.SIZE),
        languages=said(Tag.Kind.LANGUAGE),
        places=tuple(facts.Place(place.country, _point(place)) for place in shown_locations(profile)),
        remote=profile.remote,
        distinctions=that_count(vouched, rules=in_force),
        group=profile.partner.corporate_group,
        capacity=profile.capacity,
    )


def _point(location: Location) -> facts.Point | None:
    if location.latitude is None or location.longitude is None:
        return None
    return facts.Point(location.latitude, location.longitude)


def _text(result: Result) -> float:
    """Return what makes the share that the search gave the text, with `HALF`."""
    share = result.placed.scored.x.text if result.placed else FOUND_BY_WORDS
    return HALF * share / (1 - share) if share < 1 else HALF
