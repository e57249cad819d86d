"""What waits in the outbox, for health and doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Min

from segue.outbox.models import Job, Message

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet


def oldest_waiting(*, at: datetime) -> datetime | None:
    """Return since when the longest-waiting fact should have been heard; None when none waits.

    A job that failed and waits for its next attempt is not late.
    """
    unheard = unexpanded().order_by("id").values_list("happened_at", flat=True).first()
    waiting = waiting_jobs(at=at).aggregate(first=Min("run_at"))["first"]
    return min((when for when in (unheard, waiting) if when), default=None)


def unexpanded() -> QuerySet[Message]:
    """Return the facts that no worker has seen yet."""
    return Message.objects.filter(expanded_at__isnull=True)


def waiting_jobs(*, at: datetime) -> QuerySet[Job]:
    """Return the jobs that are due at a moment."""
    return Job.objects.filter(done_at__isnull=True, buried_at__isnull=True, run_at__lte=at)


def unheard(*, at: datetime) -> QuerySet[Message]:
    """Return the facts that nobody had begun to tell at a moment."""
    return Message.objects.filter(expanded_at__isnull=True, happened_at__lte=at)


def buried() -> QuerySet[Job]:
    """Return the jobs that were given up, the longest ago first; not those that an operator has dismissed."""
    given_up = Job.objects.filter(buried_at__isnull=False, done_at__isnull=True)
    return given_up.select_related("message").order_by("buried_at")


def payload_of(key: str) -> dict[str, Any] | None:
    """Return what was told under a key, as long as it is kept; None when nothing was."""
    return Message.objects.filter(key=key).values_list("payload", flat=True).first()


def about_lead(lead_id: UUID) -> list[Message]:
    """Return the facts about a lead that are still kept, with their jobs, in the order in which they were told."""
    found = Message.objects.filter(key__startswith=f"lead:{lead_id}:")
    return list(found.prefetch_related("jobs").order_by("happened_at", "id"))
