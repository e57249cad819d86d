"""Which e-mail addresses do not take our mails any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from segue.accounts.models import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from segue.accounts.models import Membership


def failing() -> QuerySet[Mailbox]:
    """Return the addresses from which mails come back, the newest first."""
    return Mailbox.objects.filter(failing_since__isnull=False).order_by("-failing_since", "id")


def with_reach(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Return the same memberships, each with `failing`: whether mails come back from the person's address."""
    return memberships.annotate(failing=Exists(failing().filter(email=OuterRef("person__email"))))


def failing_among(emails: Iterable[str]) -> dict[str, datetime]:
    """Return which of some addresses (in small letters) mails come back from, and since when."""
    found = failing().filter(email__in={email.lower() for email in emails})
    return {mailbox.email: mailbox.failing_since for mailbox in found if mailbox.failing_since}
