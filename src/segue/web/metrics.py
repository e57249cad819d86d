"""`/metrics` for Prometheus: what waits, what was given up, how many leads there are; read when it is asked for.

Every process would answer the same, so it does not matter which one is asked. How many requests there were and how long
they took each process would know for itself only: the web server in front knows it for all.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, Info, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from segue import __version__
from segue.accounts.actor import SYSTEM, Visitor
from segue.insights.queries import differences
from segue.kit.errors import NotFound
from segue.leads.models import Stage
from segue.leads.queries import visible_to
from segue.notifications import deliver, post
from segue.outbox import queries as outbox
from segue.store import leases
from segue.web.entrance import at_of, enter
from segue.web.waiting import waits

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

COUNT_TO = 100_000
"""Where counting stops: more than that need no exact number, and asking must stay cheap."""


@require_safe
@never_cache
@enter(Visitor)
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the numbers to whoever sends SEGUE_METRICS_TOKEN; without such a setting there is no such page."""
    if not settings.METRICS_TOKEN:
        raise NotFound
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(measured(at=at_of(request))), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def measured(*, at: datetime) -> CollectorRegistry:
    """Return what there is to tell at a moment; numbers of rows stop at 100,000."""
    told = CollectorRegistry()
    Info("segue_build", "What runs.", registry=told).info({"version": __version__, "database": connection.vendor})
    _queues(told, at=at)
    _duties(told)
    words = "Counts of partners' leads that differed when they were counted anew, since the beginning; each was mended."
    Gauge("segue_signals_differed", words, registry=told).set(differences().places)
    leads = _gauge(told, "segue_leads", "Leads by stage.", by="stage")
    for stage in Stage:
        leads.labels(stage.value).set(_counted(visible_to(SYSTEM).filter(stage=stage)))
    return told


def _queues(told: CollectorRegistry, *, at: datetime) -> None:
    words = "For how long the longest-waiting fact, mail or overdue lead (sweep) has waited."
    longest = _gauge(told, "segue_longest_wait_seconds", words, by="what")
    for what, seconds in waits(at=at).items():
        longest.labels(what).set(seconds)
    waiting = _gauge(told, "segue_waiting", "What should have been done by now.", by="what")
    waiting.labels("facts").set(_counted(outbox.unexpanded()))
    waiting.labels("jobs").set(_counted(outbox.waiting_jobs(at=at)))
    waiting.labels("mails").set(_counted(deliver.unsent().filter(send_at__lte=at)))
    waiting.labels("notices").set(_counted(post.overdue(at=at)))
    buried = _gauge(told, "segue_given_up", "What failed at its last attempt.", by="what")
    buried.labels("jobs").set(_counted(outbox.buried()))
    buried.labels("mails").set(_counted(deliver.buried()))


def _duties(told: CollectorRegistry) -> None:
    done = _gauge(told, "segue_duty_done_timestamp_seconds", "When a duty was done last.", by="duty")
    failing = _gauge(told, "segue_duty_failing", "1 where a duty failed at its last turn.", by="duty")
    for lease in leases.told():
        failing.labels(lease.name).set(bool(lease.last_error))
        if lease.last_done_at:
            done.labels(lease.name).set(lease.last_done_at.timestamp())


def _gauge(told: CollectorRegistry, name: str, words: str, *, by: str) -> Gauge:
    return Gauge(name, words, [by], registry=told)


def _counted(rows: QuerySet[Model]) -> int:
    return rows.order_by()[:COUNT_TO].count()
