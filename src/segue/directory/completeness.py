"""How complete a business profile is, and whether its locations can be reached: what makes it found and asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from segue.accounts.queries import locations_of
from segue.directory.models import BusinessProfile, Tag

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

DESCRIBED = 200
"""Characters from which a description says more than a name."""
SOUGHT = (
    Tag.Kind.PRODUCT,
    Tag.Kind.SERVICE,
    Tag.Kind.KEYWORD,
    Tag.Kind.INDUSTRY,
    Tag.Kind.MODEL,
    Tag.Kind.LANGUAGE,
    Tag.Kind.SIZE,
    Tag.Kind.COUNTRY,
)
"""What customers filter and search by, and which requests are wanted."""
PARTS = ("description", "logo", *(kind.value for kind in SOUGHT))
"""The parts of a profile, in the order in which the editor asks for them and by the names of its questions."""


def lacking(profile: BusinessProfile, kinds: Collection[str]) -> list[str]:
    """Return which of the parts a profile lacks; `kinds` are the kinds of words it has."""
    filled = set(kinds)
    if len(profile.description.strip()) >= DESCRIBED:
        filled.add("description")
    if profile.logo_version is not None:
        filled.add("logo")
    return [part for part in PARTS if part not in filled]


@dataclass(frozen=True, slots=True)
class Completeness:
    """`filled` of the parts, and which published locations are reached."""

    published: bool
    filled: int
    locations: int
    reached: int


def completeness_of(partner_id: UUID) -> Completeness:
    """Return how complete a partner's profile is, in three statements; nothing is filled where there is none."""
    profile = BusinessProfile.objects.filter(partner_id=partner_id).first() or BusinessProfile()
    kinds = set(Tag.objects.filter(profile_id=partner_id, kind__in=SOUGHT).values_list("kind", flat=True))
    heard = Q(alert_contacts__verified_at__isnull=False, alert_contacts__lapsed_at__isnull=True)
    places = locations_of(partner_id).filter(published=True).annotate(contacts=Count("alert_contacts", filter=heard))
    contacts = list(places.values_list("contacts", flat=True))
    return Completeness(
        published=profile.state == BusinessProfile.State.PUBLISHED,
        filled=len(PARTS) - len(lacking(profile, kinds)),
        locations=len(contacts),
        reached=sum(1 for number in contacts if number),
    )
