"""The customer no longer wants it, or has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import NotFound, Refused
from segue.leads import queries as leads
from segue.leads.actions._step import AnsweredTooLate
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Outcome, Stage
from segue.requests.actions._record import record, taken, tell
from segue.requests.policy import require_customer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead
    from segue.requests.models import Request


class NotAccepted(Refused):
    """One chooses among those who said yes."""

    code = "not-accepted"
    sentence = _("This partner has not accepted your request.")


class ChosenAlready(Refused):
    """Another partner was chosen before."""

    code = "chosen-already"
    sentence = _("You have chosen another partner already.")


@transaction.atomic
def withdraw_request(request_id: UUID, *, actor: Actor, at: datetime) -> Request:
    """Withdraw a request from everybody who has it and return it; doing it twice does it once."""
    require_customer(request_id, actor=actor)
    request = taken(request_id)
    if request.withdrawn_at is not None:
        return request
    _take_back_all(leads.of_request(request.id), actor=actor, at=at)
    record(request, "withdrawn", actor=actor, at=at, withdrawn_at=at, held="", release_at=None)
    tell(request, "request.withdrawn", at=at)
    return request


def take_back(request_id: UUID, *, actor: Actor, at: datetime, lead_id: UUID) -> Lead:
    """Withdraw a request from one partner, whatever becomes of the others, and return the lead; twice is once.

    It opens a way onward: another partner can be asked. Raises NotFound for a lead that is not of this request, and
    what withdrawing raises for one that is over.
    """
    require_customer(request_id, actor=actor)
    taken_back = _take_back(request_id, actor=actor, at=at, lead_id=lead_id)
    if isinstance(taken_back, AnsweredTooLate):
        raise taken_back
    return taken_back


@transaction.atomic
def _take_back(request_id: UUID, *, actor: Actor, at: datetime, lead_id: UUID) -> Lead | AnsweredTooLate:
    request = taken(request_id)
    lead = next((one for one in leads.of_request(request.id) if one.id == lead_id), None)
    if lead is None:
        raise NotFound
    if lead.withdrawn_at is not None:
        return lead
    try:
        [lead] = withdraw([lead_id], actor=actor, at=at)
    except AnsweredTooLate as late:
        # It has expired by that. Raised in here, the refusal would undo it.
        return late
    record(request, "taken_back", actor=actor, at=at, lead_id=lead_id)
    tell(request, "request.taken_back", at=at, lead=str(lead_id))
    return lead


@transaction.atomic
def choose(request_id: UUID, *, actor: Actor, at: datetime, lead_id: UUID) -> Request:
    """Note that the customer has chosen one who accepted: who has not answered is told that it is over.

    Those who accepted hear it and close their deal themselves. Raises NotAccepted, ChosenAlready.
    """
    require_customer(request_id, actor=actor)
    request = taken(request_id)
    if request.chosen_lead_id == lead_id:
        return request
    if request.chosen_lead_id is not None:
        raise ChosenAlready
    put = leads.of_request(request.id)
    chosen = next((lead for lead in put if lead.id == lead_id), None)
    if chosen is None or not _can_be_chosen(chosen):
        raise NotAccepted
    _take_back_all([lead for lead in put if lead.stage == Stage.RECEIVED], actor=actor, at=at)
    record(request, "chosen", actor=actor, at=at, lead_id=lead_id, chosen_lead_id=lead_id, held="", release_at=None)
    tell(request, "request.chosen", at=at, lead=str(lead_id))
    return request


def _can_be_chosen(lead: Lead) -> bool:
    return lead.outcome == Outcome.WON or (lead.stage == Stage.ACCEPTED and lead.withdrawn_at is None)


def _take_back_all(put: Sequence[Lead], *, actor: Actor, at: datetime) -> None:
    for lead in put:
        if lead.stage == Stage.ARCHIVED or lead.withdrawn_at is not None:
            continue
        try:
            withdraw([lead.id], actor=actor, at=at)
        except Refused:
            # It ended a moment ago by a partner's answer or by the clock: nothing is left to take back.
            continue
