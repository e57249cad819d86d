"""Rate limits that hold across processes: one statement counts a hit, also on several keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from segue.kit.errors import TooMany
from segue.kit.ids import keyed_digest
from segue.kit.statement import rows_of
from segue.store.models import Counter

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP = timedelta(days=2)

_COUNT = """
INSERT INTO store_counter (key, window_start, count) VALUES {rows}
ON CONFLICT (key, window_start) DO UPDATE SET count = store_counter.count + 1
WHERE store_counter.count < CASE store_counter.key {limits} END
RETURNING key, count
"""
"""Opens the window or counts on; a full one returns no row. Django's upsert knows neither the condition nor the sum."""


def address_key(purpose: str, address: str) -> str:
    """Return the key by which what comes from an address, a client's or for mail, is counted; it does not say which."""
    return f"{purpose}:{keyed_digest(purpose, address or 'unknown').hex()[:40]}"


def hit(key: str, *, most: int, within: timedelta, at: datetime) -> int:
    """Count one hit on `key` and return how many the running window has now; raise TooMany beyond `most`.

    Windows are fixed (they start at multiples of `within`), so a burst across an edge may reach twice `most`.
    """
    return hit_each({key: most}, within=within, at=at)[key]


def hit_each(most: Mapping[str, int], *, within: timedelta, at: datetime) -> dict[str, int]:
    """Count one hit on each key, at most as often as it says, and return how many each has now.

    Raises TooMany where any is full. Call it in a transaction that ends with that: then none has counted.
    """
    start = connection.ops.adapt_datetimefield_value(_window(within, at=at))
    sql = _COUNT.format(rows=", ".join(["(%s, %s, 1)"] * len(most)), limits="WHEN %s THEN %s " * len(most))
    params = [param for key in most for param in (key, start)] + [param for limit in most.items() for param in limit]
    counts: dict[str, int] = dict(rows_of(sql, params))
    if len(counts) < len(most):
        over = _window(within, at=at) + within
        raise TooMany(seconds=max(1, int((over - at).total_seconds())))
    return counts


def counted(key: str, *, within: timedelta, at: datetime) -> int:
    """Return how many hits the running window of `key` has, without counting one."""
    row = Counter.objects.filter(key=key, window_start=_window(within, at=at))
    return row.values_list("count", flat=True).first() or 0


def _window(within: timedelta, *, at: datetime) -> datetime:
    seconds = int(within.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)


def forget_old(*, at: datetime) -> int:
    """Delete windows that began more than two days ago; return how many."""
    return Counter.objects.filter(window_start__lt=at - KEEP).delete()[0]
