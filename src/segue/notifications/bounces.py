"""Hear that a mail came back, and write it down for the mail and for its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from segue.accounts.actions import mailboxes
from segue.notifications.models import Mail
from segue.notifications.return_path import mail_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_GONE = re.compile(r"5\.(0\.0|1\.(?![78]$)\d+|2\.1)$")
"""An address that does not exist or is switched off, or a plain no. All else is about somebody's policy, a full
mailbox, or ourselves (5.1.7 and 5.1.8 our sender, 5.3.4 our size, 5.4.5 our quota): it may be otherwise tomorrow."""


@transaction.atomic
def came_back(names: Iterable[str], *, status: str, at: datetime) -> int:
    """Write down that the mail of one of these names came back; return 1, or 0 for none of ours and the second time."""
    found = next((mail_id for name in names if (mail_id := mail_named(name))), None)
    mail = Mail.objects.filter(id=found, sent_at__isnull=False).first() if found else None
    if mail is None or not Mail.objects.filter(id=mail.id, bounced_at__isnull=True).update(bounced_at=at):
        return 0
    assert mail.sent_at is not None
    heard(mail.to, status=status, sent_at=mail.sent_at, at=at)
    return 1


def heard(email: str, *, status: str, sent_at: datetime, at: datetime) -> None:
    """Write down for an address that a mail came back, or was refused at the door."""
    write = mailboxes.returned if is_gone(status) else mailboxes.put_off
    write(email, sent_at=sent_at, at=at, status=status[:12])


def is_gone(status: str) -> bool:
    """Return whether a status (RFC 3463) says that nobody can be reached at the address, now or later."""
    return _GONE.match(status) is not None
