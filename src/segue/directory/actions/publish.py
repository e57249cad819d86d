"""Show a profile and its locations to customers, or take a break from new requests."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Location
from segue.accounts.queries import locations_of
from segue.directory.actions._change import changed, own_location, taken, taken_whole
from segue.directory.models import BusinessProfile
from segue.directory.policy import Missing, keeps, missing
from segue.directory.queries import ready_locations
from segue.kit.errors import Invalid, Refused
from segue.outbox.emit import Fact, emit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from segue.accounts.actor import Actor

State = BusinessProfile.State


class NotReady(Refused):
    """The profile lacks something; `missing` says what, a sentence each."""

    code = "profile-not-ready"

    def __init__(self, lacks: list[Missing]) -> None:
        self.missing = lacks
        super().__init__(" ".join(str(lack.sentence) for lack in lacks))


class NotPublished(Refused):
    """Only what is published can pause or resume."""

    code = "profile-not-published"
    sentence = _("This profile is not published.")


@transaction.atomic
def publish(
    partner_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    location_ids: Collection[UUID] | None = None,
) -> BusinessProfile:
    """Publish the profile with the locations given, besides those already published.

    None: all that are ready, of those that the actor keeps.

    Raises NotReady with a sentence for each missing thing, NotFound for a location of somebody else, Forbidden for one
    that the actor does not keep.
    """
    profile = taken(partner_id, actor=actor, at=at)
    ready = [location.id for location in ready_locations(partner_id) if keeps(actor, location.id)]
    chosen = ready if location_ids is None else [location_id for location_id in location_ids if location_id in ready]
    for location_id in location_ids or ():
        own_location(location_id, partner_id=partner_id, actor=actor)
    lacks = missing(profile, tag_kinds=set(profile.tags.values_list("kind", flat=True)), ready_locations=len(chosen))
    if lacks:
        raise NotReady(lacks)
    Location.objects.filter(id__in=chosen, partner_id=partner_id).update(published=True)
    if profile.state != State.DRAFT:
        return changed(profile, seen=seen, at=at)
    # The first time stays: or who hides its profile and shows it again would be a newcomer for ever.
    since = profile.published_at or at
    published = changed(profile, seen=seen, at=at, state=State.PUBLISHED, published_at=since, paused_until=None)
    emit(
        Fact("profile.published", f"profile.published:{partner_id}:{published.version}", {"partner": str(partner_id)}),
        at=at,
    )
    return published


@transaction.atomic
def unpublish_location(location_id: UUID, *, partner_id: UUID, actor: Actor, at: datetime) -> BusinessProfile:
    """Take one location out of the directory; without any left the profile is a draft again.

    Leads it has already received stay, with their deadlines.
    """
    location = own_location(location_id, partner_id=partner_id, actor=actor)
    profile = taken(partner_id, actor=actor, at=at)
    Location.objects.filter(id=location.id).update(published=False)
    left = locations_of(partner_id).filter(published=True).exists()
    return changed(profile, seen=None, at=at) if left else changed(profile, seen=None, at=at, **_hidden())


@transaction.atomic
def unpublish(partner_id: UUID, *, actor: Actor, at: datetime, seen: int | None = None) -> BusinessProfile:
    """Take the whole profile out of the directory. Leads already received stay, with their deadlines.

    Raises Forbidden for who keeps some of the locations only, as `pause` and `resume` do.
    """
    profile = taken_whole(partner_id, actor=actor, at=at)
    Location.objects.filter(partner_id=partner_id).update(published=False)
    return changed(profile, seen=seen, at=at, **_hidden())


@transaction.atomic
def pause(
    partner_id: UUID, *, actor: Actor, at: datetime, seen: int | None = None, until: date | None = None
) -> BusinessProfile:
    """Take no new leads for now: until a day begins at the main location, or (None) until somebody resumes.

    Raises NotPublished for a draft, Invalid for a day that has begun already, Forbidden for who keeps some of the
    locations only.
    """
    profile = taken_whole(partner_id, actor=actor, at=at)
    if profile.state == State.DRAFT:
        raise NotPublished
    ends = _morning(partner_id, until) if until else None
    if ends is not None and ends <= at:
        raise Invalid({"until": _("Choose a day that is still to come.")})
    return changed(profile, seen=seen, at=at, state=State.PAUSED, paused_until=ends)


@transaction.atomic
def resume(partner_id: UUID, *, actor: Actor, at: datetime, seen: int | None = None) -> BusinessProfile:
    """End a break; a profile that takes none stays as it is.

    Raises NotPublished for a draft, Forbidden for who keeps some of the locations only.
    """
    profile = taken_whole(partner_id, actor=actor, at=at)
    if profile.state == State.DRAFT:
        raise NotPublished
    return changed(profile, seen=seen, at=at, state=State.PUBLISHED, paused_until=None)


def _hidden() -> dict[str, object]:
    return {"state": State.DRAFT, "paused_until": None}


def _morning(partner_id: UUID, day: date) -> datetime:
    main = locations_of(partner_id).first()
    return datetime.combine(day, time(0), ZoneInfo(main.time_zone if main else "UTC"))
