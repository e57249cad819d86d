"""A partner company has left the programme: what it has not answered goes back to the vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from segue.accounts.actor import SYSTEM
from segue.accounts.models import Partner
from segue.accounts.queries import still_known
from segue.leads import queries as leads
from segue.leads.actions.withdraw import recall
from segue.leads.models import Outcome
from segue.requests.actions._record import record, taken, tell
from segue.requests.actions._turns import set_turn
from segue.requests.models import Request
from segue.requests.standing import is_open

if TYPE_CHECKING:
    from datetime import datetime

    from segue.outbox.dispatch import Heard


def recall_leads(heard: Heard) -> None:
    """Recall every received lead of a company that left, in the name of who said so; each in a transaction.

    What the company has accepted stays. A request that nobody else has goes to the vendor's inbox. Repeating it finds
    nothing to do, and a company that came back meanwhile keeps what it has.
    """
    partner_id = UUID(heard.payload["partner"])
    if not Partner.objects.filter(id=partner_id, status=Partner.Status.LEFT).exists():
        return
    admin = still_known(heard.payload.get("person"))
    for lead_id, request_id in leads.unanswered_of(partner_id):
        _take_back(lead_id, request_id, partner_id=partner_id, admin=admin, at=heard.at)


@transaction.atomic
def _take_back(lead_id: UUID, request_id: UUID, *, partner_id: UUID, admin: UUID | None, at: datetime) -> None:
    request = taken(request_id)
    if recall(lead_id, partner_id=partner_id, admin=admin, at=at) and _without_partner(request):
        record(request, "held", actor=SYSTEM, at=at, lead_id=lead_id, held=Request.Held.NO_PARTNER, held_at=at)
        tell(request, "request.held", at=at, why=Request.Held.NO_PARTNER.value)


def _without_partner(request: Request) -> bool:
    """Return whether the request is still wanted, nobody has it any more, and nobody is next in turn."""
    if not is_open(request):
        return False
    if set_turn(request) is not None:
        return False
    return not any(leads.has_it(lead) or lead.outcome == Outcome.WON for lead in leads.of_request(request.id))
