"""Write down what comes of mails: an address from which they come back is told to those who can mend it.

What comes back for good counts at once, what comes back for the time being when it happens again and again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from segue.accounts.models import Mailbox
from segue.outbox.emit import Fact, emit

if TYPE_CHECKING:
    from datetime import datetime

MOST_PUT_OFF = 5
"""So many mails in a row that come back for the time being count as one that comes back for good."""
IN_A_ROW = timedelta(days=14)
"""Those further apart are no row."""


@transaction.atomic
def returned(email: str, *, sent_at: datetime, at: datetime, status: str) -> Mailbox:
    """Write down that a mail came back for good, and return how the address stands (fact `mailbox.failed`).

    One sent before somebody showed that mails arrive there changes nothing.
    """
    mailbox = _locked(email, at=at)
    if _older_news(mailbox, sent_at=sent_at):
        return mailbox
    mailbox.last_at, mailbox.status = at, status
    return _fail(mailbox, at=at)


@transaction.atomic
def put_off(email: str, *, sent_at: datetime, at: datetime, status: str) -> Mailbox:
    """Write down that a mail came back for the time being; the fifth in a row counts as `returned` does."""
    mailbox = _locked(email, at=at)
    if _older_news(mailbox, sent_at=sent_at):
        return mailbox
    row = at - mailbox.last_at <= IN_A_ROW
    mailbox.put_off = min(mailbox.put_off + 1, MOST_PUT_OFF) if row else 1
    mailbox.last_at, mailbox.status = at, status
    if mailbox.put_off >= MOST_PUT_OFF:
        return _fail(mailbox, at=at)
    mailbox.save()
    return mailbox


def verified(email: str, *, at: datetime) -> None:
    """Take it that mails arrive at an address: somebody did what only a reader of one could."""
    found = Mailbox.objects.filter(email=email.lower())
    found.update(failing_since=None, put_off=0, verified_at=at)


def _locked(email: str, *, at: datetime) -> Mailbox:
    Mailbox.objects.bulk_create([Mailbox(email=email.lower(), last_at=at)], ignore_conflicts=True)
    return Mailbox.objects.select_for_update().get(email=email.lower())


def _older_news(mailbox: Mailbox, *, sent_at: datetime) -> bool:
    return mailbox.verified_at is not None and sent_at <= mailbox.verified_at


def _fail(mailbox: Mailbox, *, at: datetime) -> Mailbox:
    began = mailbox.failing_since is None
    mailbox.failing_since = mailbox.failing_since or at
    mailbox.save()
    if began:
        key = f"mailbox.failed:{mailbox.id}:{int(at.timestamp())}"
        emit(Fact("mailbox.failed", key, {"mailbox": str(mailbox.id)}), at=at)
    return mailbox
