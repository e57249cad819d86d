"""Companies and people as the desks show them; each function refuses who may not see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.accounts import policy
from segue.accounts.actor import Member
from segue.accounts.mailboxes import with_reach
from segue.accounts.models import Location, Membership, Partner, Person
from segue.accounts.queries import (
    access_partner,
    locations_of,
    memberships_in,
    people_who,
)
from segue.accounts.roles import May
from segue.kit.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from segue.accounts.actor import Actor, Newcomer, Staff


@dataclass(frozen=True, slots=True)
class Company:
    """A company (None: the vendor) with its places and people, and what the reader may do there."""

    partner: Partner | None
    locations: list[Location]
    people: list[Membership]
    may_run: bool
    may_manage_people: bool
    may_read_changes: bool
    managers: list[Person]


def company(partner_id: UUID | None, *, actor: Actor) -> Company:
    """Return a company's record (None: the vendor's); raise NotFound for who may not see it."""
    if not policy.may_see_people(actor, partner_id=partner_id):
        raise NotFound
    partner = access_partner(partner_id, actor=actor) if partner_id else None
    people = with_reach(memberships_in(partner_id)).select_related("person").prefetch_related("locations")
    may_run = policy.may_run_programme(actor)
    return Company(
        partner=partner,
        locations=list(locations_of(partner_id)) if partner_id else [],
        people=list(people.order_by("person__name", "id")),
        may_run=may_run,
        may_manage_people=policy.may_manage_people(actor, partner_id=partner_id),
        may_read_changes=policy.may_read_changes(actor, partner_id=partner_id),
        managers=[m.person for m in people_who(May.MANAGE_PARTNERS, partner_id=None)] if may_run and partner else [],
    )


def own_company(actor: Member | Staff) -> UUID | None:
    """Return the partner whose people the actor sees as their own; None: the vendor."""
    return actor.partner_id if isinstance(actor, Member) else None


def membership_to_change(membership_id: UUID, *, actor: Actor) -> Membership:
    """Return a membership with its person and places, for who may see it; raise NotFound otherwise."""
    found = (
        Membership.objects.filter(id=membership_id)
        .select_related("person", "partner")
        .prefetch_related("locations")
        .first()
    )
    if found is None or not policy.may_see_people(actor, partner_id=found.partner_id):
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who can give a role to somebody without one; `company` is empty when they belong to none."""

    company: str
    admins: list[Person]


def who_can_help(newcomer: Newcomer, *, vendor_name: str) -> Helpers:
    """Return the admins of the company a person without a role belongs to, else the programme admins."""
    membership = (
        Membership.objects.filter(person_id=newcomer.person_id)
        .exclude(partner__status=Partner.Status.LEFT)
        .select_related("partner")
        .order_by("created_at", "id")
        .first()
    )
    programme_admins = [m.person for m in people_who(May.RUN_PROGRAMME, partner_id=None)]
    if membership is None:
        return Helpers("", programme_admins)
    if membership.partner is None:
        return Helpers(vendor_name, programme_admins)
    admins = [m.person for m in people_who(May.MANAGE_PEOPLE, partner_id=membership.partner_id)]
    return Helpers(membership.partner.name, admins or programme_admins)
