"""One profile as customers read it: as it is published, as it would be, or with words that are not saved yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.directory.distinctions import distinctions_in_force
from segue.directory.models import PartnerSignals
from segue.directory.queries import is_ready, shown_locations
from segue.directory.signals import usually_within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from segue.accounts.models import Location
    from segue.directory.models import BusinessProfile, Distinction
    from segue.directory.queries import Draft
    from segue.programme.queries import Rules


@dataclass(frozen=True, slots=True)
class Sheet:
    """A profile with its words by kind, the locations that customers see, and what the vendor says of the partner."""

    profile: BusinessProfile
    tags: Mapping[str, Sequence[str]]
    locations: Sequence[Location]
    distinctions: Sequence[Distinction]
    within: PartnerSignals.Within
    """How soon the partner usually answers, as far as that is known."""


def sheet_of(profile: BusinessProfile, *, at: datetime, rules: Rules) -> Sheet:
    """Return the sheet of a profile from `published_profile`, with two statements more."""
    tags: dict[str, list[str]] = {}
    for tag in profile.tags.all():
        tags.setdefault(tag.kind, []).append(tag.code)
    return _sheet(profile, tags, shown_locations(profile), at=at, rules=rules)


def sheet_of_draft(draft: Draft, *, at: datetime, rules: Rules) -> Sheet:
    """Return the sheet of a profile as its partner edits it: with the published locations, else those that are ready.

    Those are what customers see once somebody presses "Publish".
    """
    published = [location for location in draft.locations if location.published]
    ready = [location for location in draft.locations if is_ready(location, draft.contacts)]
    return _sheet(draft.profile, draft.tags, published or ready, at=at, rules=rules)


def _sheet(
    profile: BusinessProfile,
    tags: Mapping[str, Sequence[str]],
    locations: Sequence[Location],
    *,
    at: datetime,
    rules: Rules,
) -> Sheet:
    partner_id = profile.partner_id
    return Sheet(
        profile=profile,
        tags=tags,
        locations=locations,
        distinctions=distinctions_in_force([partner_id], at=at, rules=rules).get(partner_id, []),
        within=usually_within([partner_id]).get(partner_id, PartnerSignals.Within.UNKNOWN),
    )
