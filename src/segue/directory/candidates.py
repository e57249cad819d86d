"""A partner as the scorer compares it, from its profile as customers see it.

A search makes its own, from the rows of the index (`search.candidates`): it compares many at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.distinctions import that_count
from segue.directory.models import Tag
from segue.directory.queries import shown_locations
from segue.directory.ranking.facts import Candidate, Place, Point

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segue.directory.models import BusinessProfile, Distinction
    from segue.programme.queries import Rules


def candidate_of(profile: BusinessProfile, vouched: Sequence[Distinction], *, rules: Rules, at: datetime) -> Candidate:
    """Return what a profile loaded by `with_what_is_shown` offers, and what the vendor vouches for.

    How well its text answers, how many leads wait and how its leads went is for the caller to add.
    """
    offers: dict[str, set[str]] = {}
    for tag in profile.tags.all():
        offers.setdefault(tag.kind, set()).add(tag.code)

    def said(kind: Tag.Kind) -> frozenset[str]:
        return frozenset(offers.get(kind.value, ()))

    return Candidate(
        partner_id=profile.pk,
        published_at=profile.published_at or at,
        products=said(Tag.Kind.PRODUCT),
        services=said(Tag.Kind.SERVICE),
        industries=said(Tag.Kind.INDUSTRY),
        sizes=said(Tag.Kind.SIZE),
        languages=said(Tag.Kind.LANGUAGE),
        places=tuple(
            Place(place.country, Point.at(place.latitude, place.longitude)) for place in shown_locations(profile)
        ),
        remote=profile.remote,
        distinctions=that_count(vouched, rules=rules),
        group=profile.partner.corporate_group,
        capacity=profile.capacity,
    )
