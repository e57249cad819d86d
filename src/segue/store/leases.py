"""Recurring duties: one worker does each, as long as it holds it, and a dead one's comes back by itself.

A duty that takes longer than it is held is begun by another worker meanwhile; every duty bears that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from segue.kit.clock import LONG_AGO
from segue.store.models import Lease

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from django.db.models import QuerySet


def due(names: Iterable[str], *, at: datetime) -> list[str]:
    """Return which duties are due and free, in the order given, by one small read."""
    rows = Lease.objects.filter(name__in=list(names)).values_list("name", "held_until", "next_at")
    waiting = {name for name, held_until, next_at in rows if held_until > at or next_at > at}
    return [name for name in names if name not in waiting]


def take(name: str, *, at: datetime, hold: timedelta) -> datetime | None:
    """Hold a duty that is due and return until when; None when another process does it or has done it."""
    Lease.objects.bulk_create([Lease(name=name, held_until=LONG_AGO, next_at=LONG_AGO)], ignore_conflicts=True)
    free_and_due = Q(held_until__lte=at, next_at__lte=at)
    until = at + hold
    return until if Lease.objects.filter(free_and_due, name=name).update(held_until=until) else None


def give_back(name: str, *, held_until: datetime, at: datetime, next_at: datetime, error: str = "") -> None:
    """Record that the duty was done (or failed, with `error`) and when it is due again.

    Nothing when it took longer than it was held and another process has it by now: that one records it.
    """
    done = {} if error else {"last_done_at": at}
    mine = Lease.objects.filter(name=name, held_until=held_until)
    mine.update(held_until=LONG_AGO, next_at=next_at, last_error=error[:2000], **done)


def told() -> list[Lease]:
    """Return what is known of every duty that was ever taken, by name."""
    return list(Lease.objects.order_by("name"))


def failing() -> QuerySet[Lease]:
    """Return the duties that failed at their last turn."""
    return Lease.objects.exclude(last_error="")
