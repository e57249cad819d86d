"""Which leads somebody sees, and one of them; everything that reads leads for a person starts here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db.models import Q

from segue.accounts.actor import Actor, Customer, Member, Staff, System
from segue.accounts.roles import May
from segue.kit.errors import NotFound
from segue.kit.ids import required_id
from segue.kit.instances import instances
from segue.leads.lifecycle import Step
from segue.leads.models import Employee, Lead, LeadEvent, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

    from django.db.models import QuerySet

_Asking = TypeVar("_Asking", bound=Actor)


def visible_to(actor: Actor) -> QuerySet[Lead]:
    """Return the leads an actor sees as one set, for looking one of them up.

    Lists do not page through this: they read what an actor works with.
    """
    match actor:
        case Member():
            return Lead.objects.filter(_own(actor) | _sent_by_company(actor))
        case Staff():
            return Lead.objects.filter(_of_staff(actor))
        case Customer():
            return Lead.objects.filter(request_id=actor.request_id)
        case System():
            return Lead.objects.all()
        case _:
            return Lead.objects.none()


def access(lead_id: UUID | str, *, actor: Actor) -> Lead:
    """Return one lead the actor sees, with partner, location and owner; raise NotFound otherwise."""
    return looked_up(lead_id, "leads.access", _with_relations, actor=actor)


def _with_relations(leads: QuerySet[Lead], _actor: Actor) -> QuerySet[Lead]:
    return leads.select_related("partner", "location", "owner")


def looked_up(
    lead_id: UUID | str, name: str, also: Callable[[QuerySet[Lead], Any], QuerySet[Lead]], *, actor: Actor
) -> Lead:
    """Return one lead the actor sees, read with what `also` adds to the query; raise NotFound otherwise.

    `name` is that query's own, under which its SQL is kept for each kind of actor.
    """
    values, kind = ids_of(actor)

    def build(of: Mapping[str, Any]) -> QuerySet[Lead]:
        alike = like(actor, of)
        return also(visible_to(alike).filter(id=of["lead"]), alike)

    named = lead_id if isinstance(lead_id, UUID) else required_id(lead_id)
    found = instances((name, kind), build, {"lead": named, **values})
    if not found:
        raise NotFound
    return found[0]


def ids_of(actor: Actor) -> tuple[dict[str, UUID], Hashable]:
    """Return the ids by which an actor's leads are found, and what else decides how."""
    match actor:
        case Member():
            places = actor.location_ids
            values = {"partner": actor.partner_id, "person": actor.person_id}
            values |= {f"location{number}": place for number, place in enumerate(places or ())}
            return values, (Member, actor.roles, None if places is None else len(places))
        case Staff():
            return {"person": actor.person_id}, (Staff, actor.roles)
        case Customer():
            return {"request": actor.request_id}, Customer
        case _:
            return {}, type(actor).__name__


def like(actor: _Asking, of: Mapping[str, Any]) -> _Asking:
    """Return an actor of the same kind with these ids instead of its own."""
    match actor:
        case Member():
            places = [of[f"location{number}"] for number in range(len(actor.location_ids or ()))]
            scope = None if actor.location_ids is None else frozenset(places)
            return replace(actor, partner_id=of["partner"], person_id=of["person"], location_ids=scope)
        case Staff():
            return replace(actor, person_id=of["person"])
        case Customer():
            return replace(actor, request_id=of["request"])
        case _:
            return actor


def worked_with_by(actor: Member) -> QuerySet[Lead]:
    """Return the own company's leads an actor works with.

    The whole company, or those of a scope of locations (for a referrals user: that nobody owns), the owned ones, and
    those on whose team the person is.
    """
    return Lead.objects.filter(_own(actor))


def among(lead_ids: Collection[UUID], *, actor: Member) -> list[Lead]:
    """Return those of these leads that an actor works with, the oldest first; of others nothing is said."""
    return list(worked_with_by(actor).filter(id__in=lead_ids).order_by("received_at", "id"))


def of_request(request_id: UUID) -> list[Lead]:
    """Return the leads of one request in the order in which they were put, with partner and location."""
    return list(
        Lead.objects.filter(request_id=request_id).select_related("partner", "location").order_by("received_at", "id")
    )


def taken_of_request(request_id: UUID) -> list[Lead]:
    """Return the leads of one request as `of_request` does, kept for this transaction: no answer crosses it."""
    found = Lead.objects.select_for_update(of=("self",)).filter(request_id=request_id)
    return list(found.select_related("partner", "location").order_by("received_at", "id"))


def unanswered_of(partner_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return lead and request of everything a partner has received and not answered, the oldest first."""
    received = Lead.objects.filter(partner_id=partner_id, stage=Stage.RECEIVED, test_of__isnull=True)
    received = received.order_by("received_at", "id")
    return list(received.values_list("id", "request_id"))


def open_leads_of(person_id: UUID, *, partner_id: UUID) -> int:
    """Return how many open leads of a partner a person owns."""
    stages = [Stage.RECEIVED, Stage.ACCEPTED]
    return Lead.objects.filter(partner_id=partner_id, owner_id=person_id, stage__in=stages).count()


def taken_on_by(partner_id: UUID) -> list[Lead]:
    """Return what a partner has accepted and still works on, the oldest first; not what its customer took back."""
    accepted = Lead.objects.filter(
        partner_id=partner_id, stage=Stage.ACCEPTED, withdrawn_at__isnull=True, test_of__isnull=True
    )
    return list(accepted.order_by("received_at", "id"))


HAS_IT = ~Q(stage=Stage.ARCHIVED) & Q(withdrawn_at__isnull=True)
"""`has_it`, for the database."""


def has_it(lead: Lead) -> bool:
    """Return whether its partner has the request now; one from whom it was taken back only closes the lead."""
    return lead.stage != Stage.ARCHIVED and lead.withdrawn_at is None


def withdrawn_by(leads: Sequence[Lead]) -> dict[UUID, str]:
    """Return who withdrew those of these leads that were withdrawn: lead -> the event's `by`."""
    withdrawn = [lead for lead in leads if lead.withdrawn_at is not None]
    if not withdrawn:
        return {}
    partners = {lead.partner_id for lead in withdrawn}
    events = LeadEvent.objects.filter(partner_id__in=partners, lead__in=withdrawn, step=Step.WITHDRAW)
    return dict(events.values_list("lead_id", "by"))


def history(lead: Lead) -> list[LeadEvent]:
    """Return what happened to a lead, first things first, with the people."""
    events = LeadEvent.objects.filter(partner_id=lead.partner_id, lead=lead)
    return list(events.select_related("person").order_by("version"))


def _own(actor: Member) -> Q:
    if not actor.may(May.ANSWER_LEADS):
        return Q(pk__in=[])
    company = Q(partner_id=actor.partner_id)
    in_scope = Q() if actor.location_ids is None else Q(location_id__in=actor.location_ids)
    if not actor.may(May.SEE_SCOPE):
        in_scope &= Q(owner__isnull=True)
    elif actor.location_ids is None:
        return company
    # Whoever owns a lead or is on its team works on it, wherever it is.
    return company & (in_scope | Q(owner_id=actor.person_id) | _on_team(actor))


def _on_team(actor: Member) -> Q:
    # Read from the team's side: a person is on few teams, and the company may have 100,000 leads.
    team = Employee.objects.filter(partner_id=actor.partner_id, person_id=actor.person_id)
    return Q(id__in=team.values("lead_id"))


def _sent_by_company(actor: Member) -> Q:
    if not actor.may(May.SEND_LEADS):
        return Q(pk__in=[])
    return Q(sender_partner_id=actor.partner_id)


def _of_staff(actor: Staff) -> Q:
    # A test lead is between its partner and Segue.
    real = Q(test_of__isnull=True)
    if actor.may(May.SEE_ALL_LEADS):
        return real
    sees = Q(sender_person_id=actor.person_id, sender_partner__isnull=True)
    if actor.may(May.MANAGE_PARTNERS):
        sees |= Q(partner__manager_id=actor.person_id)
    return sees & real
