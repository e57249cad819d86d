"""Profiles and locations: as customers see them, as leads need them, as their partner edits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from segue.accounts.actor import Member, Staff
from segue.accounts.mailboxes import failing
from segue.accounts.models import Location, Partner
from segue.accounts.queries import locations_of
from segue.directory.models import AlertContact, BusinessProfile, Logo, Tag
from segue.directory.policy import RECEIVING, Missing, missing, require_editor
from segue.kit.errors import NotFound
from segue.kit.instances import instances

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.accounts.actor import Actor


def published_locations(partner_ids: Collection[UUID] | None = None) -> QuerySet[Location]:
    """Return the published locations of profiles that customers can see, with partner and profile, main ones first."""
    found = Location.objects.filter(published=True, removed_at__isnull=True, partner__status__in=RECEIVING).exclude(
        partner__profile__state=BusinessProfile.State.DRAFT
    )
    if partner_ids is not None:
        found = found.filter(partner_id__in=partner_ids)
    return found.select_related("partner__profile").order_by("-is_main", "name", "id")


def chosen_locations() -> QuerySet[Location]:
    """Return every location of the companies that take part, published or not."""
    found = Location.objects.filter(removed_at__isnull=True, partner__status__in=RECEIVING)
    return found.select_related("partner__profile")


def is_published(location: Location) -> bool:
    """Return whether customers can see a location loaded with partner and profile."""
    profile = profile_of(location.partner)
    return location.published and profile is not None and profile.state != BusinessProfile.State.DRAFT


def location_for_lead(location_id: UUID) -> Location:
    """Return a location with its partner and profile, whatever their state; raise NotFound if there is none.

    Ask `policy.can_receive` with `profile_of(location.partner)` before sending anything to it.
    """
    found = instances("directory.location_for_lead", _for_lead, {"location": location_id})
    if not found:
        raise NotFound
    return found[0]


def locations_for_lead(location_ids: Collection[UUID]) -> dict[UUID, Location]:
    """Return several locations by their ids as `location_for_lead` returns one; raise NotFound if one is missing."""
    found = Location.objects.select_related("partner__profile").in_bulk(location_ids)
    if len(found) < len(set(location_ids)):
        raise NotFound
    return found


def _for_lead(of: Mapping[str, UUID]) -> QuerySet[Location]:
    return Location.objects.filter(id=of["location"]).select_related("partner__profile")


def profile_of(partner: Partner) -> BusinessProfile | None:
    """Return the profile that was loaded along with a partner; None when there is none yet."""
    return getattr(partner, "profile", None)


def with_what_is_shown(profiles: QuerySet[BusinessProfile, Any]) -> QuerySet[BusinessProfile, Any]:
    """Return the same profiles loaded with partner, tags and published locations (see `shown_locations`)."""
    return profiles.select_related("partner").prefetch_related(
        Prefetch("tags", Tag.objects.order_by("kind", "id")),
        # Partner and profile are at hand: each location gets that partner instead of a copy of its own.
        Prefetch("partner__locations", published_locations().select_related(None), to_attr="shown_locations"),
    )


def shown_locations(profile: BusinessProfile) -> list[Location]:
    """Return the published locations that `with_what_is_shown` has loaded, the main one first."""
    return cast("list[Location]", profile.partner.shown_locations)  # type: ignore[attr-defined] # a prefetch


def published_profile(slug: str) -> BusinessProfile:
    """Return the profile at an address of the directory; raise NotFound when customers cannot see it."""
    visible = BusinessProfile.objects.exclude(state=BusinessProfile.State.DRAFT).filter(
        partner__slug=slug, partner__status__in=RECEIVING
    )
    found: BusinessProfile | None = with_what_is_shown(visible).first()
    if found is None or not shown_locations(found):
        raise NotFound
    return found


def logo_of(slug: str, version: int, *, actor: Actor) -> tuple[bytes, bool]:
    """Return a logo as it came with a version of the profile, a PNG, and whether everybody may see it.

    Raises NotFound for an earlier one, and for that of a draft when neither the company nor the vendor is asking.
    """
    found = Logo.objects.filter(profile__partner__slug=slug, profile__logo_version=version)
    logo = found.select_related("profile__partner").first()
    if logo is None:
        raise NotFound
    partner = logo.profile.partner
    everybody = partner.status in RECEIVING and logo.profile.state != BusinessProfile.State.DRAFT
    own = isinstance(actor, Staff) or (isinstance(actor, Member) and actor.partner_id == partner.id)
    if not everybody and not own:
        raise NotFound
    return bytes(logo.picture), everybody


def ready_locations(partner_id: UUID) -> list[Location]:
    """Return the locations that could be published: with opening hours and somebody who is told."""
    found = locations_of(partner_id).annotate(
        contacts=Count("alert_contacts", filter=Q(alert_contacts__partner_id=partner_id))
    )
    return [location for location in found.filter(contacts__gte=1) if any(location.hours.values())]


@dataclass(frozen=True)
class Draft:
    """A profile as its partner edits it."""

    profile: BusinessProfile
    tags: dict[str, list[str]]
    locations: list[Location]
    contacts: dict[UUID, list[AlertContact]]
    missing: list[Missing]


def profile_to_edit(partner_id: UUID, *, actor: Actor) -> Draft:
    """Return everything the profile's editor shows; raise NotFound or Forbidden for who may not edit it.

    A partner without a profile gets an empty one that is not stored; the first change stores it.
    """
    require_editor(partner_id, actor=actor)
    partner = Partner.objects.filter(id=partner_id).select_related("profile").first()
    if partner is None:
        raise NotFound
    profile = profile_of(partner) or BusinessProfile(partner=partner, version=1)
    tags: dict[str, list[str]] = {}
    for kind, code in Tag.objects.filter(profile_id=partner_id).order_by("id").values_list("kind", "code"):
        tags.setdefault(kind, []).append(code)
    contacts: dict[UUID, list[AlertContact]] = {}
    for contact in with_reach(AlertContact.objects.filter(partner_id=partner_id)).order_by("name", "id"):
        contacts.setdefault(contact.location_id, []).append(contact)
    locations = list(locations_of(partner_id))
    ready = sum(1 for place in locations if is_ready(place, contacts))
    lacks = missing(profile, tag_kinds=tags.keys(), ready_locations=ready)
    return Draft(profile, tags, locations, contacts, lacks)


def is_ready(location: Location, contacts: Mapping[UUID, list[AlertContact]]) -> bool:
    """Return whether a location could be published: it has opening hours, and `contacts` somebody who is told."""
    return bool(contacts.get(location.id)) and any(location.hours.values())


def location_to_edit(location_id: UUID, *, actor: Actor) -> Location:
    """Return a location that the actor may edit; raise NotFound for strangers, Forbidden without the role or scope."""
    found = Location.objects.filter(id=location_id, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    require_editor(found.partner_id, actor=actor, location_id=found.id)
    return found


def alert_contacts(location_id: UUID, *, partner_id: UUID) -> QuerySet[AlertContact]:
    """Return the alert contacts of a location who can be told, by name; empty means: tell the partner admins instead.

    Verified, not lapsed for want of a word whether the address is still right, and no mail comes back from there.
    """
    found = AlertContact.objects.filter(
        partner_id=partner_id, location_id=location_id, verified_at__isnull=False, lapsed_at__isnull=True
    )
    return found.exclude(email__in=failing().values("email")).order_by("name", "id")


def with_reach(contacts: QuerySet[AlertContact]) -> QuerySet[AlertContact]:
    """Return the same contacts, each with `failing`: whether mails come back from its address."""
    return contacts.annotate(failing=Exists(failing().filter(email=OuterRef("email"))))


def is_told(contact: AlertContact) -> bool:
    """Return whether a contact from `with_reach` is told of new inquiries."""
    failing: bool = contact.failing  # type: ignore[attr-defined] # annotated
    return contact.verified_at is not None and contact.lapsed_at is None and not failing


def may_be_asked(contact: AlertContact) -> bool:
    """Return whether a contact from `with_reach` has something to confirm: who is told and was not asked has not."""
    return contact.asked_at is not None or not is_told(contact)


def out_of_reach(partner_id: UUID) -> list[AlertContact]:
    """Return the contacts of a partner who are not told, because mails come back or nobody confirmed the address."""
    found = with_reach(AlertContact.objects.filter(partner_id=partner_id)).filter(Q(failing=True) | ~Q(lapsed_at=None))
    return list(found.select_related("location").order_by("location__name", "name", "id"))


def told_at(email: str, *, partner_id: UUID) -> list[str]:
    """Return the names of a partner's locations whose new inquiries are told to this address."""
    found = AlertContact.objects.filter(partner_id=partner_id, email=email)
    return list(found.order_by("location__name").values_list("location__name", flat=True))
