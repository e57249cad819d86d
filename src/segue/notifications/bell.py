"""What concerns a person, newest first, and how much of it is unread: the bell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from segue.accounts.actor import Member, Staff
from segue.accounts.models import Membership
from segue.kit.errors import NotFound
from segue.leads.queries import visible_to
from segue.notifications.catalogue import CATALOGUE
from segue.notifications.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.leads.models import Lead
    from segue.notifications.kinds import Room

MOST_COUNTED = 100
A_PAGE = 50
KEEP = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Told:
    """One notice under the bell."""

    notice: Notice
    room: Room
    lead: Lead | None
    """What it is about, as far as the person may see it now."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of notices."""

    told: list[Told]
    older: str
    """Where the next page begins; empty on the last."""


def notices_of(actor: Member | Staff, *, before: UUID | None = None) -> Page:
    """Return a page of what a person was told in the company of this session, newest first."""
    found = _of(actor).order_by("-told_at", "-id")
    if before is not None:
        last = _of(actor).filter(id=before).first()
        if last is None:
            raise NotFound
        found = found.filter(Q(told_at__lt=last.told_at) | Q(told_at=last.told_at, id__lt=last.id))
    rows = list(found[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    ids = {notice.lead_id for notice in shown if notice.lead_id is not None}
    leads = {lead.id: lead for lead in visible_to(actor).filter(id__in=ids).select_related("partner")}
    told = [Told(notice, room_of(notice), leads.get(notice.lead_id) if notice.lead_id else None) for notice in shown]
    return Page(told, str(shown[-1].id) if len(rows) > A_PAGE else "")


@transaction.atomic
def read(notice_id: UUID, *, actor: Member | Staff, at: datetime) -> Notice:
    """Mark a notice as read and return it; reading twice is once. Raises NotFound for somebody else's."""
    notice = _of(actor).filter(id=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        _of(actor).filter(id=notice_id, read_at__isnull=True).update(read_at=at)
        count_anew([(actor.person_id, notice.partner_id)])
    return notice


@transaction.atomic
def read_all(*, actor: Member | Staff, at: datetime) -> int:
    """Mark all that a person was told in the company of this session as read; return how many were not."""
    marked = _of(actor).filter(read_at__isnull=True, told_at__lte=at).update(read_at=at)
    count_anew([(actor.person_id, _company(actor))])
    return marked


def forget_old(*, at: datetime, limit: int = 5000) -> int:
    """Delete what was told or dropped more than 90 days ago, read or not; return how many notices went."""
    before = at - KEEP
    # Written before that too, of course: it lets the index end the walk.
    over = Notice.objects.filter(Q(told_at__lt=before) | Q(dropped_at__lt=before), created_at__lt=before)
    old = list(over.order_by("created_at").only("person_id", "partner_id", "read_at")[:limit])
    with transaction.atomic(durable=True):
        Notice.objects.filter(id__in=[notice.id for notice in old]).delete()
        unread = [notice for notice in old if notice.read_at is None]
        count_anew((one.person_id, one.partner_id) for one in unread if one.person_id is not None)
    return len(old)


def room_of(notice: Notice) -> Room:
    """Return where what a notice is about is found."""
    return CATALOGUE[notice.kind].room


def count_anew(whose: Iterable[tuple[UUID, UUID | None]]) -> None:
    """Count a person's unread notices in a company and keep the number at the membership.

    It stands on every page, which reads the memberships anyway. The membership is held while it is counted: whoever
    tells or reads at the same time counts afterwards, and what is kept cannot drift.
    """
    for person_id, partner_id in sorted(set(whose), key=str):
        here = Q(partner__isnull=True) if partner_id is None else Q(partner_id=partner_id)
        held = Membership.objects.select_for_update().filter(here, person_id=person_id).order_by("id")
        kept = dict(held.values_list("id", "unread"))
        unread = Notice.objects.filter(person_id=person_id, told_at__isnull=False, read_at__isnull=True)
        number = unread.filter(_in(partner_id))[:MOST_COUNTED].count()
        changed = [membership for membership, before in kept.items() if before != number]
        Membership.objects.filter(id__in=changed).update(unread=number)


def _of(actor: Member | Staff) -> QuerySet[Notice]:
    return Notice.objects.filter(_in(_company(actor)), person_id=actor.person_id, told_at__isnull=False)


def _in(partner_id: UUID | None) -> Q:
    return Q(partner_id__isnull=True) if partner_id is None else Q(partner_id=partner_id)


def _company(actor: Member | Staff) -> UUID | None:
    return actor.partner_id if isinstance(actor, Member) else None
