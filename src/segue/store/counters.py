"""Rate limits that hold across processes: one conditional update per hit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import F

from segue.kit.errors import TooMany
from segue.store.models import Counter


def hit(key: str, *, most: int, within: timedelta, at: datetime) -> None:
    """Count one hit on `key`; raise TooMany when there were already `most` in the running window.

    Windows are fixed (they start at multiples of `within`), so a burst across an edge may reach twice `most`.
    """
    start = _window(within, at=at)
    room = Counter.objects.filter(key=key, window_start=start, count__lt=most)
    if room.update(count=F("count") + 1):
        return
    # Full, or not opened yet, here or on another connection: open it, then ask once more.
    Counter.objects.bulk_create([Counter(key=key, window_start=start, count=0)], ignore_conflicts=True)
    if not room.update(count=F("count") + 1):
        raise TooMany


def counted(key: str, *, within: timedelta, at: datetime) -> int:
    """Return how many hits the running window of `key` has, without counting one."""
    row = Counter.objects.filter(key=key, window_start=_window(within, at=at))
    return row.values_list("count", flat=True).first() or 0


def _window(within: timedelta, *, at: datetime) -> datetime:
    seconds = int(within.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)


def forget_old(*, at: datetime) -> int:
    """Delete windows that ended more than two days ago; return how many."""
    return Counter.objects.filter(window_start__lt=at - timedelta(days=2)).delete()[0]
