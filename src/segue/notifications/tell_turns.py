"""A request went on by itself to the next of the order named -> who must be told of it, unless another mail says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.accounts.actor import SYSTEM
from segue.leads.models import Type
from segue.leads.queries import access
from segue.notifications import recipients as who
from segue.notifications.notices import note_about

if TYPE_CHECKING:
    from segue.leads.models import Lead
    from segue.outbox.dispatch import Heard

SAID_TO_SENDER = frozenset({"declined", "expired"})
SAID_TO_CUSTOMER = SAID_TO_SENDER | {"withdrawn"}
"""Ends of a lead whose own mails say who is asked now: a second one would tell the same."""


def passed_on(heard: Heard) -> None:
    """The next one has it: the customer, who is introduced where somebody sent the request, and the sender."""
    if (lead := _lead(heard)) is None:
        return
    why, over = heard.payload["why"], heard.payload["over"]
    about = {"why": why, "after": heard.payload["after"], "over": over}
    if lead.type != Type.INQUIRY:
        note_about(lead, "introduction", heard, who.customer(lead))
    elif over or why not in SAID_TO_CUSTOMER:
        note_about(lead, "customer_passed_on", heard, who.customer(lead), **about)
    if over or why not in SAID_TO_SENDER:
        note_about(lead, "sender_passed_on", heard, who.sender(lead), **about)


def order_ended(heard: Heard) -> None:
    """Nobody who was left could be sent it: the customer and the sender. The lead is the one asked last."""
    if (lead := _lead(heard)) is None:
        return
    for kind, told in (("customer_order_ended", who.customer(lead)), ("sender_order_ended", who.sender(lead))):
        note_about(lead, kind, heard, told, over=heard.payload["over"])


def _lead(heard: Heard) -> Lead | None:
    return None if heard.quiet else access(heard.payload["lead"], actor=SYSTEM)
