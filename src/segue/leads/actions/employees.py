"""The partner's people on a lead: add, correct, remove. A colleague with an account gets the lead in scope."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.queries import colleagues
from segue.kit.errors import Invalid, NotFound
from segue.kit.lengths import too_long
from segue.kit.mail_address import is_mail_address
from segue.kit.names import unreadable
from segue.kit.text import cleaned
from segue.leads import queries
from segue.leads.actions._step import take_step
from segue.leads.lifecycle import Step
from segue.leads.models import Employee, Lead

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.accounts.models import Person
    from segue.leads.actions.answers import Colleague

MOST_CHARACTERS = {"name": 120, "email": 254, "phone": 40}


def add_employee(lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, colleague: Colleague) -> Lead:
    """Add a person to the lead's team; raise Invalid without a name or a good e-mail, or if already there."""
    colleague = _checked(colleague)
    payload: dict[str, str] = {}

    def also(lead: Lead) -> None:
        payload["employee"] = str(write_employee(lead, colleague).id)

    return take_step(
        lead_id,
        Step.ADD_EMPLOYEE,
        actor=actor,
        at=at,
        seen=seen,
        also=also,
        same=lambda lead, _event: stands(lead, colleague),
        payload=payload,
    )


def correct_employee(
    employee_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, colleague: Colleague
) -> Lead:
    """Correct a team member's name, phone or e-mail; raise NotFound or Invalid."""
    colleague = _checked(colleague)
    employee = _access(employee_id, actor=actor)

    def also(lead: Lead) -> None:
        if lead.team.exclude(id=employee.id).filter(email__iexact=colleague.email).exists():
            raise Invalid({"email": _("This person is on the team already.")})
        corrected = Employee.objects.filter(id=employee.id, partner_id=lead.partner_id).update(
            name=colleague.name,
            email=colleague.email.lower(),
            phone=colleague.phone,
            person=_account(lead, colleague.email),
        )
        if not corrected:
            raise NotFound  # removed meanwhile; saving would bring them back

    return take_step(
        employee.lead_id,
        Step.CORRECT_EMPLOYEE,
        actor=actor,
        at=at,
        seen=seen,
        also=also,
        same=lambda lead, _event: stands(lead, colleague),
        payload={"employee": str(employee.id)},
    )


def remove_employee(employee_id: UUID | str, *, actor: Member, at: datetime, seen: int | None) -> Lead:
    """Remove a person from the lead's team; raise NotFound."""
    employee = _access(employee_id, actor=actor)

    def also(lead: Lead) -> None:
        removed, _rows = Employee.objects.filter(id=employee.id, partner_id=lead.partner_id).delete()
        if not removed:
            raise NotFound

    return take_step(
        employee.lead_id,
        Step.REMOVE_EMPLOYEE,
        actor=actor,
        at=at,
        seen=seen,
        also=also,
        same=lambda lead, _event: not lead.team.filter(id=employee.id).exists(),
    )


def write_employee(lead: Lead, colleague: Colleague) -> Employee:
    """Write one team row, in the caller's step; raise Invalid for a bad or repeated colleague."""
    colleague = _checked(colleague)
    employee, new = Employee.objects.get_or_create(
        lead=lead,
        email=colleague.email.lower(),
        defaults={
            "partner_id": lead.partner_id,
            "person": _account(lead, colleague.email),
            "name": colleague.name,
            "phone": colleague.phone,
            "received_at": lead.received_at,
        },
    )
    if not new:
        raise Invalid({"email": _("This person is on the team already.")})
    return employee


def stands(lead: Lead, colleague: Colleague) -> bool:
    """Return whether exactly this is on the team already."""
    colleague = _kept(colleague)
    return lead.team.filter(email=colleague.email.lower(), name=colleague.name, phone=colleague.phone).exists()


def _account(lead: Lead, email: str) -> Person | None:
    return colleagues(lead.partner_id).filter(email__iexact=email).first()


def _access(employee_id: UUID | str, *, actor: Member) -> Employee:
    employee = Employee.objects.filter(id=employee_id, partner_id=actor.partner_id).first()
    if employee is None:
        raise NotFound
    queries.access(employee.lead_id, actor=actor)
    return employee


def _checked(colleague: Colleague) -> Colleague:
    """Return a colleague as the team keeps it; raise Invalid."""
    kept = _kept(colleague)
    wrong = too_long(asdict(kept), MOST_CHARACTERS) | unreadable({"name": colleague.name})
    if not kept.name:
        wrong["name"] = _("Say who it is.")
    if not is_mail_address(kept.email):
        wrong["email"] = _("Give an e-mail address such as jo@harbour.example.")
    if wrong:
        raise Invalid(wrong)
    return kept


def _kept(colleague: Colleague) -> Colleague:
    return replace(
        colleague, name=cleaned(colleague.name), email=cleaned(colleague.email), phone=cleaned(colleague.phone)
    )
