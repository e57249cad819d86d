"""Let a partner start afresh for one kind of deal: what it took and passed up of it before counts no longer."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from django.db import transaction

from segue.accounts.roles import May
from segue.directory.ranking.facts import Signals
from segue.directory.signals import signals_of
from segue.insights.actions._ledger import locked
from segue.insights.models import Afresh
from segue.insights.queries import afresh_of
from segue.kit.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Member


def may_start_afresh(actor: Member) -> bool:
    """Return whether somebody keeps the profile of the whole company, all of which it is told by."""
    return actor.may(May.EDIT_PROFILE) and actor.location_ids is None


def start_afresh(facet: str, *, actor: Member, at: datetime) -> Afresh:
    """Let deals with a facet, such as "product:erp", count for the actor's company from today on, and return that.

    The directory is told within a minute. Raises Forbidden, and NotFound for what none of its deals had.
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
    if not may_start_afresh(actor):
        raise Forbidden
    known = signals_of([actor.partner_id]).get(actor.partner_id, Signals())
    if facet not in known.facets and facet not in afresh_of(actor.partner_id):
        raise NotFound


def _let_it_be_told(actor: Member, *, at: datetime) -> None:
    ledger = locked(actor.partner_id, at=at)
    ledger.changed = True
    ledger.save(update_fields=["changed"])
