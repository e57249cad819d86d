"""Take a person out of a company: who gets the leads they own and the alerts they get is said with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts import policy
from segue.accounts.access_log import What, note_in_company
from segue.accounts.actions.partners import let_go
from segue.accounts.actions.people import keep_an_admin, to_manage
from segue.accounts.models import Person
from segue.accounts.queries import people_who, works_in
from segue.accounts.roles import May
from segue.kit.errors import Invalid, NotFound, Sentence
from segue.outbox.emit import Fact, emit
from segue.outbox.queries import payload_of

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Actor
    from segue.accounts.models import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Heirs:
    """Which colleagues take over from somebody removed: the open leads they own, the alerts they get; None: nobody."""

    leads: UUID | None = None
    alerts: UUID | None = None


NOBODY = Heirs()


@dataclass(frozen=True, slots=True)
class Removed:
    """Who was taken out of which company (None: the vendor)."""

    person: Person
    partner_id: UUID | None


@transaction.atomic
def remove_membership(membership_id: UUID, *, actor: Actor, at: datetime, heirs: Heirs = NOBODY) -> Removed:
    """Take a person out of a company and return who it was; their open leads and their alerts go to the heirs.

    The person stays known, so that the history still says who did what. Removing them again, as by pressing twice,
    changes nothing. Raises LastAdmin, and Invalid for an heir who could not do it.
    """
    try:
        membership = to_manage(membership_id, actor=actor)
    except NotFound:
        return _removed_before(membership_id, actor=actor)
    keep_an_admin(membership)
    _check_heirs(heirs, of=membership)
    payload = {
        "person": str(membership.person_id),
        "partner": str(membership.partner_id or ""),
        "by": str(actor.person_id or ""),
        "leads_to": str(heirs.leads or ""),
        "alerts_to": str(heirs.alerts or ""),
    }
    note_in_company(What.REMOVED, membership, by=actor.person_id, at=at)
    emit(Fact("person.removed", _removal(membership_id), payload), at=at)
    if membership.partner_id is None:
        let_go(membership.person_id, at=at)
    membership.delete()
    return Removed(membership.person, membership.partner_id)


def _removed_before(membership_id: UUID, *, actor: Actor) -> Removed:
    """Return who was removed by this, as long as it is remembered; raise NotFound for who may not remove there."""
    told = payload_of(_removal(membership_id))
    if told is None:
        raise NotFound
    partner_id = UUID(told["partner"]) if told["partner"] else None
    if not policy.may_manage_people(actor, partner_id=partner_id):
        raise NotFound
    return Removed(Person.objects.get(id=told["person"]), partner_id)


def _removal(membership_id: UUID) -> str:
    return f"person.removed:{membership_id}"


def _check_heirs(heirs: Heirs, *, of: Membership) -> None:
    at_work = people_who(May.ANSWER_LEADS, partner_id=of.partner_id) if of.partner_id and heirs.leads else []
    wrong: dict[str, Sentence] = {}
    if heirs.leads and heirs.leads not in {other.person_id for other in at_work} - {of.person_id}:
        wrong["leads_to"] = _("Choose a colleague who works with leads, or nobody.")
    stays = bool(of.partner_id and heirs.alerts) and heirs.alerts != of.person_id
    if heirs.alerts and not (stays and works_in(heirs.alerts, partner_id=of.partner_id)):
        wrong["alerts_to"] = _("Choose one of the colleagues who stay, or nobody.")
    if wrong:
        raise Invalid(wrong)
