"""A working day begins for the vendor: at 8 o'clock of the programme's wall clock, once, whoever's worker is up."""

from __future__ import annotations

from datetime import datetime, time

from django.db import IntegrityError, transaction

from segue.outbox.emit import Fact, emit
from segue.outbox.queries import payload_of
from segue.programme.queries import rules

BEGINS, TOO_LATE = 8, 20
"""The hours between which it is a morning's mail; after a day without a worker nobody wants it in the night."""


def last_began(at: datetime) -> datetime:
    """Return the morning of the last working day before that of a moment."""
    in_force = rules()
    calendar = in_force.programme.calendar()
    day = calendar.day_before(at.astimezone(in_force.zone).date())
    return datetime.combine(day, time(BEGINS), in_force.zone)


def begin_day(*, at: datetime) -> int:
    """Tell `vendor.morning` once on a working day, from 8 o'clock on; return whether it was told now (1 or 0).

    The fact's key is the day: of several workers one can write it, and none twice.
    """
    in_force = rules()
    local = at.astimezone(in_force.zone)
    calendar = in_force.programme.calendar()
    key = f"vendor.morning:{local:%Y-%m-%d}"
    if not BEGINS <= local.hour < TOO_LATE or not calendar.works_on(local.date()) or payload_of(key) is not None:
        return 0
    try:
        with transaction.atomic():
            emit(Fact("vendor.morning", key), at=at)
    except IntegrityError:
        return 0
    return 1
