"""Put partners that a search has found into the scorer's order for a need that is known in full.

A search knows a few words and filters. Whoever looks for a partner for a lead knows more: all products and services,
the size, the town. Who may be found at all is the search's business; this only compares.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from segue.directory.candidates import candidate_of
from segue.directory.distinctions import distinctions_in_force
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
    candidates = _candidates(found, by_words=by_words, waiting=waiting, in_force=in_force, at=at)
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


def _candidates(
    found: Sequence[Result],
    *,
    by_words: Collection[UUID],
    waiting: Mapping[UUID, int],
    in_force: Rules,
    at: datetime,
) -> dict[UUID, facts.Candidate]:
    """Return the results as they are compared, by partner, in two statements."""
    ids = [result.profile.pk for result in found]
    vouched, signals = distinctions_in_force(ids, at=at, rules=in_force), signals_of(ids)
    return {
        result.profile.pk: replace(
            candidate_of(result.profile, vouched.get(result.profile.pk, []), rules=in_force, at=at),
            text=_text(result) if result.profile.pk in by_words else 0.0,
            waiting=waiting.get(result.profile.pk, 0),
            signals=signals.get(result.profile.pk, facts.Signals()),
        )
        for result in found
    }


def nearest(locations: Sequence[Location], need: facts.Need) -> Location:
    """Return the location that is nearest to where it is needed; they come with the main one first."""

    def distance(location: Location) -> tuple[bool, float]:
        abroad = bool(need.country) and location.country != need.country
        point = facts.Point.at(location.latitude, location.longitude)
        return abroad, kilometres(point, need.point) if point and need.point else float("inf")

    return min(locations, key=distance)


def _text(result: Result) -> float:
    """Return what makes the share that the search gave the text, with `HALF`."""
    share = result.placed.scored.x.text if result.placed else FOUND_BY_WORDS
    return HALF * share / (1 - share) if share < 1 else HALF
