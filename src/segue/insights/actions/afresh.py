"""Let a partner start afresh for one kind of deal: what it took and passed up of it before counts no longer."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from django.db import transaction

from segue.accounts.roles import May
from segue.insights.actions._ledger import locked
from segue.insights.models import Afresh
from segue.kit.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Member

LONGEST = 80


def start_afresh(facet: str, *, actor: Member, at: datetime) -> Afresh:
    """Let deals with a facet, such as "product:erp", count for the actor's company from today on, and return that.

    The directory is told within a minute. Raises Forbidden, and NotFound for what is no facet.
    """
    _check(facet, actor=actor)
    with transaction.atomic():
        _let_it_be_told(actor, at=at)
        today = at.astimezone(UTC).date()
        started, _ = Afresh.objects.update_or_create(
            partner_id=actor.partner_id,
            facet=facet,
            defaults={"day": today, "at": at, "person_id": actor.person_id},
        )
    return started


def count_again(facet: str, *, actor: Member, at: datetime) -> None:
    """Let the deals before count for a facet again; nothing happens where the company had not started afresh.

    Raises as `start_afresh`.
    """
    _check(facet, actor=actor)
    with transaction.atomic():
        _let_it_be_told(actor, at=at)
        Afresh.objects.filter(partner_id=actor.partner_id, facet=facet).delete()


def _check(facet: str, *, actor: Member) -> None:
    if not actor.may(May.EDIT_PROFILE):
        raise Forbidden
    kind, _, code = facet.partition(":")
    if not kind or not code or len(facet) > LONGEST:
        raise NotFound


def _let_it_be_told(actor: Member, *, at: datetime) -> None:
    ledger = locked(actor.partner_id, at=at)
    ledger.changed = True
    ledger.save(update_fields=["changed"])
