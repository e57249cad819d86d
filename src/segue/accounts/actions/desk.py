"""How a person set up their desk in one company: kept with the membership, which every request reads anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from segue.accounts.models import Membership
from segue.kit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.accounts.actor import Member, Staff

Desk = dict[str, Any]


@transaction.atomic
def change_desk(change: Callable[[Desk], Desk], *, actor: Member | Staff) -> Desk:
    """Keep what `change` makes of the actor's desk and return it; raise NotFound when they are not there any more.

    The row is locked: of two pages open side by side neither forgets what the other kept.
    """
    membership = Membership.objects.select_for_update().filter(id=actor.membership_id).first()
    if membership is None:
        raise NotFound
    desk = change(membership.desk)
    if desk != membership.desk:
        membership.desk = desk
        membership.save(update_fields=["desk"])
    return desk
