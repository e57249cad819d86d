"""The customer shows that the e-mail address is read: by the six-figure code, or on the page the mailed link opens."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.directory.policy import NotReceiving
from segue.kit.errors import Invalid
from segue.leads import queries as leads
from segue.leads.actions.confirm_email import confirm_email
from segue.leads.actions.receive import PartnerFull
from segue.requests.actions._limits import TooManyAsked, require_room
from segue.requests.actions._put import put, receiving
from segue.requests.actions._record import record, taken, tell
from segue.requests.links import code_for
from segue.requests.policy import require_customer
from segue.requests.standing import is_open
from segue.store.counters import hit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.requests.models import Request

MOST_TRIES = 5
TRIES_WITHIN = timedelta(hours=1)
MOST_TRIES_A_DAY = 15


def confirm(request_id: UUID, *, actor: Actor, at: datetime) -> Request:
    """Note that the customer reads mail at the address given; once is enough.

    The other partners ticked are asked now; those of an order when their turn comes.
    """
    require_customer(request_id, actor=actor)
    return _confirmed(request_id, actor=actor, at=at)


def confirm_by_code(request: Request, code: str, *, actor: Actor, at: datetime) -> Request:
    """Do the same for whoever types the code that was mailed. Raises Invalid for a wrong one, TooMany after five."""
    if request.confirmed_at is not None:
        return request
    hit(f"code:{request.id}", most=MOST_TRIES, within=TRIES_WITHIN, at=at)
    hit(f"code-day:{request.id}", most=MOST_TRIES_A_DAY, within=timedelta(days=1), at=at)
    typed = "".join(char for char in code if char.isascii() and char.isdigit())
    if not compare_digest(typed, code_for(request)):
        raise Invalid({"code": _("That is not the code of our mail. Look again: it has six figures.")})
    return _confirmed(request.id, actor=actor, at=at)


@transaction.atomic
def _confirmed(request_id: UUID, *, actor: Actor, at: datetime) -> Request:
    request = taken(request_id)
    if request.confirmed_at is not None:
        return request
    record(request, "confirmed", actor=actor, at=at, confirmed_at=at)
    tell(request, "request.confirmed", at=at)
    confirm_email(request.id, at=at)
    if is_open(request) and not request.in_turn:
        ask_waiting(request, actor=actor, at=at)
    return request


def ask_waiting(request: Request, *, actor: Actor, at: datetime) -> int:
    """Put the request to those partners ticked who have not got it; return how many got it now.

    One that takes no requests any more is passed over: the customer's page says so and offers others.
    """
    asked = 0
    for wish in request.wishes.filter(lead_id__isnull=True).order_by("position"):
        try:
            require_room(leads.of_request(request.id))
            put(request, receiving(wish.location_id, at=at), actor=actor, at=at)
        except (NotReceiving, PartnerFull, TooManyAsked):
            continue
        asked += 1
    return asked
