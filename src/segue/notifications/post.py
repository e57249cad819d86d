"""Turn notices into mails: each into one at most, many expiries of one sweep and what waits for a digest into one."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog
from django.db import connection, transaction
from django.db.models import Q

from segue.kit import faults
from segue.kit.away import is_away
from segue.leads.actions.expire import overdue_leads
from segue.notifications import bell, digests, gathering
from segue.notifications.catalogue import CATALOGUE, EXPIRIES
from segue.notifications.compose import compose_list, dressed, letter_of, letter_of_list, title_of, titles_of
from segue.notifications.gathering import How
from segue.notifications.models import Notice
from segue.outbox.models import Job, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.notifications.models import Addressee

SINGLY = 10
"""So many expiries of one sweep come to a recipient one by one; more come as one list."""
RECIPIENTS_AT_ONCE = 10
"""So many recipients' expiries are composed in one transaction."""
LONGEST_GATHERING = timedelta(seconds=60)
RETRY_AFTER = [timedelta(seconds=s) for s in (30, 300, 1800, 7200, 28800)]
MOST_EXPIRIES = 20_000

log = structlog.get_logger(__name__)


def post_notices(*, at: datetime, limit: int = 50) -> int:
    """Tell what is due, by a mail where one is wanted now; return how many notices were settled (or put off).

    A small portion a transaction: on SQLite nobody else writes while letters are composed.
    """
    return _post_singly(at=at, limit=limit) + _post_expiries(at=at) + digests.post_digests(at=at)


def overdue(*, at: datetime) -> QuerySet[Notice]:
    """Return the notices that failed and wait for their next attempt."""
    return _waiting(at=at + timedelta(days=1)).exclude(error="")


def _waiting(*, at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(told_at__isnull=True, dropped_at__isnull=True, due_at__lte=at).order_by("due_at", "id")


def _locked(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    if connection.features.has_select_for_update_skip_locked:
        return notices.select_for_update(skip_locked=True)
    return notices


def _tell(notice: Notice, addressee: Addressee | None, *, at: datetime) -> None:
    """Tell one notice; what it says is read now, and nothing is told that is settled by now."""
    said = letter_of(notice)
    row = Notice.objects.filter(id=notice.id)
    if said is None:
        row.update(dropped_at=at)
        return
    letter, about = said
    how = gathering.choose(notice, about.lead, addressee, at=at)
    data = notice.data | titles_of(notice, partial(CATALOGUE[notice.kind].words, about))
    told = {"told_at": at, "title": title_of(letter), "data": data, "error": ""}
    if how is How.BY_ITSELF:
        mail = dressed(letter, notice, at=at)
        mail.save(force_insert=True)
        row.update(mail=mail, **told)
        if addressee is not None and not CATALOGUE[notice.kind].mandatory:
            addressee.singly += 1
    elif how is How.WITH_OTHERS and addressee is not None:
        row.update(digest_at=gathering.next_digest(addressee, at=at), **told)
    else:
        row.update(**told)


def _post(notices: Sequence[Notice], tell: Callable[[], None], *, at: datetime) -> None:
    """Tell notices of one recipient; those that cannot be written do not hold up the others."""
    try:
        with transaction.atomic():
            tell()
    except Exception as error:  # put off, so that the others are written meanwhile
        if is_away(error):
            raise
        log.error("notice.failed", kind=notices[0].kind, notice=str(notices[0].id), exc_info=error)  # noqa: TRY400 -- given
        for notice in notices:
            failures = notice.attempts + 1
            wait = RETRY_AFTER[min(failures, len(RETRY_AFTER)) - 1]
            Notice.objects.filter(id=notice.id).update(attempts=failures, error=faults.told(error), due_at=at + wait)


def _tell_as_list(notices: Sequence[Notice], *, at: datetime) -> None:
    mail = compose_list(*notices, at=at)
    mail.save(force_insert=True)
    rows = Notice.objects.filter(id__in=[notice.id for notice in notices])
    rows.update(mail=mail, told_at=at, title=mail.subject, error="")
    if titles := titles_of(notices[0], partial(letter_of_list, *notices)):
        for notice in notices:
            notice.data |= titles
        Notice.objects.bulk_update(notices, ["data"], batch_size=500)


def _whose(notices: Sequence[Notice]) -> set[tuple[UUID, UUID | None]]:
    return {(notice.person_id, notice.partner_id) for notice in notices if notice.person_id is not None}


def _post_singly(*, at: datetime, limit: int) -> int:
    singly = _waiting(at=at).exclude(kind__in=EXPIRIES)
    if not singly.exists():
        return 0
    with transaction.atomic(durable=True):
        notices = list(_locked(singly)[:limit])
        addressees = gathering.addressees_of(notices, at=at)
        for notice in notices:
            addressee = addressees.get(notice.to.lower())
            _post([notice], partial(_tell, notice, addressee, at=at), at=at)
        gathering.keep(addressees.values())
        bell.count_anew(_whose(notices))
    return len(notices)


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
                _post(notices, partial(_tell_as_list, notices, at=at), at=at)
            else:
                for notice in notices:
                    _post([notice], partial(_tell, notice, None, at=at), at=at)
        # All at once, in one order everywhere, so that two workers never wait for each other.
        bell.count_anew(_whose([notice for notices in by_recipient.values() for notice in notices]))
    return sum(map(len, by_recipient.values()))


def _more_to_come(*, at: datetime) -> bool:
    """Return whether the sweep is not done, or what it told has not been heard: then a list would be cut in two."""
    if overdue_leads(at=at).exists() or Message.objects.filter(fact="lead.expired", expanded_at__isnull=True).exists():
        return True
    unheard = Job.objects.filter(Q(leased_until__isnull=False) | Q(run_at__lte=at), message__fact="lead.expired")
    return unheard.filter(done_at__isnull=True, buried_at__isnull=True).exists()
