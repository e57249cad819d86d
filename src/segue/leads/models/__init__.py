"""The core: a lead, what happened to it, who works on it. Only `leads.actions` writes these rows.

A lead carries its own copy of the request (customer, need), since what a partner may keep of it ends with the lead,
not with the request. Its partner and location never change; asking another partner is another lead.
"""

from segue.leads.models.beside import Employee, Favourite, HeldAnswer, LeadText, Nudge, OwnerRule, Snooze
from segue.leads.models.lead import Channel, Lead, LeadEvent, Outcome, Stage, TimeFrame, Type

__all__ = [
    "Channel",
    "Employee",
    "Favourite",
    "HeldAnswer",
    "Lead",
    "LeadEvent",
    "LeadText",
    "Nudge",
    "Outcome",
    "OwnerRule",
    "Snooze",
    "Stage",
    "TimeFrame",
    "Type",
]
