"""What goes wrong in the installation itself, as far as one small statement can tell: said on top of Today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from segue.accounts.applications import undecided
from segue.accounts.companies import unmanaged
from segue.kit import compiled
from segue.leads.actions.expire import overdue_leads
from segue.notifications import deliver
from segue.outbox import queries as outbox
from segue.store import leases
from segue.web.waiting import LATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Troubles:
    """What is wrong: a sentence each about the installation, and how many companies nobody looks after."""

    sentences: list[str]
    unmanaged: int
    applied: int
    """Companies that wait for a yes or no."""


def troubles(*, at: datetime) -> Troubles:
    """Return what is wrong: nothing while worker and mail server do their work and companies have their managers."""

    def build(of: Mapping[str, Any]) -> list[QuerySet[Any, Any]]:
        found: list[QuerySet[Any, Any]] = [
            outbox.unheard(at=of["late"]),
            deliver.unsent().filter(send_at__lte=of["late"]),
            overdue_leads(at=of["late"]),
            leases.failing(),
            deliver.buried().filter(buried_at__gt=of["yesterday"]),
        ]
        return [*(one.order_by().values("pk")[:1] for one in found), unmanaged().values("pk"), undecided().values("pk")]

    values = {"late": at - LATE, "yesterday": at - timedelta(days=1)}
    *wrong, alone, applied = compiled.counts("vendor.trouble", build, values)
    return Troubles([sentence for sentence, number in zip(_sentences(), wrong, strict=True) if number], alone, applied)


def _sentences() -> list[str]:
    return [
        _("What happened is told late. Does a worker run?"),
        _("Mails wait and do not go out. Is the mail server away?"),
        _("Leads are overdue and have not expired. Does a worker run?"),
        _("A recurring duty fails. The command segue doctor says which and why."),
        _("Mails of the last day could not be delivered at all. The command segue doctor says why."),
    ]
