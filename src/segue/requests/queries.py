"""What the customer's page shows. The customer sees of a lead only partner, dates and answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from segue.accounts.actor import Staff
from segue.kit.compiled import rows
from segue.leads import queries as leads
from segue.programme.queries import rules
from segue.requests import chain
from segue.requests.asked import Asked, what_became
from segue.requests.models import Feedback, Request, RequestEvent, Wish
from segue.requests.policy import is_asker
from segue.requests.standing import awaits_contact, is_open
from segue.requests.suggest import NOBODY, described, left_out, suggested
from segue.requests.turns import Turns, turns_left, unasked_wishes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.accounts.actor import Actor
    from segue.leads.models import Lead
    from segue.programme.queries import Rules
    from segue.requests.suggest import LeftOut, Suggested

MOST_OTHERS = 3
USES_THE_WAY = ("passed_on", "in_turn", "sought")
"""What of a request's events uses a way onward: one more partner asked, or the vendor asked to find one."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything the customer's page says."""

    request: Request
    asked: list[Asked]
    waiting: list[str]
    """Partners ticked who get it when the e-mail address is confirmed."""
    closed: list[str]
    """Partners ticked who could not be asked any more, or not when their turn came."""
    turns: Turns | None
    """Who is asked one after the other; None where nobody is left of an order."""
    way: chain.Way
    way_from: datetime | None
    """When the next silence begins, where the customer has to wait."""
    chosen_at: datetime | None


def letter(request: Request, *, at: datetime) -> Letter:
    """Return what the customer's page of a request says at a moment."""
    in_force = rules()
    answers = dict(Feedback.objects.filter(request=request).values_list("lead_id", "contacted"))
    put = leads.of_request(request.id)
    by = leads.withdrawn_by(put)
    asked = [what_became(lead, in_force, contacted=answers.get(lead.id), by=by.get(lead.id, "")) for lead in put]
    unasked = unasked_wishes(request.id)
    names = [wish.location.partner.name for wish in unasked]
    still_waits = request.confirmed_at is None or bool(request.held)
    closed = names if not (still_waits or request.in_turn) else []
    if request.in_turn:
        closed = [name for name, wish in zip(names, unasked, strict=True) if wish.passed_over_at]
    silences = [one.silent_from for one in asked if one.stage == "received" and one.silent_from > at]
    return Letter(
        request=request,
        asked=asked,
        waiting=names if still_waits and not request.in_turn else [],
        closed=closed,
        turns=turns_left(request, asked, unasked, in_force),
        way=_way(request, asked, in_force, at=at),
        way_from=min(silences, default=None),
        chosen_at=_chosen_at(request),
    )


def _chosen_at(request: Request) -> datetime | None:
    if request.chosen_lead_id is None:
        return None
    chosen = RequestEvent.objects.filter(request=request, what="chosen")
    return chosen.values_list("at", flat=True).first()


def way_onward(request: Request, *, at: datetime) -> chain.Way:
    """Return whether the customer may ask one more partner."""
    in_force = rules()
    asked = [what_became(lead, in_force) for lead in leads.of_request(request.id)]
    return _way(request, asked, in_force, at=at)


def way_without(request: Request, *, lead_id: UUID, at: datetime) -> chain.Way:
    """Return whether the customer may ask one more partner once they have withdrawn from one that has the request."""
    in_force = rules()
    asked = [what_became(lead, in_force) for lead in leads.of_request(request.id)]
    after = [replace(one, withdrawn_at=at) if one.lead_id == lead_id else one for one in asked]
    return _way(request, after, in_force, at=at)


def chosen_lead(request_id: UUID) -> UUID | None:
    """Return the lead of the partner whom the customer has chosen; None before that."""
    return Request.objects.filter(id=request_id).values_list("chosen_lead_id", flat=True).first()


def another_is_chosen(lead: Lead) -> bool:
    """Return whether the customer has chosen another partner than that of a lead: nobody waits to hear from it."""
    return chosen_lead(lead.request_id) not in {None, lead.id}


def may_tell_of_contact(lead: Lead) -> bool:
    """Return whether the customer waits to hear from the partner of a lead, and has not said that they have or not."""
    request = Request.objects.filter(id=lead.request_id).first()
    if request is None or not awaits_contact(request, lead, lead_id=lead.id):
        return False
    return not Feedback.objects.filter(lead_id=lead.id).exists()


def named_by(lead: Lead) -> tuple[str, bool]:
    """Return who named the location of a lead, and where (`Wish.Named`), and whether as one to be asked after others.

    Empty for a lead behind which no request stands, as behind a test.
    """
    values = {"request": lead.request_id, "location": lead.location_id}
    for named, position, in_turn in rows("requests.named_by", _named_by, values):
        return named, in_turn and position > 1
    return "", False


def _named_by(of: Mapping[str, Any]) -> list[QuerySet[Wish, Any]]:
    found = Wish.objects.filter(request=of["request"], location=of["location"])
    return [found.values_list("named", "position", "request__in_turn")]


def next_to_ask(request_id: UUID, *, actor: Actor, at: datetime) -> Suggested:
    """Return whom who sent a request, or looks after partners, may put it to next.

    Nobody while a partner has it or it came to an agreement, when it is over or was answered with a reason that offers
    nobody else (spam, another vendor chosen), or for anybody else.
    """
    put = leads.of_request(request_id)
    if any(map(leads.has_it, put)):
        return NOBODY
    return _next(request_id, put, actor=actor, at=at, most=MOST_OTHERS)


def whom_next(request_id: UUID, *, actor: Actor, at: datetime, most: int) -> Suggested:
    """Return whom `next_to_ask` names, also while a partner has the request, as long as one more may have it too."""
    put = leads.of_request(request_id)
    if sum(map(leads.has_it, put)) >= rules().programme.open_leads_per_request:
        return NOBODY
    return _next(request_id, put, actor=actor, at=at, most=most)


def _next(request_id: UUID, put: list[Lead], *, actor: Actor, at: datetime, most: int) -> Suggested:
    request, in_force = Request.objects.filter(id=request_id).first(), rules()
    if request is None or not is_asker(request, actor=actor):
        return NOBODY
    if not is_open(request):
        return NOBODY
    if any(lead.outcome == "won" for lead in put):
        return NOBODY
    if any(lead.reason in in_force.reasons and not in_force.reasons[lead.reason].onward for lead in put):
        return NOBODY
    return fitting(request, at=at, most=most) if len(put) < in_force.programme.leads_per_request else NOBODY


def others(request: Request, *, at: datetime) -> Suggested:
    """Return who could be asked next: the few whom a request fits best of those not asked yet."""
    return fitting(request, at=at, most=MOST_OTHERS)


def fitting(request: Request, *, at: datetime, most: int) -> Suggested:
    """Return whom a request fits best of those not asked yet."""
    return suggested(described(request, asked=_asked_partners(request)), at=at, most=most)


def who_does_not_fit(request_id: UUID, *, actor: Actor, at: datetime) -> list[LeftOut]:
    """Return who offers what is asked for and is not suggested, with the reasons; to a partner only what is public.

    Nobody to who may not put the request to one more partner.
    """
    request = Request.objects.filter(id=request_id).first()
    if request is None or not is_asker(request, actor=actor):
        return []
    about = described(request, asked=_asked_partners(request))
    return left_out(about, at=at, published_only=not isinstance(actor, Staff))


def _asked_partners(request: Request) -> set[UUID]:
    return {lead.partner_id for lead in leads.of_request(request.id)}


def _way(request: Request, asked: list[Asked], in_force: Rules, *, at: datetime) -> chain.Way:
    if not is_open(request):
        return chain.Way.NONE
    programme = in_force.programme
    return chain.way_onward(
        [one.put() for one in asked],
        passed_on=RequestEvent.objects.filter(request=request, what__in=USES_THE_WAY).count(),
        most_open=programme.open_leads_per_request,
        most=programme.leads_per_request,
        at=at,
    )
