"""Change the places of a partner together with the words by which its profile is found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from segue.accounts import actions as accounts
from segue.accounts.queries import locations_of
from segue.directory import words
from segue.directory.gazetteer import point_of
from segue.directory.models import BusinessProfile

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actions import Place
    from segue.accounts.actor import Actor
    from segue.accounts.models import Location


@transaction.atomic
def add_place(partner_id: UUID, *, actor: Actor, at: datetime, place: Place) -> Location:
    """Add a location and return it, put on the map by its town. Refuses as `accounts.add_location` does."""
    return accounts.add_location(partner_id, actor=actor, at=at, place=_on_the_map(place))


@transaction.atomic
def edit_place(location_id: UUID, *, actor: Actor, at: datetime, place: Place) -> Location:
    """Change a location and return it; its town is found from then on. Refuses as `accounts.edit_location` does."""
    location = accounts.edit_location(location_id, actor=actor, at=at, place=_on_the_map(place))
    _follow(location.partner_id, at=at)
    return location


@transaction.atomic
def remove_place(location_id: UUID, *, actor: Actor, at: datetime) -> Location:
    """Take a location out of use and return it; without any published one left, the profile is a draft again."""
    location = accounts.remove_location(location_id, actor=actor, at=at)
    _follow(location.partner_id, at=at)
    return location


def _on_the_map(place: Place) -> Place:
    """Return the place with a point: its own, else where the gazetteer has its town."""
    point = None if place.point else point_of(place.city, country=place.country)
    return replace(place, point=(point.latitude, point.longitude)) if point else place


def _follow(partner_id: UUID, *, at: datetime) -> None:
    profile = BusinessProfile.objects.select_related("partner").filter(pk=partner_id).first()
    if profile is None:
        return
    shown = profile.state != BusinessProfile.State.DRAFT
    if shown and not locations_of(partner_id).filter(published=True).exists():
        profile.state, profile.paused_until = BusinessProfile.State.DRAFT, None
        # The version moves along: who has the published profile before them would else publish over this unseen.
        BusinessProfile.objects.filter(pk=partner_id).update(
            state=profile.state, paused_until=None, updated_at=at, version=F("version") + 1
        )
    words.rewrite(profile)
