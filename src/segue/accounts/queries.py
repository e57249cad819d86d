"""Who somebody is, and whom they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from segue.accounts.actor import Actor, Member, Newcomer, Staff
from segue.accounts.models import Location, Membership, Partner, Person
from segue.accounts.roles import May, PartnerRole, VendorRole, includes
from segue.kit.errors import NotFound
from segue.kit.instances import instances

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet


def memberships_of(person_id: UUID) -> list[Membership]:
    """Return what a person is, company by company; those without any role do not count."""
    return instances("accounts.memberships", _memberships, {"person_id": person_id})


def _memberships(of: Mapping[str, UUID]) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(person_id=of["person_id"])
        .exclude(roles=[])
        .exclude(partner__status=Partner.Status.LEFT)
        .select_related("partner", "person")
        .order_by("created_at", "id")
    )


def actor_for(person: Person, *, membership_id: str | None = None) -> Member | Staff | Newcomer:
    """Return the person in the company chosen for the session, else in the first; a Newcomer when there is none."""
    return actor_among(person, memberships_of(person.id), membership_id=membership_id)


def actor_among(
    person: Person, found: Sequence[Membership], *, membership_id: str | None = None
) -> Member | Staff | Newcomer:
    """Return the person as `actor_for` does, from memberships that were read already."""
    chosen = next((m for m in found if str(m.id) == membership_id), found[0] if found else None)
    if chosen is None:
        return Newcomer(person.id, person.name)
    if chosen.partner is None:
        return Staff(person.id, person.name, chosen.id, frozenset(map(VendorRole, chosen.roles)))
    return Member(
        person_id=person.id,
        name=person.name,
        membership_id=chosen.id,
        partner_id=chosen.partner.id,
        partner_name=chosen.partner.name,
        roles=frozenset(map(PartnerRole, chosen.roles)),
        location_ids=None if chosen.whole_company else frozenset(chosen.scoped.values_list("location_id", flat=True)),
    )


def visible_partners(actor: Actor) -> QuerySet[Partner]:
    """Return the partner companies whose record this actor may see: the own, or for the vendor's people all."""
    match actor:
        case Staff():
            return Partner.objects.all()
        case Member():
            return Partner.objects.filter(id=actor.partner_id)
        case _:
            return Partner.objects.none()


def access_partner(partner_id: UUID | str, *, actor: Actor) -> Partner:
    """Return a partner company the actor may see; raise NotFound otherwise."""
    found = visible_partners(actor).filter(id=partner_id).first()
    if found is None:
        raise NotFound
    return found


def locations_of(partner_id: UUID) -> QuerySet[Location]:
    """Return a partner's locations that are not removed, the main one first."""
    return Location.objects.filter(partner_id=partner_id, removed_at__isnull=True).order_by("-is_main", "name", "id")


def memberships_in(partner_id: UUID | None) -> QuerySet[Membership]:
    """Return who is in a company (None: the vendor), with or without a role."""
    if partner_id is None:
        return Membership.objects.filter(partner__isnull=True)
    return Membership.objects.filter(partner_id=partner_id)


def colleagues(partner_id: UUID) -> QuerySet[Person]:
    """Return the active people of a partner company who have any role there, by name."""
    with_a_role = memberships_in(partner_id).exclude(roles=[]).values("person")
    return Person.objects.filter(id__in=with_a_role, is_active=True).order_by("name", "id")


def colleagues_at_hand(partner_id: UUID) -> list[Person]:
    """Return `colleagues`, by name, as every form that offers them reads them."""
    return instances("accounts.colleagues", lambda of: colleagues(of["partner_id"]), {"partner_id": partner_id})


def names_of(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of those of these people who are still known."""
    return dict(Person.objects.filter(id__in=person_ids).values_list("id", "name")) if person_ids else {}


def partner_names(partner_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of partner companies."""
    return dict(Partner.objects.filter(id__in=partner_ids).values_list("id", "name")) if partner_ids else {}


def works_in(person_id: UUID, *, partner_id: UUID | None) -> bool:
    """Return whether somebody has a role in a company (None: the vendor) now."""
    return memberships_in(partner_id).filter(person_id=person_id).exclude(roles=[]).exists()


def still_known(person_id: str | None) -> UUID | None:
    """Return the id that a fact names, if that person is still known; None for nobody."""
    return Person.objects.filter(id=person_id).values_list("id", flat=True).first() if person_id else None


def people_who(may: May, *, partner_id: UUID | None) -> list[Membership]:
    """Return the memberships in a company (None: the vendor) whose roles include `may`, by name."""
    company = Q(partner__isnull=True) if partner_id is None else Q(partner_id=partner_id)
    found = Membership.objects.filter(company, person__is_active=True).select_related("person")
    return [m for m in found.order_by("person__name", "id") if may_as(m, may)]


def may_as(membership: Membership, may: May) -> bool:
    """Return whether a membership's roles include it."""
    if membership.partner_id is None:
        return includes(frozenset(map(VendorRole, membership.roles)), may)
    return includes(frozenset(map(PartnerRole, membership.roles)), may)
