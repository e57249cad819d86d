"""Answer a received lead: accept it, or decline it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.actions import _hold
from segue.leads.actions._frozen import answer_facts
from segue.leads.actions._step import take_step
from segue.leads.actions.employees import stands, write_employee
from segue.leads.lifecycle import Step
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.leads.actions.answers import Acceptance, Refusal
    from segue.leads.models import HeldAnswer, Lead


def accept(lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, answer: Acceptance) -> Lead:
    """Accept a received lead and return it; the deal's name defaults from customer and need.

    Raises what `take_step` raises, and Invalid naming the field that cannot be taken.
    """
    in_force = rules()

    def columns(lead: Lead) -> dict[str, object]:
        return answer.deal.columns(lead, today=lead.location.day(at), rules=in_force)

    def also(lead: Lead) -> None:
        for colleague in answer.colleagues:
            write_employee(lead, colleague)

    return take_step(
        lead_id,
        Step.ACCEPT,
        actor=actor,
        at=at,
        seen=seen,
        also=also,
        columns=columns,
        same=lambda lead, _event: all(stands(lead, colleague) for colleague in answer.colleagues),
        frozen=lambda lead: answer_facts(lead, answered_at=at, rules=in_force),
        payload={"employees": len(answer.colleagues)},
    )


def decline(
    lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, answer: Refusal, hold: bool = True
) -> HeldAnswer | Lead:
    """Decline a received lead: held for the programme's minutes (then `undo` is possible), or at once.

    Returns the held answer, or the archived lead when nothing is held. Raises what `take_step` raises, and Invalid.
    """
    return _hold.hold_or_commit(lead_id, Step.DECLINE, answer, actor=actor, at=at, seen=seen, hold=hold)


undo = _hold.undo
commit_held = _hold.commit_held
