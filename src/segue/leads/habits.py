"""What a partner makes of its leads, in the few numbers that decide which it gets next. Test leads do not count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from segue.leads.by_partner import Standing, standings
from segue.leads.models import Lead, Outcome, Stage

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Habits:
    """`came`: leads received in 90 days, of which accepted, declined, expired; `open_deals`, of which `incomplete`.

    Incomplete is a deal without value or purchase date, or with a date that is over.
    """

    standing: Standing
    came: int
    accepted: int
    declined: int
    expired: int
    open_deals: int
    incomplete: int


def habits_of(partner_id: UUID, *, at: datetime, today: date) -> Habits:
    """Return a company's numbers in three statements; `today` is the day by which purchase dates are over."""
    real = Lead.objects.filter(partner_id=partner_id, test_of__isnull=True).order_by()
    came = real.filter(received_at__gt=at - LOOKED_BACK).aggregate(
        came=Count("id"),
        accepted=Count("id", filter=Q(accepted_at__isnull=False)),
        declined=Count("id", filter=Q(outcome=Outcome.DECLINED)),
        expired=Count("id", filter=Q(outcome=Outcome.EXPIRED)),
    )
    lacks = Q(value_minor__isnull=True) | Q(purchase_on__isnull=True) | Q(purchase_on__lt=today)
    deals = real.filter(stage=Stage.ACCEPTED, withdrawn_at__isnull=True).aggregate(
        open_deals=Count("id"), incomplete=Count("id", filter=lacks)
    )
    return Habits(standing=standings([partner_id], at=at)[partner_id], **came, **deals)
