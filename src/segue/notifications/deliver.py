"""Send what is composed: claimed by lease, sent outside transactions, marked afterwards.

A mail server that is away harms no mail: nothing is claimed until it answers. A mail is buried at once when the server
says that its recipient is not there. Whatever else it refuses may be about us (a quota, our sender, a size): such a
mail waits longer each time, is buried after the last attempt, and can be sent again when that is mended.
"""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import Min, Q

from segue.kit import faults, leased
from segue.kit.ids import id_from
from segue.kit.mail_status import status_in
from segue.notifications import bounces
from segue.notifications.catalogue import FORGET_AT_ONCE
from segue.notifications.models import Mail
from segue.notifications.return_path import return_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.core.mail.backends.base import BaseEmailBackend
    from django.db.models import QuerySet

    from segue.kit.clock import Clock

LEASE = timedelta(minutes=10)
"""Taken anew before each mail: it outlasts one with whom the server takes its whole time-out for every word of it."""
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240, 480, 960)]
KEEP_BODIES = timedelta(days=30)
BATCH = 20
NO_SUCH_MAILBOX = frozenset({550, 551, 553})
"""What a server answers to a recipient that it does not know (RFC 5321), and to much else: then its words decide."""
NOBODY = re.compile(
    r"no such|unknown|not exist|n't exist|not found|no mailbox"
    r"|(user|recipient|mailbox|account) (is )?(invalid|disabled)|(invalid|disabled) (user|recipient|mailbox|account)",
    re.IGNORECASE,
)
CLOSING = 421

log = structlog.get_logger(__name__)


class MailServerAway(Exception):  # noqa: N818 -- it reads as what happened
    """Nobody answers at the mail server's address, or it does not let us in."""


def deliver(*, now: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Send a batch of the mails that are due and return how many were tried; raise MailServerAway."""
    at = now()
    if not unsent().filter(send_at__lte=at).exists():
        return 0
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        unsent().filter(send_at__lte=at, error="").update(error=faults.told(error))
        raise MailServerAway(faults.told(error)) from error
    try:
        return _send_batch(server, now=now, stopping=stopping)
    finally:
        server.close()


def unsent() -> QuerySet[Mail]:
    """Return the mails that are still to be sent."""
    return Mail.objects.filter(sent_at__isnull=True, buried_at__isnull=True)


def oldest_unsent(*, at: datetime) -> datetime | None:
    """Return since when the longest-waiting mail should have been sent; None when none waits."""
    found: datetime | None = unsent().filter(send_at__lte=at).aggregate(first=Min("created_at"))["first"]
    return found


def buried() -> QuerySet[Mail]:
    """Return the mails that were given up, the longest ago first; not those that an operator has dismissed."""
    given_up = Mail.objects.filter(sent_at__isnull=True, buried_at__isnull=False, dismissed_at__isnull=True)
    return given_up.order_by("buried_at")


def send_again(*, at: datetime) -> int:
    """Queue the mails that were given up anew, with all attempts before them; return how many.

    Those whose body is forgotten stay: they held a code to sign in with, or were given up more than 30 days ago.
    """
    return buried().exclude(text="").update(buried_at=None, attempts=0, send_at=at, leased_until=None)


def dismiss(named: str, *, at: datetime) -> int:
    """Wait no longer for the mail of an id that was given up, or for all to an address; return for how many.

    They stay written down as given up and dismissed, and cannot be sent again.
    """
    mail_id = id_from(named)
    chosen = buried().filter(id=mail_id) if mail_id else buried().filter(to__iexact=named)
    return chosen.update(dismissed_at=at)


def forget_bodies(*, at: datetime, limit: int = 2000) -> int:
    """Empty the bodies of mails sent or given up more than 30 days ago; return how many."""
    before = at - KEEP_BODIES
    # Written before that too, of course: it lets the index of bodies end the walk.
    over = Mail.objects.filter(Q(sent_at__lt=before) | Q(buried_at__lt=before), created_at__lt=before)
    old = over.exclude(text="").order_by("created_at").values_list("id", flat=True)[:limit]
    return Mail.objects.filter(id__in=list(old)).update(text="", html="")


def message_id(mail: Mail) -> str:
    """Return the Message-ID of a mail: always the same, so that a repeat is recognisable."""
    return f"<{mail.id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


def _send_batch(server: BaseEmailBackend, *, now: Clock, stopping: Callable[[], bool]) -> int:
    mails = _claim(at=now())
    begun = 0
    try:
        for mail in mails:
            if stopping():
                break
            begun += 1
            # It may have been taken by another worker since its lease was over.
            if leased.hold(mail, Mail.objects, until=now() + LEASE) and not _send(server, mail, now=now):
                break
    finally:
        leased.let_go(mails[begun:], Mail.objects)
    return begun


def _claim(*, at: datetime) -> list[Mail]:
    with transaction.atomic(durable=True):
        free = unsent().filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at), send_at__lte=at)
        free = free.order_by("send_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True)
        ids = list(free.values_list("id", flat=True)[:BATCH])
        Mail.objects.filter(id__in=ids).update(leased_until=at + LEASE)
    return list(Mail.objects.filter(id__in=ids).order_by("send_at", "id"))


def _send(server: BaseEmailBackend, mail: Mail, *, now: Clock) -> bool:
    """Send one mail and write down what came of it; return whether the server can take the next one."""
    at = now()
    # The date is ours, not the mail library's: in the demo the clock may stand days ahead.
    headers = {**mail.headers, "Date": format_datetime(at), "Message-ID": message_id(mail)}
    headers["Content-Language"] = mail.language
    # The sender on the envelope is where the mail comes back to; people see the one in the headers.
    headers["From"] = settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(
        mail.subject, mail.text, return_path(mail), [mail.to], headers=headers, connection=server
    )
    message.attach_alternative(mail.html, "text/html")
    try:
        server.send_messages([message])
    except (smtplib.SMTPException, OSError) as error:
        gone = _says_gone(error)
        if gone:
            bounces.heard(mail.to, status=gone, sent_at=at, at=at)
        _failed(mail, error, at=now(), for_good=bool(gone))
        return not _hung_up(error)
    except (ValueError, UnicodeError) as error:
        _failed(mail, error, at=now(), for_good=True)  # an address or header that cannot be sent will not change
        return True
    Mail.objects.filter(id=mail.id).update(sent_at=at, leased_until=None, error="", **_left_of(mail))
    return True


def _left_of(mail: Mail) -> dict[str, str]:
    """Return what is kept of the body of a mail that is over: nothing of one that holds a code to sign in with."""
    return {"text": "", "html": ""} if mail.kind in FORGET_AT_ONCE else {}


def _says_gone(error: Exception) -> str:
    """Return the status by which the server says that the recipient is not there; empty for all else it refuses."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    code, words = next(iter(error.recipients.values()))
    said = words.decode(errors="replace")
    nobody = code in NO_SUCH_MAILBOX and NOBODY.search(said) and "sender" not in said.lower()
    status = status_in(said) or ("5.0.0" if nobody else "")
    return status if bounces.is_gone(status) else ""


def _hung_up(error: Exception) -> bool:
    """Return whether the server is done with this connection: it is gone, or said that it closes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == CLOSING for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == CLOSING
    return isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPException)


def _failed(mail: Mail, error: Exception, *, at: datetime, for_good: bool) -> None:
    failures = mail.attempts + 1
    over = for_good or failures > len(RETRY_AFTER)
    log.error("mail.failed", kind=mail.kind, mail=str(mail.id), failures=failures, given_up=over)
    Mail.objects.filter(id=mail.id, leased_until=mail.leased_until).update(
        attempts=failures,
        error=faults.told(error),
        leased_until=None,
        send_at=at if over else at + RETRY_AFTER[failures - 1],
        buried_at=at if over else None,
        **(_left_of(mail) if over else {}),
    )
