"""Expire what nobody answered in time. Only the clock does this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from segue.leads.actions._advance import Move, advance
from segue.leads.lifecycle import Party, Step
from segue.leads.models import Lead, Stage

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

BATCH = 500


def overdue_leads(*, at: datetime) -> QuerySet[Lead]:
    """Return the received leads whose answer is due at or before a moment; one with a held answer waits for it."""
    return Lead.objects.filter(stage=Stage.RECEIVED, holding="", due_at__lte=at).order_by("due_at", "id")


def sweep(*, at: datetime) -> int:
    """Expire every overdue lead, a batch a transaction; return how many. Any number of sweeps may run at once."""
    expired = 0
    while batch := _sweep_batch(at=at):
        expired += batch
    return expired


def _sweep_batch(*, at: datetime) -> int:
    with transaction.atomic():
        leads = overdue_leads(at=at)
        if connection.features.has_select_for_update_skip_locked:
            # The rows are ours until we commit, so no other sweep and no answer makes the whole batch start again.
            leads = leads.select_for_update(skip_locked=True)
        batch = list(leads[:BATCH])
        if batch:
            advance(batch, Move(step=Step.EXPIRE, by=Party.SYSTEM, at=at))
    return len(batch)
