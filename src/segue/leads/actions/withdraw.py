"""Withdraw leads: the customer or sender no longer wants it, or the vendor recalls it. It removes a held answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.leads.actions._step import take_step
from segue.leads.lifecycle import Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead


def withdraw(lead_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> list[Lead]:
    """Withdraw these leads and return them: received ones are archived, accepted ones stay, marked withdrawn.

    Raises what `take_step` raises for the first that cannot be; those before it are withdrawn.
    """

    def columns(_lead: Lead) -> dict[str, Any]:
        return {"withdrawn_at": at}

    return [take_step(lead_id, Step.WITHDRAW, actor=actor, at=at, seen=None, columns=columns) for lead_id in lead_ids]
