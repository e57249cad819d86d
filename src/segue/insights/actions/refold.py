"""Keep what leads count for: when something happened to one, and when time alone makes it count for something else."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from segue.insights.actions._ledger import fold_anew, locked
from segue.insights.models import Contribution

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segue.outbox.dispatch import Heard

AT_ONCE = 200
"""Leads counted anew in one transaction."""


def refold(heard: Heard) -> None:
    """Count a lead anew to which something happened. Quiet facts count too: they are told to nobody, but they are true.

    The lead is read as it is now, so facts may come twice and in any order.
    """
    fold_leads(UUID(heard.payload["partner"]), [UUID(heard.payload["lead"])], at=heard.happened_at)


def sweep(*, at: datetime) -> int:
    """Count the leads anew whose time has come: a yes that nothing followed, an outcome that is missed.

    Return how many there were.
    """
    swept = 0
    while due := _due(at=at):
        for partner_id, leads in groupby(due, key=itemgetter(0)):
            ids = [lead_id for _partner, lead_id in leads]
            fold_leads(partner_id, ids, at=at)
            swept += len(ids)
    return swept


def fold_leads(partner_id: UUID, lead_ids: Sequence[UUID], *, at: datetime) -> None:
    """Count some leads of a company anew, as they are now, for what they are worth at a moment."""
    with transaction.atomic():
        locked(partner_id, at=at)
        fold_anew(partner_id, lead_ids, at=at)


def _due(*, at: datetime) -> list[tuple[UUID, UUID]]:
    due = (
        Contribution.objects.filter(due_at__lte=at)
        .order_by("due_at", "partner_id")
        .values_list("partner_id", "lead_id")
    )
    return sorted(due[:AT_ONCE])
