"""How a lead presses: hot, cooled, due soon, overdue. Pure: all it takes are times."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.leads.listed import ListedLead
    from segue.leads.models import Lead

DUE_SOON = timedelta(days=3)


class Flame(StrEnum):
    """The mark of a customer who asked to be contacted directly."""

    NONE = ""
    LIT = "lit"
    """Within the hot time: contact as soon as you can."""
    OUT = "out"
    """Afterwards: contact still, if interested."""


def flame(lead: Lead | ListedLead, *, at: datetime) -> Flame:
    """Return a lead's flame: none in the archive, without the customer's wish, or once a contact is logged."""
    if lead.stage == "archived" or not lead.direct_contact or lead.contacted_at is not None:
        return Flame.NONE
    return Flame.LIT if at < lead.hot_until else Flame.OUT


def overdue(lead: Lead | ListedLead, *, at: datetime) -> bool:
    """Return whether the answer is late: at the due moment itself it already is. A held answer stops the clock."""
    return lead.stage == "received" and not lead.holding and lead.due_at <= at


def due_soon(lead: Lead | ListedLead, *, at: datetime) -> bool:
    """Return whether less than three days are left to answer."""
    return lead.stage == "received" and at < lead.due_at <= at + DUE_SOON
