"""Withdraw leads: the customer or sender no longer wants it, or the vendor recalls it. It removes a held answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.leads.actions._advance import ChangedMeanwhile, Move, advance
from segue.leads.actions._step import TRIES, take_step
from segue.leads.lifecycle import Party, Step
from segue.leads.models import Lead, Stage
from segue.leads.urgency import overdue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


def withdraw(lead_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> list[Lead]:
    """Withdraw these leads and return them: received ones are archived, accepted ones stay, marked withdrawn.

    Raises what `take_step` raises for the first that cannot be; those before it are withdrawn.
    """

    def columns(_lead: Lead) -> dict[str, Any]:
        return {"withdrawn_at": at}

    return [take_step(lead_id, Step.WITHDRAW, actor=actor, at=at, seen=None, columns=columns) for lead_id in lead_ids]


def recall(lead_id: UUID, *, partner_id: UUID, admin: UUID | None, at: datetime) -> bool:
    """Withdraw a received lead in the name of the programme admin who ended the partner's part in the programme.

    Returns False for a lead that was answered, withdrawn or overdue by then: what it became stands.
    """
    for _try in range(TRIES):
        lead = Lead.objects.filter(id=lead_id, partner_id=partner_id, stage=Stage.RECEIVED).first()
        if lead is None or overdue(lead, at=at):
            return False
        moment = max(at, lead.received_at)
        try:
            move = Move(step=Step.WITHDRAW, by=Party.ADMIN, at=moment, person_id=admin, set={"withdrawn_at": moment})
            advance([lead], move)
        except ChangedMeanwhile:
            continue  # a colleague logged a contact, say: what it is now decides
        return True
    raise ChangedMeanwhile
