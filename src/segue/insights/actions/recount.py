"""Count everything anew from the leads and their events, and mend what differs from what was kept.

Kept counts and new ones must be equal. What differs is a fault: it is logged, counted on the partner's ledger (metrics
and `segue doctor` read it there), and mended.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import F

from segue.insights.actions._ledger import Days, add, counts_of, days_of, fold_anew, locked
from segue.insights.models import Contribution, Ledger
from segue.leads.histories import leads_to_count, partners_with_leads
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from segue.insights.actions._ledger import Folded

AT_ONCE = 200
"""Leads counted anew in one transaction, so that nobody waits long for it."""
HEARD_WITHIN = timedelta(hours=1)
"""A lead that changed since may not have been counted yet: its fact is on the way."""
NIGHT = range(1, 5)
"""Hours of the programme's day in which a slice is looked at."""
SLICE = 1000
"""Leads looked at at one turn of the duty: some seconds, in which the worker does nothing else."""
EACH_NIGHT = timedelta(hours=20)

log = structlog.get_logger(__name__)


def check_slice(*, at: datetime) -> int:
    """By night, count some leads anew of the partners that wait for it longest; return how many leads."""
    if at.astimezone(ZoneInfo(rules().programme.time_zone)).hour not in NIGHT:
        return 0
    open_ledgers(at=at)
    looked_at = 0
    longest_ago = Ledger.objects.exclude(checked_at__gt=at - EACH_NIGHT).order_by(F("checked_at").asc(nulls_first=True))
    for partner_id in longest_ago.values_list("partner_id", flat=True)[:SLICE]:
        while looked_at < SLICE:
            leads = recount(partner_id, at=at)
            looked_at += leads
            if not leads:
                break
    return looked_at


def begin_anew() -> None:
    """Let `rebuild` count every partner from its first lead, also one that a night has counted in part."""
    Ledger.objects.update(checked_at=None, checked_up_to=None)


def rebuild(*, at: datetime, tell: Callable[[int, int], None]) -> int:
    """Count the partners anew that were not since `begin_anew`, and return in how many places something differed.

    `tell` hears how many of how many partners are done. Broken off and called again, it goes on where it was.
    """
    open_ledgers(at=at)
    total, before = Ledger.objects.count(), _differences_so_far()
    done = total - Ledger.objects.filter(checked_at=None).count()
    while waiting := list(Ledger.objects.filter(checked_at=None).values_list("partner_id", flat=True)[:AT_ONCE]):
        for partner_id in waiting:
            while recount(partner_id, at=at):
                pass
            done += 1
            tell(done, total)
    return _differences_so_far() - before


def open_ledgers(*, at: datetime) -> None:
    """Open a ledger for every company that has leads and none: those of a time before there were ledgers."""
    new = partners_with_leads() - set(Ledger.objects.values_list("partner_id", flat=True))
    Ledger.objects.bulk_create([Ledger(partner_id=one, opened_at=at) for one in sorted(new)], ignore_conflicts=True)


def recount(partner_id: UUID, *, at: datetime) -> int:
    """Count the next leads of a partner anew, mend what differs, and return how many leads there were.

    When there are none left the sums of its days are looked at, and the next call begins with its first lead again.
    """
    with transaction.atomic():
        ledger = locked(partner_id, at=at)
        ids = leads_to_count(partner_id, after=ledger.checked_up_to, limit=AT_ONCE)
        found = _differences(fold_anew(partner_id, ids, at=at), ledger, at=at) if ids else _mend_days(partner_id)
        ledger.checked_up_to = ids[-1] if ids else None
        ledger.checked_at = ledger.checked_at if ids else at
        if found:
            ledger.differences, ledger.differed_at = ledger.differences + found, at
            log.error("signals.differ", partner=str(partner_id), places=found)
        ledger.save(update_fields=["checked_at", "checked_up_to", "differences", "differed_at"])
    return len(ids)


def _differences_so_far() -> int:
    return sum(Ledger.objects.values_list("differences", flat=True))


def _differences(found: Folded, ledger: Ledger, *, at: datetime) -> int:
    """Return how many leads counted for something else than they should have; one whose turn is to come does not."""
    forgotten = [one for one in found.missing if ledger.opened_at <= one.lead.updated_at < at - HEARD_WITHIN]
    wrong = [
        one
        for one, before in found.other
        if (before.version == one.lead.version or one.lead.updated_at < at - HEARD_WITHIN)
        and (before.due_at is None or before.due_at > at)
    ]
    return len(forgotten) + len(wrong)


def _mend_days(partner_id: UUID) -> int:
    """Make a partner's days the sums of what its leads count for; return how many were not. The ledger is locked."""
    kept: Days = days_of([counts_of(partner_id)])
    wanted = days_of(Contribution.objects.filter(partner_id=partner_id).values_list("counts", flat=True).iterator())
    wanted.subtract(kept)
    wrong = {key: amount for key, amount in wanted.items() if amount}
    add(partner_id, wrong)
    return len(wrong)
