"""Rate limits that hold across processes: one conditional update per hit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from segue.kit.errors import TooMany
from segue.store.models import Counter


def hit(key: str, *, most: int, within: timedelta, at: datetime) -> None:
    """Count one hit on `key`; raise TooMany when there were already `most` in the running window.

    Windows are fixed (they start at multiples of `within`), so a burst across an edge may reach twice `most`.
    """
    seconds = int(within.total_seconds())
    start = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
    row = Counter.objects.filter(key=key, window_start=start)
    for _ in range(2):
        if row.filter(count__lt=most).update(count=F("count") + 1):
            return
        if row.exists():
            raise TooMany
        try:
            with transaction.atomic():
                Counter.objects.create(key=key, window_start=start, count=0)
        except IntegrityError:
            continue  # another process opened this window a moment ago: count in it


def forget_old(*, at: datetime) -> int:
    """Delete windows that ended more than two days ago; return how many."""
    return Counter.objects.filter(window_start__lt=at - timedelta(days=2)).delete()[0]
