"""Note on a request's leads that the customer's e-mail address is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.actions._advance import ChangedMeanwhile, Move, advance
from segue.leads.actions._step import TRIES
from segue.leads.lifecycle import Party, Step
from segue.leads.models import Lead

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def confirm_email(request_id: UUID, *, at: datetime) -> int:
    """Mark the leads of a request as confirmed; return how many were not yet."""
    for _try in range(TRIES):
        leads = list(Lead.objects.filter(request_id=request_id, email_confirmed=False))
        try:
            advance(leads, Move(step=Step.CONFIRM_EMAIL, by=Party.SYSTEM, at=at, set={"email_confirmed": True}))
        except ChangedMeanwhile:
            continue
        return len(leads)
    raise ChangedMeanwhile
