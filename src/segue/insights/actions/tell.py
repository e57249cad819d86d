"""Tell the directory how partners' leads went, faded to now: those with changes within a minute, all once a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, Sum

from segue.directory.actions.record_signals import Told, record_means, record_signals
from segue.directory.ranking import decay
from segue.directory.ranking.history import Count
from segue.directory.signals import means_told_at
from segue.insights.actions._ledger import counts_of, locked
from segue.insights.models import Afresh, DayCount, Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

AT_ONCE = 20
"""Partners told in one transaction."""
MOST = 200
"""Partners told at one turn of the duty; the others at the next."""
A_DAY = timedelta(hours=24)


def tell_signals(*, at: datetime) -> int:
    """Tell the directory of partners whose counts changed, then of those not told of for a day; return of how many."""
    waiting = Ledger.objects.filter(Q(changed=True) | Q(told_at__lte=at - A_DAY)).order_by("-changed", "told_at")
    ids = list(waiting.values_list("partner_id", flat=True)[:MOST])
    for start in range(0, len(ids), AT_ONCE):
        # In one order, so that two workers cannot wait for each other.
        _tell(sorted(ids[start : start + AT_ONCE]), at=at)
    return len(ids)


def tell_means_if_due(*, at: datetime) -> None:
    """Tell what is usual where any partner's counts were told since it was told last; no other changes are worth it."""
    last = means_told_at()
    if last is None or Ledger.objects.filter(told_at__gte=last).exists():
        tell_means(at=at)


def tell_means(*, at: datetime) -> None:
    """Tell the directory what is usual, from the counts of all partners together."""
    summed = DayCount.objects.order_by("day", "kind", "facet").values_list("day", "kind", "facet")
    counts = [Count(*row) for row in summed.annotate(amount=Sum("amount")).iterator()]
    record_means(decay.means(counts, at=at, half=1.0), at=at)


def _tell(partner_ids: Sequence[UUID], *, at: datetime) -> None:
    with transaction.atomic():
        told = []
        for partner_id in partner_ids:
            ledger = locked(partner_id, at=at)
            counts = counts_of(partner_id)
            signals = decay.signals(counts, at=at, afresh=_afresh(partner_id))
            within = decay.usually_within(counts, at=at)
            told.append(Told(partner_id, signals, within or ""))
            ledger.changed, ledger.told_at = False, at
            ledger.one_reason = decay.always_the_same_reason(counts) or ""
            ledger.save(update_fields=["changed", "told_at", "one_reason"])
        record_signals(told, at=at)


def _afresh(partner_id: UUID) -> dict[str, date]:
    return dict(Afresh.objects.filter(partner_id=partner_id).values_list("facet", "day"))
