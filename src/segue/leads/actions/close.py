"""Close an accepted lead: won, or lost with a reason. Held like a no; the archive is terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.actions._hold import hold_or_commit
from segue.leads.lifecycle import Step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.leads.actions.answers import Closing
    from segue.leads.models import HeldAnswer, Lead


def win(
    lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, answer: Closing, hold: bool = True
) -> HeldAnswer | Lead:
    """Mark a deal as won, with its final value and day. Raises what `take_step` raises, and Invalid."""
    return hold_or_commit(lead_id, Step.WIN, answer, actor=actor, at=at, seen=seen, hold=hold)


def lose(
    lead_id: UUID | str, *, actor: Member, at: datetime, seen: int | None, answer: Closing, hold: bool = True
) -> HeldAnswer | Lead:
    """Mark a deal as lost, with a reason. Raises what `take_step` raises, and Invalid."""
    return hold_or_commit(lead_id, Step.LOSE, answer, actor=actor, at=at, seen=seen, hold=hold)
