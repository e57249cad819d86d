"""Bring facts to their handlers: expand a message into one job per handler, claim jobs by lease, call, back off, bury.

Claims go by state, never by "id greater than the last": a row committed late would be passed over for ever.
A handler may be called twice for the same message and must be idempotent by the message's key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet

from segue.kit import faults, leased
from segue.kit.away import is_away
from segue.kit.trace import request_id
from segue.outbox.models import Job, Message
from segue.outbox.queries import buried

if TYPE_CHECKING:
    from uuid import UUID

    from segue.kit.clock import Clock

LEASE = timedelta(minutes=5)
"""Twice as long as any handler may take: a worker that has less than half of it left takes it anew for its next job."""

RETRY_AFTER = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800)]
"""Waits after the first, second, ... failure; after the last a job is buried, where `segue doctor` shows it."""

KEEP_DONE = timedelta(days=7)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as a handler receives it, `at` a moment that may be hours later: what it does, it does then."""

    fact: str
    key: str
    payload: Mapping[str, Any]
    happened_at: datetime
    quiet: bool
    at: datetime


_Row = TypeVar("_Row", bound=Model)

Handler = Callable[[Heard], None]
Wiring = Mapping[str, Sequence[Handler]]


def name_of(handler: Handler) -> str:
    """Return the name under which a handler's jobs are kept, such as `notifications.leads.tell`."""
    return f"{handler.__module__.removeprefix('segue.')}.{handler.__name__}"


def expand(wiring: Wiring, *, at: datetime, limit: int = 200) -> int:
    """Turn waiting messages into jobs, one per handler; return how many messages were expanded."""
    # A fact without a row (one of a newer version, while two run) waits for a worker that knows it.
    waiting = Message.objects.filter(expanded_at__isnull=True, fact__in=list(wiring)).order_by("id")
    # Asked first: on SQLite a transaction keeps others from writing, also one that finds nothing to do.
    if not waiting.exists():
        return 0
    with transaction.atomic(durable=True):
        messages = list(_locked(waiting)[:limit])
        Job.objects.bulk_create(
            [
                Job(message=message, handler=name_of(handler), run_at=at)
                for message in messages
                for handler in wiring[message.fact]
            ],
            ignore_conflicts=True,
        )
        Message.objects.filter(id__in=[message.id for message in messages]).update(expanded_at=at)
    return len(messages)


def claim(*, at: datetime, limit: int = 20) -> list[Job]:
    """Lease waiting jobs to this worker until `at + LEASE`; no other worker gets them meanwhile."""
    free = Job.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lte=at),
        done_at__isnull=True,
        buried_at__isnull=True,
        run_at__lte=at,
    ).order_by("run_at")
    if not free.exists():
        return []
    with transaction.atomic(durable=True):
        ids = list(_locked(free).values_list("id", flat=True)[:limit])
        Job.objects.filter(id__in=ids).update(leased_until=at + LEASE)
    return list(Job.objects.filter(id__in=ids).select_related("message").order_by("run_at"))


def give_back(jobs: Sequence[Job]) -> None:
    """Let go of jobs that were claimed and not begun, so that another worker need not wait for the lease."""
    leased.let_go(jobs, Job.objects)


def run(job: Job, wiring: Wiring, *, now: Clock) -> bool:
    """Call the job's handler; return whether it was heard. A failure is written down and tried again later.

    A job that another worker has taken meanwhile, since the lease was over before its turn came, is left to that one.
    """
    if not _is_kept(job, at=now()):
        return False
    message = job.message
    handlers = {name_of(handler): handler for handler in wiring.get(message.fact, ())}
    token = request_id.set(message.request_id)
    try:
        handlers[job.handler](_heard(message, at=now()))
    except Exception as error:
        if is_away(error):
            raise  # nothing can be written down, the lease brings the job back
        _failed(job, error, at=now())
        return False
    finally:
        request_id.reset(token)
    Job.objects.filter(id=job.id).update(done_at=now(), leased_until=None)
    return True


def _heard(message: Message, *, at: datetime) -> Heard:
    return Heard(message.fact, message.key, message.payload, message.happened_at, message.quiet, at)


def _is_kept(job: Job, *, at: datetime) -> bool:
    """Return whether a claimed job is still this worker's, with time enough to work on it."""
    if job.leased_until is not None and job.leased_until - at >= LEASE / 2:
        return True
    return leased.hold(job, Job.objects, until=at + LEASE)


def _failed(job: Job, error: Exception, *, at: datetime) -> None:
    failures = job.attempts + 1
    log.error("job.failed", handler=job.handler, key=job.message.key, failures=failures, exc_info=error)
    over = failures > len(RETRY_AFTER)
    Job.objects.filter(id=job.id, leased_until=job.leased_until).update(
        attempts=failures,
        error=faults.told(error),
        leased_until=None,
        run_at=at if over else at + RETRY_AFTER[failures - 1],
        buried_at=at if over else None,
    )


def try_again(*, at: datetime) -> int:
    """Give the jobs that were given up to the worker anew, with all attempts before them; return how many."""
    return buried().update(buried_at=None, attempts=0, run_at=at, leased_until=None)


def dismiss(job_id: UUID, *, at: datetime) -> int:
    """Take a job that was given up for done, unheard; return 1, or 0 when none of this id was given up."""
    return buried().filter(id=job_id).update(done_at=at)


def forget_done(*, at: datetime, limit: int = 5000) -> int:
    """Delete messages all of whose jobs were done more than `KEEP_DONE` ago; return how many went."""
    old = (
        Message.objects.filter(expanded_at__lt=at - KEEP_DONE)
        .exclude(jobs__done_at__isnull=True, jobs__id__isnull=False)
        .values_list("id", flat=True)[:limit]
    )
    with transaction.atomic(durable=True):
        ids = list(old)
        Message.objects.filter(id__in=ids).delete()
    return len(ids)


def _locked(rows: QuerySet[_Row]) -> QuerySet[_Row]:
    """Take the rows for this transaction, passing over those of another; SQLite has one writer at a time anyway."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True)
    return rows
