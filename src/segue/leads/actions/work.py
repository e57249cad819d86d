"""Work on a lead: edit the deal, log a contact, take it, hand it to a colleague. The stage stays."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from segue.accounts.queries import people_who
from segue.accounts.roles import May
from segue.kit.errors import Invalid, Refused
from segue.leads.actions._step import take_step
from segue.leads.lifecycle import Step
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.accounts.models import Person
    from segue.leads.actions.answers import Deal
    from segue.leads.models import Lead


class OwnedAlready(Refused):
    """A colleague owns the lead."""

    code = "owned-already"
    sentence = _("%(name)s owns this lead. Hand it over to yourself if you mean to work on it.")


class Contact(StrEnum):
    """How the customer was contacted."""

    CALLED = "called"
    MAILED = "mailed"
    MET = "met"
    NO_ANSWER = "no_answer"


def edit(lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, deal: Deal) -> Lead:
    """Change the deal of an accepted lead: name, value, purchase date, notes, CRM id, campaign id."""
    return take_step(
        lead_id,
        Step.EDIT,
        actor=actor,
        at=at,
        seen=seen,
        columns=lambda lead: deal.columns(lead, today=lead.location.day(at), rules=rules()),
    )


def log_contact(lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, how: str) -> Lead:
    """Log that the customer was called, mailed, met, or gave no answer; reaching somebody puts the flame out.

    Raises Invalid for another `how`.
    """
    if how not in set(Contact):
        raise Invalid({"how": _("Choose how you contacted the customer.")})

    def columns(lead: Lead) -> dict[str, Any]:
        if how == Contact.NO_ANSWER:
            return {}
        # Moving the end of the hot time, not clearing it: the list's "hot first" is read by this key.
        return {
            "contacted_at": lead.contacted_at or at,
            "uncontacted_at": None,
            "hot_until": min(lead.hot_until, at),
        }

    return take_step(
        lead_id,
        Step.LOG_CONTACT,
        actor=actor,
        at=at,
        seen=seen,
        columns=columns,
        frozen=lambda _lead: {"how": how},
        same=lambda _lead, event: event.frozen.get("how") == how,
        payload={"how": how},
    )


def take(lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None) -> Lead:
    """Make the actor the owner of a lead that nobody owns; raise OwnedAlready for a colleague's: it is handed over."""

    def columns(lead: Lead) -> dict[str, Any]:
        if lead.owner is not None and lead.owner_id != actor.person_id:
            raise OwnedAlready(name=lead.owner.name)
        return {"owner_id": actor.person_id}

    return take_step(lead_id, Step.TAKE, actor=actor, at=at, seen=seen, columns=columns)


def hand_to(lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, person_id: UUID | str) -> Lead:
    """Make a colleague the owner; raise Invalid for anybody whose roles do not include leads."""
    colleague = _colleague(actor, person_id)
    if colleague is None:
        raise Invalid({"person": _("Choose one of your colleagues.")})
    payload = {"to": str(colleague.id)}

    def columns(lead: Lead) -> dict[str, Any]:
        payload["from"] = str(lead.owner_id or "")
        return {"owner_id": colleague.id}

    return take_step(lead_id, Step.HAND_OVER, actor=actor, at=at, seen=seen, columns=columns, payload=payload)


def _colleague(actor: Member, person_id: UUID | str) -> Person | None:
    """Return who may own a lead: somebody of the company whose roles include leads."""
    people = people_who(May.ANSWER_LEADS, partner_id=actor.partner_id)
    return next((member.person for member in people if str(member.person_id) == str(person_id)), None)
