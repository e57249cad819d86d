"""Change a company's record together with what the directory keeps of it: the words that find it, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from segue.accounts import actions as accounts
from segue.accounts.models import Partner
from segue.directory import words
from segue.directory.models import BusinessProfile, DistinctionEvent
from segue.directory.policy import require_keeper

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


@transaction.atomic
def edit_company(
    partner_id: UUID, *, actor: Actor, at: datetime, name: str, website: str, seen: int | None = None
) -> Partner:
    """Change a company's name and website and return it; it is found by its new name from then on.

    Refuses as `accounts.edit_partner` does.
    """
    partner = accounts.edit_partner(partner_id, actor=actor, at=at, name=name, website=website, seen=seen)
    profile = BusinessProfile.objects.select_related("partner").filter(pk=partner_id).first()
    if profile is not None:
        words.rewrite(profile)
    return partner


@transaction.atomic
def change_group(partner_id: UUID, *, actor: Actor, at: datetime, group: str, seen: int | None = None) -> Partner:
    """Say to which corporate group a company belongs (empty: none), write it down, and return the company.

    Refuses as `accounts.change_corporate_group` does.
    """
    by = require_keeper(partner_id, actor=actor)
    was = Partner.objects.select_for_update().get(id=partner_id).corporate_group
    partner = accounts.change_corporate_group(partner_id, actor=actor, at=at, group=group, seen=seen)
    now = partner.corporate_group
    if now != was:
        what = DistinctionEvent.What.CHANGED
        if not was or not now:
            what = DistinctionEvent.What.GIVEN if now else DistinctionEvent.What.TAKEN_BACK
        DistinctionEvent.objects.create(
            partner=partner,
            at=at,
            by=by,
            what=what,
            kind=DistinctionEvent.GROUP,
            changes={DistinctionEvent.GROUP: [was or None, now or None]},
        )
    return partner
