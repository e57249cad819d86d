"""The customer lets the vendor find the next partner, instead of choosing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from segue.requests.actions._record import record, taken, tell
from segue.requests.actions.pass_on import NotOpen, NotYet
from segue.requests.chain import Way
from segue.requests.models import Request
from segue.requests.policy import require_customer
from segue.requests.queries import way_onward
from segue.requests.standing import is_open

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


@transaction.atomic
def let_find(request_id: UUID, *, actor: Actor, at: datetime) -> Request:
    """Put a request into the vendor's inbox and return it; pressing twice does it once.

    It uses the way onward that a no, an expiry, a withdrawal or silence has opened. Raises NotOpen, NotYet.
    """
    require_customer(request_id, actor=actor)
    request = taken(request_id)
    if request.held == Request.Held.NO_PARTNER:
        return request
    if not is_open(request):
        raise NotOpen
    if way_onward(request, at=at) is not Way.OPEN:
        raise NotYet
    record(request, "sought", actor=actor, at=at, held=Request.Held.NO_PARTNER, held_at=at)
    tell(request, "request.held", at=at, why=Request.Held.NO_PARTNER.value)
    return request
