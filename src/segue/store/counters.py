"""Rate limits that hold across processes: one statement per hit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection

from segue.kit.errors import TooMany
from segue.store.models import Counter

_COUNT_ONE = """
INSERT INTO store_counter (key, window_start, count) VALUES (%s, %s, 1)
ON CONFLICT (key, window_start) DO UPDATE SET count = store_counter.count + 1 WHERE store_counter.count < %s
RETURNING count
"""
"""Opens the window or counts on; a full one returns no row. Django's upsert knows neither the condition nor the sum."""


def hit(key: str, *, most: int, within: timedelta, at: datetime) -> int:
    """Count one hit on `key` and return how many the running window has now; raise TooMany beyond `most`.

    Windows are fixed (they start at multiples of `within`), so a burst across an edge may reach twice `most`.
    """
    start = connection.ops.adapt_datetimefield_value(_window(within, at=at))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ONE, [key, start, most])
        counts: list[tuple[int]] = cursor.fetchall()
    if not counts:
        raise TooMany
    return counts[0][0]


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
