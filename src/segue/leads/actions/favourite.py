"""Mark and unmark a lead with a heart. It is the person's own and does not move the lead's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.kit.errors import Forbidden
from segue.leads import queries
from segue.leads.lifecycle import Party
from segue.leads.models import Favourite
from segue.leads.policy import parties_of

if TYPE_CHECKING:
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.leads.models import Lead


def mark(lead_id: UUID | str, *, actor: Member) -> Lead:
    """Put this person's heart on a lead; doing it twice is once. Raises NotFound, Forbidden."""
    lead = _own(lead_id, actor=actor)
    Favourite.objects.bulk_create(
        [Favourite(person_id=actor.person_id, lead=lead, partner_id=lead.partner_id, received_at=lead.received_at)],
        ignore_conflicts=True,
    )
    return lead


def unmark(lead_id: UUID | str, *, actor: Member) -> Lead:
    """Take this person's heart off a lead; it is fine when there was none. Raises NotFound, Forbidden."""
    lead = _own(lead_id, actor=actor)
    Favourite.objects.filter(partner_id=lead.partner_id, person_id=actor.person_id, lead=lead).delete()
    return lead


def _own(lead_id: UUID | str, *, actor: Member) -> Lead:
    lead = queries.access(lead_id, actor=actor)
    if Party.PARTNER not in parties_of(lead, actor):
        raise Forbidden
    return lead
