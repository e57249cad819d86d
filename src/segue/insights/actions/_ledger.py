"""Count leads of one partner anew and bring its days up to it: the one place that writes contributions and days.

Every change of a partner's counts begins by locking its ledger, so changes of one partner come one after the other and
no two can wait for each other; those of different partners run at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from segue.directory.ranking.fold import fold, next_look
from segue.directory.ranking.history import Count
from segue.insights.models import Contribution, DayCount, Ledger
from segue.kit.writing import insert
from segue.leads.histories import Lived, Origin, leads_of, lived
from segue.leads.origins import origins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

Key = tuple[date, str, str]
Days = Counter[Key]
"""Amounts by day, kind and facet."""

_ADD = (
    " ON CONFLICT (partner_id, day, kind, facet)"
    " DO UPDATE SET amount = insights_daycount.amount + excluded.amount"
)  # fmt: skip
_KEPT = ("version", "counts", "due_at")


@dataclass(slots=True)
class Folded:
    """What counting some leads anew found: the leads, and those whose kept counts were others."""

    leads: list[Lived] = field(default_factory=list)
    missing: list[Lived] = field(default_factory=list)
    other: list[tuple[Lived, Contribution]] = field(default_factory=list)
    """With what was kept before."""


def locked(partner_id: UUID, *, at: datetime) -> Ledger:
    """Return a partner's ledger, opened if there was none, locked until the transaction ends."""
    if not connection.in_atomic_block:
        message = "a ledger is locked in the transaction that changes its counts"
        raise RuntimeError(message)
    Ledger.objects.bulk_create([Ledger(partner_id=partner_id, opened_at=at)], ignore_conflicts=True)
    return Ledger.objects.select_for_update().get(partner_id=partner_id)


def fold_anew(partner_id: UUID, lead_ids: Sequence[UUID], *, at: datetime) -> Folded:
    """Make leads count for what they are worth at a moment, and return what was found. The ledger must be locked.

    What a lead counted for before is taken off its days and what it counts for now is added, so doing it twice, late
    or in another order ends in the same.
    """
    leads = leads_of(partner_id, lead_ids)
    kept = {one.lead_id: one for one in Contribution.objects.filter(partner_id=partner_id, lead__in=lead_ids)}
    new = [lead for lead in leads if lead.id not in kept]
    known = {one.lead_id: Origin(one.own, one.earlier) for one in kept.values()}
    known |= origins(partner_id, new) if new else {}
    found = Folded(leads=lived(leads, known))
    change: Days = Counter()
    written = []
    for one in found.leads:
        row, before = _contribution(one, known[one.lead_id], at=at), kept.get(one.lead_id)
        if before is None:
            found.missing.append(one)
        elif before.counts != row.counts:
            found.other.append((one, before))
        if before is None or any(getattr(before, name) != getattr(row, name) for name in _KEPT):
            written.append(row)
        change.update(days_of([row.counts]))
        change.subtract(days_of([before.counts] if before else []))
    _write(written)
    add(partner_id, change)
    return found


def days_of(counts: Iterable[Sequence[Sequence[object]]]) -> Days:
    """Return the sums by day of what leads count for, as contributions keep it."""
    found: Days = Counter()
    for of_one in counts:
        for day, kind, facet, amount in of_one:
            found[date.fromisoformat(str(day)), str(kind), str(facet)] += int(str(amount))
    return found


def add(partner_id: UUID, change: Mapping[Key, int]) -> None:
    """Add amounts to a partner's days, and let the directory be told; days at nothing go."""
    rows = [
        DayCount(partner_id=partner_id, day=day, kind=kind, facet=facet, amount=amount)
        for (day, kind, facet), amount in sorted(change.items())
        if amount
    ]
    if not rows:
        return
    insert(DayCount, rows, then=_ADD)
    DayCount.objects.filter(partner_id=partner_id, day__in={row.day for row in rows}, amount=0).delete()
    Ledger.objects.filter(partner_id=partner_id).update(changed=True)


def counts_of(partner_id: UUID) -> list[Count]:
    """Return a partner's counts by day, as they are kept."""
    rows = DayCount.objects.filter(partner_id=partner_id).order_by("day", "kind", "facet")
    return [Count(*row) for row in rows.values_list("day", "kind", "facet", "amount")]


def _contribution(one: Lived, origin: Origin, *, at: datetime) -> Contribution:
    counts = [[count.day.isoformat(), str(count.kind), count.facet, count.amount] for count in fold(one.history, at=at)]
    return Contribution(
        lead_id=one.lead_id,
        partner_id=one.lead.partner_id,
        version=one.lead.version,
        counts=sorted(counts),
        own=origin.own,
        earlier=origin.earlier,
        due_at=next_look(one.history, at=at),
    )


def _write(rows: list[Contribution]) -> None:
    Contribution.objects.bulk_create(rows, update_conflicts=True, unique_fields=["lead"], update_fields=list(_KEPT))
