"""Rows claimed by a lease (`leased_until`): held anew, or let go, by who holds them still and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import Manager


class Leased(Protocol):
    """A row that a worker has claimed, with the lease under which it was read."""

    pk: Any
    leased_until: Any


def hold(row: Leased, rows: Manager[Any], *, until: datetime) -> bool:
    """Hold a row until a later moment; return False where another has taken it since its lease was over."""
    if not rows.filter(pk=row.pk, leased_until=row.leased_until).update(leased_until=until):
        return False
    row.leased_until = until
    return True


def let_go(claimed: Sequence[Leased], rows: Manager[Any]) -> None:
    """Let others have these rows at once; those that another holds by now stay theirs."""
    for held_until in {row.leased_until for row in claimed}:
        rows.filter(pk__in=[row.pk for row in claimed], leased_until=held_until).update(leased_until=None)
