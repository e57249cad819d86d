"""The customer says whether a partner who accepted has been in touch. The stage stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.actions._step import take_step
from segue.leads.lifecycle import Step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead


def report_contact(lead_id: UUID, *, actor: Actor, at: datetime, contacted: bool) -> Lead:
    """Note on an accepted lead what its customer says; "no" stands on its page until a contact is logged or a "yes".

    Raises what `take_step` raises.
    """
    return take_step(
        lead_id,
        Step.REPORT_CONTACT,
        actor=actor,
        at=at,
        seen=None,
        columns=lambda _lead: {"uncontacted_at": None if contacted else at},
        frozen=lambda _lead: {"contacted": contacted},
        payload={"contacted": contacted},
    )
