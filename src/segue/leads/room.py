"""How much room partners have left: unanswered leads against the capacity they set for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F

from segue.leads.models import Lead, Stage

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID


def unanswered(partner_id: UUID, *, at: datetime) -> int:
    """Return how many of a partner's leads wait for an answer; those whose time is over wait no more."""
    waiting = Lead.objects.filter(partner_id=partner_id, stage=Stage.RECEIVED, due_at__gt=at)
    return waiting.filter(test_of__isnull=True).count()


def unanswered_of_each(partner_ids: Collection[UUID], *, at: datetime) -> dict[UUID, int]:
    """Return how many leads wait at each of these partners, in one statement; where none waits, it is left out."""
    waiting = Lead.objects.filter(partner_id__in=partner_ids, stage=Stage.RECEIVED, due_at__gt=at, test_of__isnull=True)
    return dict(waiting.values_list("partner_id").annotate(Count("id")).order_by())


def full_partners(*, at: datetime) -> frozenset[UUID]:
    """Return the partners that have set a capacity and reached it. Only their leads are counted."""
    waiting = Lead.objects.filter(
        partner__profile__capacity__isnull=False, stage=Stage.RECEIVED, due_at__gt=at, test_of__isnull=True
    ).values_list("partner_id", "partner__profile__capacity")
    reached = waiting.annotate(waiting=Count("id")).filter(waiting__gte=F("partner__profile__capacity"))
    return frozenset(row[0] for row in reached.order_by())
