"""Ask one more partner after a no, an expiry or silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Customer
from segue.kit.errors import Refused
from segue.leads import queries as leads
from segue.leads.models import Stage
from segue.requests.actions._limits import require_not_asked, require_room
from segue.requests.actions._put import put, receiving, sender_name
from segue.requests.actions._record import record, taken
from segue.requests.chain import Way
from segue.requests.policy import require_asker
from segue.requests.queries import way_onward
from segue.requests.standing import is_open

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead


class NotOpen(Refused):
    """The request is over: withdrawn, decided, or not passed on."""

    code = "request-over"
    sentence = _("This request is closed, so nobody else can be asked.")


class NotYet(Refused):
    """Those asked have time to answer."""

    code = "not-yet"
    sentence = _("Those you asked still have time to answer. After two working days you can ask another.")


@transaction.atomic
def pass_on(request_id: UUID, *, actor: Actor, at: datetime, location_id: UUID) -> Lead:
    """Put a request to one more location and return its lead; pressing twice asks once.

    The customer may after a no, an expiry, or two working days of silence (hot: one); who sent it, and partner
    managers, at any time. Raises NotOpen, NotYet, TooManyAsked, AlreadyAsked, NotReceiving, PartnerFull.
    """
    request = taken(request_id)
    require_asker(request, actor=actor)
    if not is_open(request):
        raise NotOpen
    before = leads.of_request(request.id)
    again = next((lead for lead in before if lead.location_id == location_id and lead.stage == Stage.RECEIVED), None)
    if again is not None:
        return again
    location = receiving(location_id, at=at)
    require_not_asked(before, partner_id=location.partner_id, partner_name=location.partner.name)
    require_room(before)
    if isinstance(actor, Customer) and way_onward(request, at=at) is not Way.OPEN:
        raise NotYet
    chosen_at = at if isinstance(actor, Customer) else None
    lead = put(request, location, actor=actor, at=at, sender_name=sender_name(before), chosen_at=chosen_at)
    record(request, "passed_on", actor=actor, at=at, lead_id=lead.id)
    return lead
