"""Who may do what with a request, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Actor, Customer, Member, Staff, System
from segue.accounts.roles import May
from segue.kit.errors import Forbidden, NotFound
from segue.leads.models import Type
from segue.leads.queries import visible_to

if TYPE_CHECKING:
    from uuid import UUID

    from segue.requests.models import Request


def require_customer(request_id: UUID, *, actor: Actor) -> None:
    """Let through the customer of this request only; raise NotFound for everybody else."""
    if not isinstance(actor, Customer) or actor.request_id != request_id:
        raise NotFound


def require_inbox(actor: Actor) -> None:
    """Let through who looks after the vendor's inbox; raise Forbidden for others of the vendor, else NotFound."""
    match actor:
        case System():
            return
        case Staff():
            if not may_look_after_inbox(actor):
                raise Forbidden(_("The vendor's inbox is for partner managers and programme admins."))
        case _:
            raise NotFound


def may_look_after_inbox(actor: Actor) -> bool:
    """Return whether an actor decides what becomes of the requests that wait."""
    return isinstance(actor, Staff) and actor.may(May.MANAGE_PARTNERS)


def may_read_inbox(actor: Actor) -> bool:
    """Return whether an actor may see what waits: who looks after the inbox, and who reads all leads."""
    return may_look_after_inbox(actor) or (isinstance(actor, Staff) and actor.may(May.SEE_ALL_LEADS))


def require_inbox_reader(actor: Actor) -> None:
    """Let through who may see what waits in the vendor's inbox; refuse others as `require_inbox` does."""
    if not may_read_inbox(actor):
        require_inbox(actor)


def require_asker(request: Request, *, actor: Actor) -> None:
    """Let through who may put a request to one more partner: its customer, who sent it, partner managers.

    Raises Forbidden for others who see a lead of it, else NotFound.
    """
    match actor:
        case Customer() if actor.request_id == request.id:
            return
        case Staff():
            sent_it = request.sender_person_id == actor.person_id and request.sender_partner_id is None
            if not (sent_it or actor.may(May.MANAGE_PARTNERS)):
                if not visible_to(actor).filter(request_id=request.id).exists():
                    raise NotFound
                raise Forbidden(_("This is for who sent the request and for partner managers."))
        case Member() if request.sender_partner_id == actor.partner_id:
            if not actor.may(May.SEND_LEADS):
                raise Forbidden
        case _:
            raise NotFound


def is_asker(request: Request, *, actor: Actor) -> bool:
    """Return whether an actor may put a request to one more partner."""
    try:
        require_asker(request, actor=actor)
    except (Forbidden, NotFound):
        return False
    return True


def may_send(actor: Actor, lead_type: str) -> bool:
    """Return whether an actor may send leads of a type: marketing-qualified ones are the vendor's alone."""
    match actor:
        case Staff():
            needed = {Type.MARKETING: May.SEND_MARKETING, Type.SALES: May.SEND_SALES}
            return lead_type in needed and actor.may(needed[Type(lead_type)])
        case Member():
            return lead_type == Type.SALES and actor.may(May.SEND_LEADS)
        case _:
            return False


def require_sender(actor: Actor, lead_type: str) -> None:
    """Let through who may send leads of this type; raise Forbidden for others who work here, else NotFound."""
    if not isinstance(actor, Staff | Member):
        raise NotFound
    if not may_send(actor, lead_type):
        raise Forbidden
