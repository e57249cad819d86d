"""Change a company's record together with the words by which its profile is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from segue.accounts import actions as accounts
from segue.directory import words
from segue.directory.models import BusinessProfile

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Partner


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
