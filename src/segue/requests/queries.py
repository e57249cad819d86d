"""What the customer's page shows. The customer sees of a lead only partner, dates and answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from segue.directory.models import Tag
from segue.directory.search import Search, first_of
from segue.leads import queries as leads
from segue.leads.room import full_partners
from segue.programme.models import Term
from segue.programme.queries import in_language, rules
from segue.requests import chain
from segue.requests.models import Feedback, Request, RequestEvent, Wish
from segue.requests.policy import is_asker
from segue.requests.standing import is_open

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.leads.models import Lead
    from segue.programme.queries import Rules

MOST_OTHERS = 3
USES_THE_WAY = ("passed_on", "sought")
"""What of a request's events uses a way onward: one more partner asked, or the vendor asked to find one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One partner who has or had the request, as its customer may know it."""

    lead_id: UUID
    location_id: UUID
    partner_name: str
    place: str
    stage: str
    outcome: str | None
    received_at: datetime
    due_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    silent_from: datetime
    told: str
    """The kind of reason of a no, in the active language; empty where the customer does not hear it."""
    message: str
    onward: bool
    withdrawn_at: datetime | None
    withdrawn_by: str
    """Who withdrew it: customer, vendor, sending_partner; empty where nobody did."""
    contacted: bool | None

    @property
    def withdrawn(self) -> bool:
        """Return whether somebody withdrew the request from this partner."""
        return self.withdrawn_at is not None

    @property
    def has_it(self) -> bool:
        """Return whether this partner has the request now."""
        return self.stage != "archived" and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything the customer's page says."""

    request: Request
    asked: list[Asked]
    waiting: list[str]
    """Partners ticked who get it when the e-mail address is confirmed."""
    closed: list[str]
    """Partners ticked who could not be asked any more."""
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
    asked = [_asked(lead, in_force, contacted=answers.get(lead.id), by=by.get(lead.id, "")) for lead in put]
    unasked = list(
        Wish.objects.filter(request=request, lead_id__isnull=True)
        .order_by("position")
        .values_list("location__partner__name", flat=True)
    )
    still_waits = request.confirmed_at is None or bool(request.held)
    silences = [one.silent_from for one in asked if one.stage == "received" and one.silent_from > at]
    return Letter(
        request=request,
        asked=asked,
        waiting=unasked if still_waits else [],
        closed=[] if still_waits else unasked,
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
    asked = [_asked(lead, in_force) for lead in leads.of_request(request.id)]
    return _way(request, asked, in_force, at=at)


def way_without(request: Request, *, lead_id: UUID, at: datetime) -> chain.Way:
    """Return whether the customer may ask one more partner once they have withdrawn from one that has the request."""
    in_force = rules()
    asked = [_asked(lead, in_force) for lead in leads.of_request(request.id)]
    after = [replace(one, withdrawn_at=at) if one.lead_id == lead_id else one for one in asked]
    return _way(request, after, in_force, at=at)


def chosen_lead(request_id: UUID) -> UUID | None:
    """Return the lead of the partner whom the customer has chosen; None before that."""
    return Request.objects.filter(id=request_id).values_list("chosen_lead_id", flat=True).first()


def has_said_whether_contacted(lead_id: UUID) -> bool:
    """Return whether the customer has answered "did they contact you?" about a lead."""
    return Feedback.objects.filter(lead_id=lead_id).exists()


def next_to_ask(request_id: UUID, *, actor: Actor, at: datetime) -> list[Location]:
    """Return the locations that who sent a request, or looks after partners, may put it to next.

    None while a partner has it or it came to an agreement, when it is over or was answered with a reason that offers
    nobody else (spam, another vendor chosen), or for anybody else.
    """
    put = leads.of_request(request_id)
    return [] if any(lead.stage != "archived" for lead in put) else _next(request_id, put, actor=actor, at=at)


def whom_next(request_id: UUID, *, actor: Actor, at: datetime) -> list[Location]:
    """Return what `next_to_ask` does, also while a partner has the request, as long as one more may have it too."""
    put = leads.of_request(request_id)
    still_open = sum(lead.stage != "archived" and lead.withdrawn_at is None for lead in put)
    if still_open >= rules().programme.open_leads_per_request:
        return []
    return _next(request_id, put, actor=actor, at=at)


def _next(request_id: UUID, put: list[Lead], *, actor: Actor, at: datetime) -> list[Location]:
    request, in_force = Request.objects.filter(id=request_id).first(), rules()
    if request is None or not is_asker(request, actor=actor):
        return []
    if not is_open(request):
        return []
    if any(lead.outcome == "won" for lead in put):
        return []
    if any(lead.reason in in_force.reasons and not in_force.reasons[lead.reason].onward for lead in put):
        return []
    return others(request, at=at) if len(put) < in_force.programme.leads_per_request else []


def others(request: Request, *, at: datetime) -> list[Location]:
    """Return the next locations that could be asked, in the directory's order, of partners not asked yet.

    First those who match the words of the request and work where the customer is, then whoever works there, then
    anybody who does not rule the country out.
    """
    known = {lead.partner_id for lead in leads.of_request(request.id)} | {request.sender_partner_id}
    found: dict[UUID, Location] = {}
    full = full_partners(at=at)
    country = request.customer_country
    for what, where in ((_looked_for(request), country), ("", country), ("", "")):
        question = Search(at=at, what=what, where=where, full=full, limit=MOST_OTHERS + len(known) + len(found))
        results = first_of(question)
        ruled_out = _ruling_out(country, among=[result.profile.pk for result in results])
        for result in results:
            partner_id = result.profile.partner_id
            if partner_id not in known and result.closed is None and partner_id not in ruled_out:
                found.setdefault(partner_id, result.location)
        if len(found) >= MOST_OTHERS:
            break
    return list(found.values())[:MOST_OTHERS]


def _looked_for(request: Request) -> str:
    in_force = rules()
    kinds = {Term.Kind.PRODUCT: request.products, Term.Kind.SERVICE: request.services}
    labels = [in_force.label(kind, code) for kind, codes in kinds.items() for code in codes]
    return " ".join(labels) or request.need[:200]


def _ruling_out(country: str, *, among: Collection[UUID]) -> set[UUID]:
    found = Tag.objects.filter(profile__in=among, kind=Tag.Kind.NOT_COUNTRY, code=country)
    return set(found.values_list("profile_id", flat=True))


def _way(request: Request, asked: list[Asked], in_force: Rules, *, at: datetime) -> chain.Way:
    if not is_open(request):
        return chain.Way.NONE
    # A partner from whom an accepted lead was withdrawn still has to close it; for the customer it is over.
    puts = [
        chain.Put("archived" if one.withdrawn else one.stage, one.outcome, one.silent_from, one.onward) for one in asked
    ]
    programme = in_force.programme
    return chain.way_onward(
        puts,
        passed_on=RequestEvent.objects.filter(request=request, what__in=USES_THE_WAY).count(),
        most_open=programme.open_leads_per_request,
        most=programme.leads_per_request,
        at=at,
    )


def _asked(lead: Lead, in_force: Rules, *, contacted: bool | None = None, by: str = "") -> Asked:
    reason = in_force.reasons.get(lead.reason) if lead.outcome in {"declined", "lost"} else None
    hears = reason is None or reason.customer_hears
    return Asked(
        lead_id=lead.id,
        location_id=lead.location_id,
        partner_name=lead.partner.name,
        place=lead.location.city,
        stage=lead.stage,
        outcome=lead.outcome,
        received_at=lead.received_at,
        due_at=lead.due_at,
        accepted_at=lead.accepted_at,
        closed_at=lead.closed_at,
        silent_from=chain.silent_from(lead.received_at, lead.location.calendar(), hot=lead.direct_contact),
        told=in_language(reason.told) if reason is not None and hears and lead.outcome == "declined" else "",
        message=lead.customer_message if lead.outcome == "declined" and hears else "",
        onward=reason is None or reason.onward,
        withdrawn_at=lead.withdrawn_at,
        withdrawn_by=by,
        contacted=contacted,
    )
