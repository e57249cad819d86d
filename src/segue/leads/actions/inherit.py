"""Who is removed from a company, or works on leads no more, leaves those they owned to a colleague, or to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from segue.accounts.queries import people_who, still_known
from segue.accounts.roles import May
from segue.leads.actions._advance import Move, advance
from segue.leads.lifecycle import Party, Step
from segue.leads.models import Lead, Stage

if TYPE_CHECKING:
    from segue.outbox.dispatch import Heard

AT_ONCE = 200


def inherit(heard: Heard) -> None:
    """Hand over every open lead that a person owned in that company, in the name of who removed them or their role.

    Without an heir, or with one who has left meanwhile, nobody owns them: whoever sees their location can take them.
    Repeating it finds nothing to do; who works on leads again meanwhile keeps what they own. Raises ChangedMeanwhile
    when one of them moved at the same moment: the job is tried again.
    """
    if not heard.payload["partner"]:
        return
    partner_id, person_id = UUID(heard.payload["partner"]), UUID(heard.payload["person"])
    working = {member.person_id for member in people_who(May.ANSWER_LEADS, partner_id=partner_id)}
    if person_id in working:
        return
    owned = Lead.objects.filter(partner_id=partner_id, owner_id=person_id, stage__in=[Stage.RECEIVED, Stage.ACCEPTED])
    named = heard.payload["leads_to"]
    heir = UUID(named) if named and UUID(named) in working else None
    move = Move(
        step=Step.HAND_OVER,
        by=Party.SYSTEM,
        at=heard.at,
        person_id=still_known(heard.payload["by"]),
        set={"owner_id": heir},
        frozen=lambda _lead: {"owner_removed": True, "to": str(heir or "")},
        payload={"to": str(heir or "")},
    )
    while leads := list(owned.order_by("id")[:AT_ONCE]):
        advance(leads, move)
