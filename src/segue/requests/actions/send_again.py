"""Send a request again to a partner that had it, as when a no is regretted: a new lead; the first stays as it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Customer
from segue.kit.errors import NotFound, Refused
from segue.leads import queries as leads
from segue.leads.models import LeadEvent, Outcome
from segue.requests.actions._limits import require_room
from segue.requests.actions._put import put, receiving, sender_name
from segue.requests.actions._record import record, taken
from segue.requests.actions.pass_on import NotOpen
from segue.requests.models import Request
from segue.requests.policy import require_asker
from segue.requests.standing import is_open

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead


class NotAgain(Refused):
    """How it ended at this partner leaves nothing to send again."""

    code = "not-again"


@transaction.atomic
def send_again(lead_id: UUID | str, *, actor: Actor, at: datetime) -> Lead:
    """Put the request of an ended lead to the same location once more and return the new lead; pressing twice is once.

    Who sent it may, and partner managers. Raises NotAgain while the partner has it, after a won deal and where the
    customer took it back; NotOpen, TooManyAsked, NotReceiving, PartnerFull.
    """
    ended = leads.access(lead_id, actor=actor)
    request = taken(ended.request_id)
    before = leads.of_request(request.id)
    _require_who(request, actor=actor)
    later = _having(ended, before)
    if later is not None and later.attempt > ended.attempt:
        return later
    _require(ended, request, before)
    lead = put(
        request,
        receiving(ended.location_id, at=at),
        actor=actor,
        at=at,
        sender_name=sender_name(before),
        attempt=1 + max(lead.attempt for lead in before if lead.partner_id == ended.partner_id),
    )
    record(request, "sent_again", actor=actor, at=at, lead_id=lead.id)
    return lead


def may_send_again(lead: Lead, *, actor: Actor, at: datetime) -> bool:
    """Return whether the actor can send the request of a lead to its partner again now, unless that is full."""
    if leads.has_it(lead):
        return False
    request = Request.objects.filter(id=lead.request_id).first()
    if request is None:
        return False
    before = leads.of_request(request.id)
    try:
        _require_who(request, actor=actor)
        _require(lead, request, before)
        receiving(lead.location_id, at=at)
    except Refused:
        return False
    return _having(lead, before) is None


def _require_who(request: Request, *, actor: Actor) -> None:
    if isinstance(actor, Customer):
        raise NotFound
    require_asker(request, actor=actor)


def _having(ended: Lead, before: Sequence[Lead]) -> Lead | None:
    return next((lead for lead in before if lead.partner_id == ended.partner_id and leads.has_it(lead)), None)


def _require(ended: Lead, request: Request, before: Sequence[Lead]) -> None:
    partner = {"partner": ended.partner.name}
    if leads.has_it(ended):
        raise NotAgain(_("%(partner)s has this request."), **partner)
    # Whichever of them is pressed: what became of a later one stands.
    theirs = [one for one in before if one.partner_id == ended.partner_id]
    if any(one.outcome == Outcome.WON for one in theirs):
        raise NotAgain(_("%(partner)s has won this customer already."), **partner)
    if LeadEvent.By.CUSTOMER in leads.withdrawn_by(theirs).values():
        raise NotAgain(_("The customer took this request back from %(partner)s."), **partner)
    if not is_open(request):
        raise NotOpen
    require_room(before)
