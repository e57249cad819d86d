"""What every change of a business profile shares: take it, compare with what was seen, write it and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Location, Partner
from segue.directory import words
from segue.directory.models import BusinessProfile
from segue.directory.policy import require_editor, require_editor_of_all
from segue.kit.errors import NotFound, Refused

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


class ProfileChanged(Refused):
    """Somebody changed the profile since it was read."""

    code = "profile-changed"
    sentence = _("Somebody changed this profile meanwhile. Look at it again before you save.")


def taken(partner_id: UUID, *, actor: Actor, at: datetime) -> BusinessProfile:
    """Return the profile to change, made as a draft if there is none; refuse who may not edit it."""
    require_editor(partner_id, actor=actor)
    return _found_or_made(partner_id, at=at)


def taken_whole(partner_id: UUID, *, actor: Actor, at: datetime) -> BusinessProfile:
    """Return the profile as `taken` does, for what concerns every location; refuse who keeps some of them only."""
    require_editor_of_all(partner_id, actor=actor)
    return _found_or_made(partner_id, at=at)


def _found_or_made(partner_id: UUID, *, at: datetime) -> BusinessProfile:
    if not Partner.objects.filter(id=partner_id).exists():
        raise NotFound
    profile, _made = BusinessProfile.objects.select_related("partner").get_or_create(
        partner_id=partner_id, defaults={"updated_at": at}
    )
    return profile


def changed(profile: BusinessProfile, *, seen: int | None, at: datetime, **values: Any) -> BusinessProfile:
    """Write new values if the profile is still as seen (None: as just read), and its words along with them."""
    expected = profile.version if seen is None else seen
    written = BusinessProfile.objects.filter(pk=profile.pk, version=expected).update(
        **values, updated_at=at, version=F("version") + 1
    )
    if not written:
        raise ProfileChanged
    for name, value in values.items():
        setattr(profile, name, value)
    profile.updated_at, profile.version = at, expected + 1
    words.rewrite(profile)
    return profile


def own_location(location_id: UUID, *, partner_id: UUID, actor: Actor) -> Location:
    """Return a location of the partner that this actor may edit; refuse others."""
    require_editor(partner_id, actor=actor, location_id=location_id)
    found = Location.objects.filter(id=location_id, partner_id=partner_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found
