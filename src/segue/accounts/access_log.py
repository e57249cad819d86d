"""Who was given, changed or taken which role, and how people signed in: written with each action, read by admins."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from segue.accounts import policy
from segue.accounts.models import AccessEvent
from segue.kit.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.accounts.actor import Actor
    from segue.accounts.models import Membership

KEEP = timedelta(days=731)
What = AccessEvent.What


def note_in_company(
    what: str, membership: Membership, *, by: UUID | None, at: datetime, changes: dict[str, Any] | None = None
) -> None:
    """Write down what was done to a membership; call it in the transaction that does it."""
    AccessEvent.objects.create(
        at=at,
        what=what,
        person_id=membership.person_id,
        by_id=by,
        of_company=True,
        partner_id=membership.partner_id,
        changes=changes or {},
    )


def note_of_person(what: str, person_id: UUID, *, at: datetime, changes: dict[str, Any]) -> None:
    """Write down that somebody signed in, or changed something about it: how, and from where."""
    AccessEvent.objects.create(
        at=at, what=what, person_id=person_id, by_id=person_id, of_company=False, changes=changes
    )


def of_company(partner_id: UUID | None, *, actor: Actor) -> QuerySet[AccessEvent]:
    """Return what was done to the memberships of a company (None: the vendor), the newest first.

    For who manages its people, and for the vendor's auditor; raises Forbidden, or NotFound for who may not see them.
    """
    if not policy.may_see_people(actor, partner_id=partner_id):
        raise NotFound
    if not policy.may_read_changes(actor, partner_id=partner_id):
        raise Forbidden
    company = Q(partner__isnull=True) if partner_id is None else Q(partner_id=partner_id)
    events = AccessEvent.objects.filter(company, of_company=True)
    return events.select_related("person", "by").order_by("-at", "-id")


def of_person(person_id: UUID, *, most: int = 10) -> list[AccessEvent]:
    """Return the latest of what happened to somebody's own sign-in, the newest first."""
    return list(AccessEvent.objects.filter(person_id=person_id, of_company=False).order_by("-at", "-id")[:most])


def forget_old(*, at: datetime) -> int:
    """Delete what is older than 24 months; return how much went."""
    return AccessEvent.objects.filter(at__lt=at - KEEP).delete()[0]
