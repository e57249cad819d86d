"""The vendor looks at what a partner declined as spam, or as from no customer, and agrees or not. The stage stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.actions._step import take_step
from segue.leads.lifecycle import Step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead


def confirm_spam(lead_id: UUID, *, actor: Actor, at: datetime) -> Lead:
    """Agree that a lead is spam: it counts nowhere in the order of results.

    Raises what `take_step` raises; NoSuchStep also where no partner said so, and where it is agreed already.
    """
    return take_step(lead_id, Step.CONFIRM_SPAM, actor=actor, at=at, seen=None, columns=lambda _lead: {"spam": True})


def refute_spam(lead_id: UUID, *, actor: Actor, at: datetime) -> Lead:
    """Hold a lead for genuine that a partner declined as spam: it counts as any other no. Raises as `confirm_spam`."""
    return take_step(lead_id, Step.REFUTE_SPAM, actor=actor, at=at, seen=None, columns=lambda _lead: {"spam": False})
