"""Put a request to a partner location: the lead begins. Asking twice is asking once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Actor, Member, Staff
from segue.directory.models import BusinessProfile
from segue.kit.clock import LONG_AGO
from segue.kit.compiled import rows
from segue.kit.errors import Refused
from segue.kit.instances import instances
from segue.kit.trace import request_id
from segue.kit.writing import insert
from segue.leads.actions import _words
from segue.leads.lifecycle import Step
from segue.leads.models import Lead, LeadEvent, Type
from segue.leads.owner_rules import give_owners
from segue.leads.room import unanswered
from segue.outbox.emit import Fact, emit_all
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet


class PartnerFull(Refused):
    """The partner has as many unanswered leads as it takes."""

    code = "partner-full"
    sentence = _("This partner takes no more requests at the moment.")


@dataclass(frozen=True, slots=True)
class NewLead:
    """What to put to whom; `copy` holds the lead's own columns for customer, need, sender and consent."""

    partner_id: UUID
    location_id: UUID
    request_id: UUID
    type: Type
    copy: Mapping[str, Any] = field(repr=False)
    attempt: int = 1
    by_rules: bool = True
    """Whether the partner may have rules of who owns new leads; False, where it is known to have none, saves asking."""


def receive(asks: Sequence[NewLead], *, actor: Actor, at: datetime, quiet: bool = False) -> list[Lead]:
    """Begin a lead for each ask and return them in order; one that began earlier is returned as it is now.

    Call it inside the transaction that writes the request. Whether the location takes leads at all
    (`directory.policy`) is the caller's question; room is counted here, with the profile locked. Raises PartnerFull.
    """
    if not connection.in_atomic_block:
        message = "leads are received in the transaction of their request"
        raise RuntimeError(message)
    known = _known(asks)
    begun = [(ask, _lead(ask, at=at)) for ask in asks if _key(ask) not in known]
    new = [lead for _ask, lead in begun]
    _make_room(new, at=at)
    given = give_owners(lead for ask, lead in begun if ask.by_rules and lead.owner_id is None)
    insert(Lead, new)
    insert(LeadEvent, [_event(lead, actor, at=at, by_rule=lead.id in given) for lead in new])
    _words.write(new, team={})
    emit_all([_fact(lead, actor, quiet=quiet) for lead in new], at=at)
    found = known | {_key(lead): lead for lead in new}
    return [found[_key(ask)] for ask in asks]


def _key(ask: NewLead | Lead) -> tuple[UUID, UUID, int]:
    return ask.partner_id, ask.request_id, ask.attempt


def _known(asks: Sequence[NewLead]) -> dict[tuple[UUID, UUID, int], Lead]:
    requests = {ask.request_id for ask in asks}
    if len(requests) > 1:
        return {_key(lead): lead for lead in Lead.objects.filter(request_id__in=requests)}
    of_one = instances(
        "leads.of_one", lambda of: Lead.objects.filter(request_id=of["request"]), {"request": requests.pop()}
    )
    return {_key(lead): lead for lead in of_one}


def _lead(ask: NewLead, *, at: datetime) -> Lead:
    in_force = rules()
    copy = dict(ask.copy)
    return Lead(
        partner_id=ask.partner_id,
        location_id=ask.location_id,
        request_id=ask.request_id,
        type=ask.type,
        attempt=ask.attempt,
        received_at=at,
        updated_at=at,
        due_at=at + in_force.answer_time,
        hot_until=at + in_force.hot_time if copy.get("direct_contact") else LONG_AGO,
        **{"currency": in_force.programme.currency, "notes": copy.get("need", ""), **copy},
    )


def _make_room(new: Sequence[Lead], *, at: datetime) -> None:
    wanted = Counter(lead.partner_id for lead in new if lead.test_of_id is None)
    # Locked in one order, so that two requests to the same partners cannot wait for each other.
    for partner_id in sorted(wanted):
        for (capacity,) in rows("leads.make_room", _capacity, {"partner": partner_id}):
            if unanswered(partner_id, at=at) + wanted[partner_id] > capacity:
                raise PartnerFull


def _capacity(of: Mapping[str, Any]) -> list[QuerySet[Any, Any]]:
    limited = BusinessProfile.objects.filter(partner_id=of["partner"], capacity__isnull=False)
    return [limited.select_for_update().values_list("capacity")]


def _event(lead: Lead, actor: Actor, *, at: datetime, by_rule: bool) -> LeadEvent:
    by = LeadEvent.By.CUSTOMER
    if isinstance(actor, Staff):
        by = LeadEvent.By.VENDOR
    elif isinstance(actor, Member):
        by = LeadEvent.By.SENDING_PARTNER
    elif lead.test_of_id is not None:
        by = LeadEvent.By.SYSTEM
    return LeadEvent(
        partner_id=lead.partner_id,
        lead=lead,
        version=lead.version,
        step=Step.RECEIVE,
        by=by,
        person_id=actor.person_id,
        at=at,
        changes={"owner_id": None} if by_rule else {},
        frozen={"owner_by_rule": True, "to": str(lead.owner_id)} if by_rule else {},
        request_id=request_id.get(),
    )


def _fact(lead: Lead, actor: Actor, *, quiet: bool) -> Fact:
    payload = {
        "lead": str(lead.id),
        "request": str(lead.request_id),
        "partner": str(lead.partner_id),
        "version": lead.version,
        "person": str(actor.person_id) if actor.person_id else None,
    }
    return Fact("lead.received", key=f"lead:{lead.id}:{lead.version}", payload=payload, quiet=quiet)
