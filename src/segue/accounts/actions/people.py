"""Give people roles in a company and change them. Nobody signs up: people are added by e-mail and role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts import policy
from segue.accounts.access_log import What, note_in_company
from segue.accounts.actions.partners import let_go
from segue.accounts.models import Membership, Person, ScopedLocation
from segue.accounts.queries import access_partner, locations_of, may_as, memberships_in
from segue.accounts.roles import May, PartnerRole, VendorRole
from segue.kit.errors import Forbidden, Invalid, NotFound, Refused
from segue.kit.ids import keyed_digest
from segue.kit.mail_address import is_mail_address
from segue.kit.names import unreadable
from segue.kit.text import cleaned
from segue.outbox.emit import Fact, emit
from segue.store.counters import hit, hit_each

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

Role = PartnerRole | VendorRole
LONGEST_NAME = 120
MOST_INVITATIONS = 3
"""So many times a day the same person is told that they were added."""
MOST_ADDED = 200
"""So many people a company adds a day: each of them gets a mail that nobody has asked for."""


class AlreadyMember(Refused):
    """A person is in a company once."""

    code = "already-member"
    sentence = _("%(name)s is in this company already. Change the roles there.")


class MembershipChanged(Refused):
    """Somebody else changed the roles since they were read."""

    code = "membership-changed"
    sentence = _("Somebody changed the roles of %(name)s meanwhile. Open them again before you go on.")


class SignedInBefore(Refused):
    """Who has signed in needs no invitation."""

    code = "signed-in-before"
    sentence = _("%(name)s has signed in already. They ask for a code on the sign-in page.")


class LastAdmin(Refused):
    """A company without an admin could not be put in order by anybody in it."""

    code = "last-admin"
    sentence = _("There must be one admin left. Make somebody else an admin first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person as they are added: the e-mail address is how they sign in, by a mailed code."""

    email: str
    name: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a person's roles count: in some locations, or (None) in the whole company."""

    location_ids: frozenset[UUID] | None = None


WHOLE_COMPANY = Scope()


@transaction.atomic
def add_person(
    partner_id: UUID | None,
    *,
    actor: Actor,
    at: datetime,
    person: NewPerson,
    roles: Collection[Role],
    scope: Scope = WHOLE_COMPANY,
) -> Membership:
    """Add a person to a company (None: the vendor) and return the membership; they are told by mail.

    Somebody who is known by this e-mail address keeps the name they have. Without roles they see the page that names
    who can grant one. Raises AlreadyMember, Invalid; TooMany for one who was added and removed three times today, or
    for a company that added 200 people.
    """
    _may_manage(partner_id, actor=actor)
    company, address = partner_id or "vendor", keyed_digest("invite", cleaned(person.email).lower()).hex()[:32]
    most = {f"added:{company}": MOST_ADDED, f"added:{company}:{address}": MOST_INVITATIONS}
    hit_each(most, within=timedelta(days=1), at=at)
    return join(partner_id, by=actor.person_id, at=at, person=person, roles=roles, scope=scope)


def join(
    partner_id: UUID | None,
    *,
    by: UUID | None,
    at: datetime,
    person: NewPerson,
    roles: Collection[Role],
    scope: Scope = WHOLE_COMPANY,
) -> Membership:
    """Do what `add_person` does, for callers in this room that have checked who is asking (or are a command)."""
    kept_roles = _checked_roles(partner_id, roles)
    location_ids = _checked_scope(partner_id, scope)
    known = _person(person, at=at)
    if memberships_in(partner_id).filter(person=known).exists():
        raise AlreadyMember(name=known.name)
    membership = Membership(
        person=known,
        partner_id=partner_id,
        roles=kept_roles,
        whole_company=scope.location_ids is None,
        created_at=at,
        created_by=by,
    )
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as error:
        # Added a moment earlier on another connection.
        raise AlreadyMember(name=known.name) from error
    _write_scope(membership, location_ids)
    note_in_company(
        What.ADDED, membership, by=by, at=at, changes={name: [None, now] for name, now in _standing(membership).items()}
    )
    payload = {"person": str(known.id), "membership": str(membership.id)}
    emit(Fact("person.added", f"person.added:{membership.id}", payload), at=at)
    return membership


@transaction.atomic
def change_roles(
    membership_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    roles: Collection[Role],
    scope: Scope = WHOLE_COMPANY,
    seen: int | None = None,
) -> Membership:
    """Give a person other roles or another scope in their company and return the membership.

    The same already given, as by pressing twice, is success. Raises LastAdmin, MembershipChanged.
    """
    membership = to_manage(membership_id, actor=actor)
    kept_roles = _checked_roles(membership.partner_id, roles)
    location_ids = _checked_scope(membership.partner_id, scope)
    if _stands(membership, kept_roles, scope):
        return membership
    if seen is not None and membership.version != seen:
        raise MembershipChanged(name=membership.person.name)
    if _admin_role(membership.partner_id) not in kept_roles or scope.location_ids is not None:
        keep_an_admin(membership)
    before, worked = _standing(membership), may_as(membership, May.ANSWER_LEADS)
    membership.roles, membership.whole_company = kept_roles, scope.location_ids is None
    membership.version += 1
    membership.save(update_fields=["roles", "whole_company", "version"])
    _write_scope(membership, location_ids)
    if membership.partner_id is None and not may_as(membership, May.MANAGE_PARTNERS):
        let_go(membership.person_id, at=at)
    if membership.partner_id is not None and worked and not may_as(membership, May.ANSWER_LEADS):
        _take_off_leads(membership, by=actor, at=at)
    changed = {name: [before[name], now] for name, now in _standing(membership).items() if now != before[name]}
    note_in_company(What.ROLES_CHANGED, membership, by=actor.person_id, at=at, changes=changed)
    return membership


def _take_off_leads(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Tell that somebody stays in their company but works on leads no more."""
    about = {"partner": str(membership.partner_id), "person": str(membership.person_id)}
    payload = {**about, "by": str(by.person_id or ""), "leads_to": ""}
    emit(Fact("person.off_leads", f"person.off_leads:{membership.id}:{membership.version}", payload), at=at)


@transaction.atomic
def invite_again(membership_id: UUID, *, actor: Actor, at: datetime) -> Membership:
    """Have the mail sent again by which somebody learns that they were added, and return the membership.

    Raises SignedInBefore for who has come meanwhile, TooMany after three in a day.
    """
    membership = to_manage(membership_id, actor=actor)
    if membership.person.last_login is not None:
        raise SignedInBefore(name=membership.person.name)
    number = hit(f"invite:{membership.id}", most=MOST_INVITATIONS, within=timedelta(days=1), at=at)
    note_in_company(What.INVITED_AGAIN, membership, by=actor.person_id, at=at)
    payload = {"person": str(membership.person_id), "membership": str(membership.id)}
    emit(Fact("person.added", f"person.added:{membership.id}:{at:%Y%m%d}:{number}", payload), at=at)
    return membership


def _may_manage(partner_id: UUID | None, *, actor: Actor) -> None:
    if partner_id is not None:
        access_partner(partner_id, actor=actor)
    elif not policy.may_see_people(actor, partner_id=None):
        raise NotFound
    if not policy.may_manage_people(actor, partner_id=partner_id):
        raise Forbidden


def to_manage(membership_id: UUID, *, actor: Actor) -> Membership:
    """Return a membership, locked with its company's; raise NotFound or Forbidden for who may not manage it."""
    found = Membership.objects.filter(id=membership_id).first()
    if found is None or not policy.may_see_people(actor, partner_id=found.partner_id):
        raise NotFound
    if not policy.may_manage_people(actor, partner_id=found.partner_id):
        raise Forbidden
    # All rows of the company are locked in one order: two admins who remove each other must not both succeed.
    company = memberships_in(found.partner_id).select_related("person").select_for_update(of=("self",)).order_by("id")
    locked = next((m for m in company if m.id == found.id), None)
    if locked is None:
        raise NotFound
    return locked


def _stands(membership: Membership, kept_roles: list[str], scope: Scope) -> bool:
    """Return whether exactly these roles count exactly there already."""
    if membership.roles != kept_roles or membership.whole_company != (scope.location_ids is None):
        return False
    return set(membership.scoped.values_list("location_id", flat=True)) == (scope.location_ids or set())


def keep_an_admin(membership: Membership) -> None:
    """Refuse if nobody else in the company could manage its people in the whole of it."""
    role = _admin_role(membership.partner_id)
    if role not in membership.roles or not membership.whole_company:
        return
    others = memberships_in(membership.partner_id).filter(whole_company=True, person__is_active=True)
    if not any(role in other.roles for other in others.exclude(id=membership.id)):
        raise LastAdmin


def _admin_role(partner_id: UUID | None) -> Role:
    return VendorRole.PROGRAMME_ADMIN if partner_id is None else PartnerRole.PARTNER_ADMIN


def _standing(membership: Membership) -> dict[str, Any]:
    """Return what the log of changes says of a membership: its roles, and the places they count in (None: all)."""
    places = None if membership.whole_company else sorted(membership.locations.values_list("name", flat=True))
    return {"roles": membership.roles, "places": places}


def _checked_roles(partner_id: UUID | None, roles: Collection[Role]) -> list[str]:
    known: type[Role] = VendorRole if partner_id is None else PartnerRole
    if not all(role in list(known) for role in roles):
        raise Invalid({"roles": _("Choose roles of this company.")})
    return [str(role) for role in known if role in roles]


def _checked_scope(partner_id: UUID | None, scope: Scope) -> frozenset[UUID]:
    if scope.location_ids is None:
        return frozenset()
    own = set(locations_of(partner_id).values_list("id", flat=True)) if partner_id else set()
    if not scope.location_ids or not scope.location_ids <= own:
        raise Invalid({"locations": _("Choose at least one location of this company.")})
    return scope.location_ids


def _write_scope(membership: Membership, location_ids: frozenset[UUID]) -> None:
    membership.scoped.all().delete()
    ScopedLocation.objects.bulk_create(
        ScopedLocation(membership=membership, location_id=location_id) for location_id in sorted(location_ids)
    )


def _person(new: NewPerson, *, at: datetime) -> Person:
    """Return who has this e-mail address, made known now if nobody does."""
    email = cleaned(new.email).lower()
    if not is_mail_address(email):
        raise Invalid({"email": _("Write a complete e-mail address, such as ada@harbour.example.")})
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return known
    if wrong := unreadable({"name": new.name}):
        raise Invalid(wrong)
    name = cleaned(new.name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid({"name": _("Write the person's name, in at most 120 characters.")})
    if new.language not in dict(settings.LANGUAGES):
        raise Invalid({"language": _("Choose one of the languages.")})
    try:
        with transaction.atomic():
            return Person.objects.create_user(email, name=name, language=new.language, created_at=at)
    except IntegrityError:
        # Made known a moment earlier on another connection.
        return Person.objects.get(email=email)
