"""Add and change the places from which a partner works."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts import policy
from segue.accounts.models import Location, Partner
from segue.accounts.queries import access_partner, locations_of
from segue.kit.errors import Forbidden, Invalid, NotFound, Refused, Sentence
from segue.kit.lengths import too_long
from segue.kit.names import unreadable
from segue.kit.places import country_codes
from segue.kit.text import cleaned
from segue.kit.working_time import office_hours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.kit.working_time import Span

MOST_PER_COUNTRY = 5
MINUTES_OF_A_DAY = 24 * 60
MOST_NORTH, MOST_EAST = 90, 180
_MOST = {"name": 80, "street": 200, "postal_code": 20, "city": 80}
"""Characters a line may have: what the columns hold."""


class TooManyLocations(Refused):
    """A profile shows at most five locations in a country."""

    code = "too-many-locations"
    sentence = _("A company has at most 5 locations in one country.")


class MainLocationStays(Refused):
    """The main location is where leads go when nothing else is said."""

    code = "main-location-stays"
    sentence = _("Make another location the main one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A location as it is saved: address, IANA time zone, and minutes since midnight worked by weekday (Monday 0)."""

    name: str
    city: str
    country: str
    time_zone: str
    street: str = ""
    postal_code: str = ""
    hours: Mapping[int, Sequence[Span]] = field(default_factory=lambda: office_hours("UTC").hours)
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees (WGS 84); None: not on the map."""


@transaction.atomic
def add_location(partner_id: UUID, *, actor: Actor, at: datetime, place: Place) -> Location:
    """Add a location and return it; a company's first one is its main one. Raises Invalid, TooManyLocations."""
    partner = access_partner(partner_id, actor=actor)
    if not policy.may_edit_place(actor, partner_id=partner.id):
        raise Forbidden
    values = _checked(place)
    Partner.objects.select_for_update().get(id=partner.id)
    _leave_room(partner.id, place.country)
    location = Location.objects.create(partner=partner, is_main=not locations_of(partner.id).exists(), **values)
    _touch(partner.id, at=at)
    return location


@transaction.atomic
def edit_location(location_id: UUID, *, actor: Actor, at: datetime, place: Place) -> Location:
    """Change a location and return it; changed hours, zone or country make a new version of its calendar."""
    location = _to_edit(location_id, actor=actor)
    values = _checked(place)
    if place.country != location.country:
        _leave_room(location.partner_id, place.country)
    if any(getattr(location, name) != values[name] for name in ("hours", "time_zone", "country")):
        location.calendar_version += 1
    for name, value in values.items():
        setattr(location, name, value)
    location.save(update_fields=[*values, "calendar_version"])
    _touch(location.partner_id, at=at)
    return location


@transaction.atomic
def set_main(location_id: UUID, *, actor: Actor, at: datetime) -> Location:
    """Make this the location to which leads go when nothing else is said, and return it."""
    location = _to_edit(location_id, actor=actor)
    Location.objects.filter(partner_id=location.partner_id, is_main=True).update(is_main=False)
    location.is_main = True
    location.save(update_fields=["is_main"])
    _touch(location.partner_id, at=at)
    return location


@transaction.atomic
def remove_location(location_id: UUID, *, actor: Actor, at: datetime) -> Location:
    """Take a location out of use and return it; its leads and their deadlines stay. Raises MainLocationStays."""
    location = _to_edit(location_id, actor=actor)
    if location.is_main:
        raise MainLocationStays
    location.removed_at, location.published = at, False
    location.save(update_fields=["removed_at", "published"])
    _touch(location.partner_id, at=at)
    return location


def _to_edit(location_id: UUID, *, actor: Actor) -> Location:
    # The company's row is the lock for all its locations, so that two people cannot make two of them main.
    found = Location.objects.filter(id=location_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    access_partner(found.partner_id, actor=actor)
    if not policy.may_edit_place(actor, partner_id=found.partner_id, location_id=found.id):
        raise Forbidden
    Partner.objects.select_for_update().get(id=found.partner_id)
    return Location.objects.get(id=location_id)


def _touch(partner_id: UUID, *, at: datetime) -> None:
    Partner.objects.filter(id=partner_id).update(updated_at=at)


def _leave_room(partner_id: UUID, country: str) -> None:
    if locations_of(partner_id).filter(country=country).count() >= MOST_PER_COUNTRY:
        raise TooManyLocations


def _checked(place: Place) -> dict[str, object]:
    lines = {name: cleaned(getattr(place, name)) for name in _MOST}
    wrong = too_long(lines, _MOST) | unreadable({"name": place.name})
    if not lines["name"]:
        wrong["name"] = _("Give the location a name, such as the town's.")
    if not lines["city"]:
        wrong["city"] = _("Say in which town it is.")
    if place.country not in country_codes():
        wrong["country"] = _("Choose the country.")
    if place.time_zone not in _zones():
        wrong["time_zone"] = _("Choose the time zone, such as Europe/Rome.")
    if place.point is not None and not (abs(place.point[0]) <= MOST_NORTH and abs(place.point[1]) <= MOST_EAST):
        wrong["latitude"] = _("There is no such place on the map.")
    if sentence := _wrong_hours(place.hours):
        wrong["hours"] = sentence
    if wrong:
        raise Invalid(wrong)
    hours = {str(day): [list(span) for span in place.hours[day]] for day in sorted(place.hours)}
    latitude, longitude = place.point or (None, None)
    where = {"country": place.country, "latitude": latitude, "longitude": longitude}
    return {**lines, **where, "time_zone": place.time_zone, "hours": hours}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _wrong_hours(hours: Mapping[int, Sequence[Span]]) -> Sentence | None:
    """Say what is wrong with business hours; a place that never works would never be late nor in time."""
    if not any(hours.values()):
        return _("Say when the location works: at least one span on one day.")
    for day, spans in hours.items():
        if day not in range(7):
            return _("A week has seven days.")
        before = 0
        for since, until in spans:
            if not before <= since < until <= MINUTES_OF_A_DAY:
                return _("Each span begins before it ends, after the one before it, within one day.")
            before = until
    return None
