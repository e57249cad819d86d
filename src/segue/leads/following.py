"""Leads as those follow them who do not work on them: the vendor's people, and a partner that sent one.

They read a narrow projection, never the partner's own working data (deal name, notes, team, CRM id). A held answer is
invisible here, since nobody is told of it yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from segue.accounts.actor import Member, Staff
from segue.accounts.models import Partner
from segue.accounts.roles import May
from segue.kit import compiled
from segue.kit.errors import NotFound
from segue.kit.ids import id_from
from segue.kit.sealed import seal, unseal
from segue.kit.sql import passed_over, unordered
from segue.leads import queries, search
from segue.leads.lifecycle import JUDGEMENTS, Note, Step
from segue.leads.models import Lead, Outcome, Stage, Type
from segue.leads.policy import allowed_steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

PAGE = 50
TOLD_STEPS = (
    Step.RECEIVE,
    Step.ACCEPT,
    Step.DECLINE,
    Step.EXPIRE,
    Step.WITHDRAW,
    Step.REPORT_CONTACT,
    Step.WIN,
    Step.LOSE,
)
"""What others than the partner may know of a lead's history."""
OF_THE_VENDOR = frozenset({*Note, *JUDGEMENTS})
"""What the vendor's people did: they read it of each other, with names."""
_COLUMNS = (
    *("id", "type", "stage", "outcome", "received_at", "due_at", "accepted_at", "closed_at", "withdrawn_at"),
    "uncontacted_at",
    *("reason", "reason_note", "value_minor", "currency"),
    *("customer_company", "customer_name", "customer_city", "customer_country"),
    *("need", "channel", "campaign", "sender_name", "sender_note", "consent_how", "consent_at", "possible_spam"),
    *("spam_said_at", "spam"),
    *("direct_contact", "partner_id", "partner__name", "partner__manager_id", "location__name", "version"),
    *("request_id", "sender_person_id", "sender_partner_id", "holding", "email_confirmed"),
)
_ASKED = ("customer_size", "industries", "products", "services", "wanted_by", "budget_minor", "budget_currency")
"""What the page of one lead says beside the need; whoever sent it typed it."""


class View(StrEnum):
    """Which leads somebody follows."""

    ALL = "all"
    PARTNERS = "partners"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """One page of a list, newest first; `older` is the token of the next one, empty at the end."""

    rows: list[Lead]
    older: str


@dataclass(frozen=True, slots=True)
class Followed:
    """One lead as it is followed: what was sent, where it stands, what happened, and whether it can be withdrawn."""

    lead: Lead
    knows_value: bool
    """Whether the reader may know value, dates and reason; a sending partner knows stage and outcome only."""
    may_withdraw: bool
    events: list[dict[str, Any]]


def views_of(actor: Staff | Member) -> list[View]:
    """Return which lists of leads somebody can follow, the widest first."""
    if isinstance(actor, Member):
        return [View.SENT] if actor.may(May.SEND_LEADS) else []
    opened = {
        View.ALL: actor.may(May.SEE_ALL_LEADS),
        View.PARTNERS: actor.may(May.MANAGE_PARTNERS),
        View.SENT: actor.may(May.SEND_MARKETING) or actor.may(May.SEND_SALES),
    }
    return [view for view, is_open in opened.items() if is_open]


def followed_leads(
    actor: Staff | Member, *, view: View, stage: Stage | None, page: str, looked_for: str = ""
) -> FollowedPage:
    """Return one page of the leads somebody follows; raise NotFound for a list that is not theirs.

    What is looked for is a lead's id, or words each of which begins a word of the customer or of the partner's name.
    An unreadable page token, or one of another list, is the first page.
    """
    if view not in views_of(actor):
        raise NotFound
    leads = _of(actor, view)
    binding = f"leads.following:{actor.membership_id}:{view}:{stage or ''}:{looked_for}"
    after = _read(page, binding=binding)
    if after:
        moment, lead_id = after
        leads = leads.filter(Q(received_at__lt=moment) | Q(received_at=moment, id__lt=lead_id), received_at__lte=moment)
    stages = [stage] if stage else list(Stage)
    branches = _looked_for(leads, stages, looked_for) if looked_for else _walked(leads, stages)
    keys = sorted(set(compiled.at_once([_newest(branch) for branch in branches])), reverse=True)[: PAGE + 1]
    last = keys[PAGE - 1] if len(keys) > PAGE else None
    older = seal([last[0].isoformat(), str(last[1])], bound_to=binding) if last else ""
    return FollowedPage(_shown([lead_id for _came, lead_id in keys[:PAGE]]), older)


def declined_inquiries(actor: Staff, *, since: datetime, until: datetime, most: int) -> list[Lead]:
    """Return the first inquiries that were declined between two moments, of the partners somebody looks after.

    Those declined as spam are left out: they wait on Today.
    """
    mine = View.ALL if actor.may(May.SEE_ALL_LEADS) else View.PARTNERS
    declined = _of(actor, mine).filter(type=Type.INQUIRY, outcome=Outcome.DECLINED, spam_said_at__isnull=True)
    found = declined.filter(closed_at__gt=since, closed_at__lte=until)
    return list(_narrow(found).order_by("closed_at", "id")[:most])


def _looked_for(leads: QuerySet[Lead], stages: Sequence[Stage], text: str) -> list[QuerySet[Lead]]:
    """Return those of these leads that are looked for: one set for each way to mean it, for no OR has an index."""
    to_sort = leads.filter(stage__in=stages).annotate(came=unordered("received_at"))
    if lead_id := id_from(text):
        return [to_sort.filter(id=lead_id)]
    ways = search.ways(text)
    branches: list[QuerySet[Lead]] = []
    for way, common in zip(ways, search.common(ways), strict=True):
        branches += _walked(way.walked(leads), stages) if common else [way.found(to_sort)]
    return branches


def _walked(leads: QuerySet[Lead], stages: Sequence[Stage]) -> list[QuerySet[Lead]]:
    """Return leads for a walk from the newest on, a set a stage: a walk along one meets no lead of another."""
    return [leads.filter(stage=stage).annotate(came=F("received_at")) for stage in stages]


def _newest(leads: QuerySet[Any]) -> QuerySet[Any, tuple[datetime, UUID]]:
    # Joined with what is shown of them, SQLite begins at the partners and sorts all that any of them has.
    return leads.order_by("-came", "-id").values_list("came", "id")[: PAGE + 1]


def _shown(lead_ids: Sequence[UUID]) -> list[Lead]:
    found = {lead.id: lead for lead in _narrow(Lead.objects.filter(id__in=lead_ids))}
    return [found[lead_id] for lead_id in lead_ids if lead_id in found]


def follow(lead_id: UUID, *, actor: Staff | Member, at: datetime) -> Followed:
    """Return one lead as the actor follows it; raise NotFound for leads they do not follow."""
    followed = queries.visible_to(actor)
    if isinstance(actor, Member):
        followed = followed.filter(sender_partner_id=actor.partner_id)
    lead = _narrow(followed, *_ASKED).filter(id=lead_id).first()
    if lead is None:
        raise NotFound
    events = [
        {
            "step": event.step,
            "by": event.by,
            "at": event.at,
            "partner": lead.partner.name,
            "person": event.person.name if event.person and event.step in OF_THE_VENDOR else "",
            "contacted": event.frozen.get("contacted"),
        }
        for event in queries.history(lead)
        if event.step in TOLD_STEPS or (event.step in OF_THE_VENDOR and isinstance(actor, Staff))
    ]
    return Followed(
        lead=lead,
        knows_value=isinstance(actor, Staff),
        may_withdraw=Step.WITHDRAW in allowed_steps(lead, actor=actor, at=at),
        events=events[::-1],
    )


def _of(actor: Staff | Member, view: View) -> QuerySet[Lead]:
    if isinstance(actor, Member):
        return Lead.objects.filter(sender_partner_id=actor.partner_id)
    match view:
        case View.ALL:
            return Lead.objects.filter(test_of__isnull=True)
        case View.PARTNERS:
            looked_after = Partner.objects.filter(manager_id=actor.person_id).values_list("id", flat=True)
            leads = Lead.objects.alias(by=passed_over("partner_id")).filter(by__in=list(looked_after))
            return leads.filter(test_of__isnull=True)
        case View.SENT:
            return Lead.objects.filter(sender_person_id=actor.person_id, sender_partner__isnull=True)


def _narrow(leads: QuerySet[Lead], *more: str) -> QuerySet[Lead]:
    return leads.select_related("partner", "location").only(*_COLUMNS, *more)


def _read(page: str, *, binding: str) -> tuple[datetime, str] | None:
    mark = unseal(page, bound_to=binding) if page else None
    return (datetime.fromisoformat(mark[0]), mark[1]) if mark else None
