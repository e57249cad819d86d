"""Turn notices into mails: each notice into exactly one, many expiries of one sweep into one list a recipient."""

from __future__ import annotations

import traceback
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from segue.leads.actions.expire import overdue_leads
from segue.notifications.catalogue import EXPIRIES
from segue.notifications.compose import compose, compose_list
from segue.notifications.models import Mail, Notice
from segue.outbox.models import Job, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

SINGLY = 10
"""So many expiries of one sweep come to a recipient one by one; more come as one list."""
RECIPIENTS_AT_ONCE = 10
"""So many recipients' expiries are composed in one transaction."""
LONGEST_GATHERING = timedelta(seconds=60)
RETRY_AFTER = [timedelta(seconds=s) for s in (30, 300, 1800, 7200, 28800)]
MOST_EXPIRIES = 20_000

log = structlog.get_logger(__name__)


def post_notices(*, at: datetime, limit: int = 50) -> int:
    """Compose mails for what is due and return how many notices were settled (or put off after an error).

    A small portion a transaction: on SQLite nobody else writes while letters are composed.
    """
    with transaction.atomic(durable=True):
        singly = _waiting(at=at).exclude(kind__in=EXPIRIES)
        notices = list(_locked(singly)[:limit])
        for notice in notices:
            _post([notice], compose, at=at)
    return len(notices) + _post_expiries(at=at)


def overdue(*, at: datetime) -> QuerySet[Notice]:
    """Return the notices that failed and wait for their next attempt."""
    return _waiting(at=at + timedelta(days=1)).exclude(error="")


def _waiting(*, at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(mail__isnull=True, dropped_at__isnull=True, due_at__lte=at).order_by("due_at", "id")


def _locked(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    if connection.features.has_select_for_update_skip_locked:
        return notices.select_for_update(skip_locked=True)
    return notices


def _post(notices: Sequence[Notice], compose_them: Callable[..., Mail | None], *, at: datetime) -> None:
    """Put notices of one recipient into one mail; those that cannot be written do not hold up the others."""
    try:
        with transaction.atomic():
            _settle(notices, compose_them(*notices, at=at), at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # put off, so that the others are written meanwhile
        told = "".join(traceback.format_exception_only(error)).strip()[:2000]
        log.error("notice.failed", kind=notices[0].kind, notice=str(notices[0].id), exc_info=error)  # noqa: TRY400 -- given
        for notice in notices:
            failures = notice.attempts + 1
            wait = RETRY_AFTER[min(failures, len(RETRY_AFTER)) - 1]
            Notice.objects.filter(id=notice.id).update(attempts=failures, error=told, due_at=at + wait)


def _settle(notices: Sequence[Notice], mail: Mail | None, *, at: datetime) -> None:
    rows = Notice.objects.filter(id__in=[notice.id for notice in notices])
    if mail is None:
        rows.update(dropped_at=at)
        return
    mail.save(force_insert=True)
    rows.update(mail=mail, error="")


def _post_expiries(*, at: datetime) -> int:
    waiting = _waiting(at=at).filter(kind__in=EXPIRIES)
    oldest = waiting.values_list("created_at", flat=True).first()
    if oldest is None or (at - oldest < LONGEST_GATHERING and _more_to_come(at=at)):
        return 0
    with transaction.atomic(durable=True):
        # Whole recipients, so that no list is cut in two.
        to = list(waiting.order_by("to").values_list("to", flat=True).distinct()[:RECIPIENTS_AT_ONCE])
        by_recipient: dict[str, list[Notice]] = defaultdict(list)
        for notice in _locked(waiting.filter(to__in=to))[:MOST_EXPIRIES]:
            by_recipient[notice.to].append(notice)
        for notices in by_recipient.values():
            if len(notices) > SINGLY:
                _post(notices, compose_list, at=at)
            else:
                for notice in notices:
                    _post([notice], compose, at=at)
    return sum(map(len, by_recipient.values()))


def _more_to_come(*, at: datetime) -> bool:
    """Return whether the sweep is not done, or what it told has not been heard: then a list would be cut in two."""
    if overdue_leads(at=at).exists() or Message.objects.filter(fact="lead.expired", expanded_at__isnull=True).exists():
        return True
    unheard = Job.objects.filter(Q(leased_until__isnull=False) | Q(run_at__lte=at), message__fact="lead.expired")
    return unheard.filter(done_at__isnull=True, buried_at__isnull=True).exists()
