"""Which companies have applied and wait for a yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.accounts import policy
from segue.accounts.models import Application
from segue.kit.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from segue.accounts.actor import Actor


def waiting_applications(actor: Actor) -> QuerySet[Application]:
    """Return the applications that nobody has decided about, the oldest first; raise NotFound for who may not see."""
    if not policy.may_read_programme(actor):
        raise NotFound
    return undecided().order_by("at", "id")


def undecided() -> QuerySet[Application]:
    """Return the applications that wait, whoever asks."""
    return Application.objects.filter(decided_at__isnull=True)
