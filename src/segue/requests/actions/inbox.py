"""The vendor's inbox: requests that wait, because they look like spam or because nobody is chosen yet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import SYSTEM
from segue.directory.policy import NotReceiving
from segue.kit.errors import Refused
from segue.kit.turns import each_in_turn
from segue.leads import queries as leads
from segue.leads.actions.receive import PartnerFull
from segue.requests.actions._limits import require_not_asked, require_room
from segue.requests.actions._put import put, receiving, sender_name
from segue.requests.actions._record import record, taken, tell
from segue.requests.actions._turns import pass_over
from segue.requests.actions.confirm import ask_waiting
from segue.requests.models import Request
from segue.requests.policy import require_inbox

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead


class NotWaiting(Refused):
    """The request does not wait (any more)."""

    code = "not-waiting"
    sentence = _("This request no longer waits: somebody was faster.")


@transaction.atomic
def release(request_id: UUID, *, actor: Actor, at: datetime) -> Request:
    """Deliver a request that looked like spam; by the system, when its day is over, it is marked "possible spam".

    A confirmed one goes to every partner ticked, another to the first; if none can take it, or none was ticked, it
    goes on waiting in the inbox for a partner. Raises NotWaiting.
    """
    require_inbox(actor)
    request = _waiting(request_id, Request.Held.SUSPICION)
    unseen = actor is SYSTEM
    record(request, "released", actor=actor, at=at, held="", release_at=None, possible_spam=unseen)
    if not _deliver(request, at=at):
        record(request, "held", actor=actor, at=at, held=Request.Held.NO_PARTNER)
        tell(request, "request.held", at=at, why=Request.Held.NO_PARTNER.value)
    return request


def _deliver(request: Request, *, at: datetime) -> int:
    """Put a released request to those it was meant for, to the first of an order; return how many got it."""
    if request.confirmed_at is not None and not request.in_turn:
        return ask_waiting(request, actor=SYSTEM, at=at)
    for wish in request.wishes.order_by("position"):
        try:
            put(request, receiving(wish.location_id, at=at), actor=SYSTEM, at=at)
        except (NotReceiving, PartnerFull):
            if request.in_turn:
                pass_over(wish, at=at)
            continue
        return 1
    return 0


@transaction.atomic
def refuse(request_id: UUID, *, actor: Actor, at: datetime) -> Request:
    """End a waiting request as spam: no partner gets it, the customer's page says so. Raises NotWaiting."""
    require_inbox(actor)
    request = taken(request_id)
    if not request.held:
        raise NotWaiting
    record(request, "refused", actor=actor, at=at, held="", release_at=None, refused_at=at)
    return request


@transaction.atomic
def assign(request_id: UUID, *, actor: Actor, at: datetime, location_id: UUID) -> Lead:
    """Put a request without a partner to a location and return the lead.

    Raises NotWaiting, NotReceiving with the sentence why, PartnerFull, AlreadyAsked, TooManyAsked.
    """
    require_inbox(actor)
    request = _waiting(request_id, Request.Held.NO_PARTNER)
    location = receiving(location_id, at=at)
    before = leads.of_request(request.id)
    require_not_asked(before, partner_id=location.partner_id, partner_name=location.partner.name)
    require_room(before)
    # A request that came back from a partner keeps the name of who sent it.
    lead = put(request, location, actor=actor, at=at, sender_name=sender_name(before))
    record(request, "assigned", actor=actor, at=at, lead_id=lead.id, held="")
    return lead


def release_overdue(*, at: datetime) -> int:
    """Deliver what has been held for its working day; return how many.

    One that cannot be delivered stops no other; its fault is raised when all had their turn.
    """
    due = Request.objects.filter(held=Request.Held.SUSPICION, release_at__lte=at).order_by("release_at", "id")
    return each_in_turn(list(due.values_list("id", flat=True)[:500]), partial(_released, at=at))


def _released(request_id: UUID, *, at: datetime) -> bool:
    try:
        release(request_id, actor=SYSTEM, at=at)
    except NotWaiting:
        return False
    return True


def _waiting(request_id: UUID, held: Request.Held) -> Request:
    request = taken(request_id)
    if request.held != held:
        raise NotWaiting
    return request
