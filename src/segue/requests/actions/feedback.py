"""What the customer says about what the partners did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from segue.kit.errors import NotFound
from segue.leads import queries as leads
from segue.requests.actions._record import record, taken
from segue.requests.models import Feedback
from segue.requests.policy import require_customer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


@transaction.atomic
def say_whether_contacted(request_id: UUID, *, actor: Actor, at: datetime, lead_id: UUID, contacted: bool) -> Feedback:
    """Keep the customer's answer to "did they contact you?" and return it; the latest one counts."""
    require_customer(request_id, actor=actor)
    request = taken(request_id)
    if all(lead.id != lead_id for lead in leads.of_request(request.id)):
        raise NotFound
    answer, _ = Feedback.objects.update_or_create(
        lead_id=lead_id, defaults={"request": request, "contacted": contacted, "at": at}
    )
    record(request, "contacted" if contacted else "not_contacted", actor=actor, at=at, lead_id=lead_id)
    return answer
