"""What the customer says about what the partners did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from segue.kit.errors import NotFound
from segue.leads import queries as leads
from segue.leads.actions._advance import NoSuchStep
from segue.leads.actions.report_contact import report_contact
from segue.leads.models import Stage
from segue.requests.actions._record import record, taken
from segue.requests.models import Feedback
from segue.requests.policy import require_customer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


@transaction.atomic
def say_whether_contacted(request_id: UUID, *, actor: Actor, at: datetime, lead_id: UUID, contacted: bool) -> Feedback:
    """Keep the customer's answer to "did they contact you?" and return it; the latest one counts.

    Saying it twice is once. While the lead is accepted its page says so too, and a "no" is told to the vendor.
    """
    require_customer(request_id, actor=actor)
    request = taken(request_id)
    lead = next((one for one in leads.of_request(request.id) if one.id == lead_id), None)
    if lead is None:
        raise NotFound
    said = Feedback.objects.filter(lead_id=lead_id, contacted=contacted).first()
    if said is not None:
        return said
    if lead.stage == Stage.ACCEPTED:
        _report(lead_id, actor=actor, at=at, contacted=contacted)
    answer, _ = Feedback.objects.update_or_create(
        lead_id=lead_id, defaults={"request": request, "contacted": contacted, "at": at}
    )
    record(request, "contacted" if contacted else "not_contacted", actor=actor, at=at, lead_id=lead_id)
    return answer


def _report(lead_id: UUID, *, actor: Actor, at: datetime, contacted: bool) -> None:
    try:
        report_contact(lead_id, actor=actor, at=at, contacted=contacted)
    except NoSuchStep:
        # The partner closed the deal a moment ago: the answer is kept, nobody needs to be moved by it.
        return
