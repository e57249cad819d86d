"""Who is removed from a company leaves the leads they owned to a colleague, or to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from segue.accounts.queries import memberships_in, still_known
from segue.leads.actions._advance import Move, advance
from segue.leads.lifecycle import Party, Stage, Step
from segue.leads.models import Lead

if TYPE_CHECKING:
    from segue.outbox.dispatch import Heard

AT_ONCE = 200


def inherit(heard: Heard) -> None:
    """Hand over every open lead that a removed person owns in that company, in the name of who removed them.

    Without an heir, or with one who has left meanwhile, nobody owns them: whoever sees their location can take them.
    Repeating it finds nothing to do; who was added again meanwhile keeps what they own. Raises ChangedMeanwhile when
    one of them moved at the same moment: the job is tried again.
    """
    if not heard.payload["partner"]:
        return
    partner_id, person_id = UUID(heard.payload["partner"]), UUID(heard.payload["person"])
    if memberships_in(partner_id).filter(person_id=person_id).exists():
        return
    owned = Lead.objects.filter(partner_id=partner_id, owner_id=person_id, stage__in=[Stage.RECEIVED, Stage.ACCEPTED])
    heir = _heir(heard, partner_id)
    move = Move(
        step=Step.HAND_OVER,
        by=Party.SYSTEM,
        at=heard.happened_at,
        person_id=still_known(heard.payload["by"]),
        set={"owner_id": heir},
        frozen=lambda _lead: {"owner_removed": True, "to": str(heir or "")},
        payload={"to": str(heir or "")},
    )
    while leads := list(owned.order_by("id")[:AT_ONCE]):
        advance(leads, move)


def _heir(heard: Heard, partner_id: UUID) -> UUID | None:
    named = heard.payload["leads_to"]
    there = memberships_in(partner_id).filter(person_id=named, person__is_active=True) if named else None
    return UUID(named) if there is not None and there.exists() else None
