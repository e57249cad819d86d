"""Leads as the score learns from them: each one's history as a value, read from its row and its events.

What an answer took and meant was frozen into its event, so a changed calendar or reason rewrites no history.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from segue.directory.ranking.facts import Need
from segue.directory.ranking.history import Answer, Ending, History
from segue.directory.ranking.similarity import facets
from segue.leads.lifecycle import Step
from segue.leads.models import Lead, LeadEvent, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

BY_MISTAKE = "accepted_by_mistake"
"""The reason, among those of a lost deal, that says it should have been declined."""
WEEK_COUNTED = (40 * 60, 60 * 60)
"""A partner's week counts as at least and at most so many minutes, whatever hours it publishes."""
PROMPT_MINUTES = 3 * 8 * 60
"""Two working days after that of receipt are at most so long; who works fewer hours a week has no more."""
FOLLOWED_WITHIN = timedelta(days=7)
"""For answers of an older version, which did not freeze the day."""

_ANSWERS = (Step.ACCEPT, Step.DECLINE)
_ENDS = (Step.WIN, Step.LOSE)
_READ = (*_ANSWERS, *_ENDS, Step.EDIT, Step.REPORT_CONTACT)
_COLUMNS = (
    *("id", "partner_id", "version", "type", "stage", "outcome", "received_at", "updated_at", "accepted_at"),
    *("closed_at", "withdrawn_at", "prompt_until", "reason", "purchase_on", "test_of_id", "email_confirmed"),
    *("sender_partner_id", "customer_country", "customer_size", "customer_language", "channel"),
    *("industries", "products", "services", "customer_email", "customer_phone", "spam"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a lead came from, as it looked when it was first counted."""

    own: bool = False
    """From the partner's own website's domain, or a mail address or telephone of its people."""
    earlier: int = 0
    """How many leads of the same customer the partner had received in the 90 days before."""


@dataclass(frozen=True, slots=True)
class Lived:
    """A lead's history, which lead it is, and the version that it is of."""

    lead: Lead
    history: History

    @property
    def lead_id(self) -> UUID:
        """Return whose history it is."""
        return self.lead.id


def leads_to_count(partner_id: UUID, *, after: UUID | None = None, limit: int) -> list[UUID]:
    """Return a company's next leads in the order of their ids, at most so many; `after` is the last of those before."""
    found = Lead.objects.filter(partner_id=partner_id).order_by("id")
    return list((found.filter(id__gt=after) if after else found).values_list("id", flat=True)[:limit])


def partners_with_leads() -> set[UUID]:
    """Return the companies that ever received a lead."""
    return set(Lead.objects.order_by().values_list("partner_id", flat=True).distinct())


def leads_of(partner_id: UUID, lead_ids: Collection[UUID]) -> list[Lead]:
    """Return what `lived` reads of these leads of a company; one that is gone is left out."""
    return list(Lead.objects.filter(partner_id=partner_id, id__in=lead_ids).only(*_COLUMNS))


def lived(leads: Sequence[Lead], origins: Mapping[UUID, Origin]) -> list[Lived]:
    """Return the histories of leads as they are now, in one statement."""
    events: dict[UUID, list[LeadEvent]] = defaultdict(list)
    partners = {lead.partner_id for lead in leads}
    read = LeadEvent.objects.filter(partner_id__in=partners, lead__in=[lead.id for lead in leads], step__in=_READ)
    for event in read.only("lead_id", "step", "at", "frozen", "version").order_by("version"):
        events[event.lead_id].append(event)
    return [Lived(lead, history(lead, events[lead.id], origins.get(lead.id, Origin()))) for lead in leads]


def history(lead: Lead, events: Sequence[LeadEvent], origin: Origin) -> History:
    """Return one lead's history; `events` are those of the steps that matter, in order."""
    answered = next((event for event in events if event.step in _ANSWERS), None)
    ended = next((event for event in events if event.step in _ENDS), None)
    accepted = answered if answered is not None and answered.step == Step.ACCEPT else None
    return History(
        received_at=lead.received_at,
        type=lead.type,
        facets=facets(need_of(lead)),
        answer=_answer(lead, answered) if answered is not None else None,
        ending=_ending(lead),
        ended_at=_pressed(ended) if ended is not None else lead.closed_at,
        by_mistake=lead.outcome == Outcome.LOST and lead.reason == BY_MISTAKE,
        followed_at=_followed(events) if accepted is not None else None,
        follow_until=_follow_until(accepted) if accepted is not None else None,
        estimated_close=lead.purchase_on,
        test=lead.test_of_id is not None,
        confirmed=lead.email_confirmed,
        withdrawn=lead.withdrawn_at is not None or lead.outcome == Outcome.WITHDRAWN,
        spam=bool(lead.spam),
        sent_by_partner=lead.sender_partner_id is not None,
        own=origin.own,
        earlier_of_customer=origin.earlier,
    )


def need_of(lead: Lead) -> Need:
    """Return what the customer of a lead needs, as the score compares it."""
    return Need(
        products=frozenset(lead.products),
        services=frozenset(lead.services),
        industries=frozenset(lead.industries),
        size=lead.customer_size,
        language=lead.customer_language,
        country=lead.customer_country,
        type=lead.type,
        further=frozenset({f"channel:{lead.channel}"} if lead.channel else ()),
    )


def _ending(lead: Lead) -> Ending | None:
    if lead.stage == Stage.ACCEPTED:
        return Ending.ACCEPTED
    return Ending(lead.outcome) if lead.outcome and lead.outcome != Outcome.WITHDRAWN else None


def _answer(lead: Lead, event: LeadEvent) -> Answer:
    at, minutes = _pressed(event), _minutes_counted(event.frozen)
    return Answer(
        at=at,
        minutes=minutes,
        in_time=_in_time(lead, at, minutes, event.frozen),
        reason=lead.reason if event.step == Step.DECLINE else "",
        meaning=event.frozen.get("reason_meaning") or "nothing",
    )


def _in_time(lead: Lead, at: datetime, minutes: int, frozen: Mapping[str, Any]) -> bool:
    """Whether an answer came within two working days: who publishes a short week gets no more time by it."""
    if lead.prompt_until is not None and at > lead.prompt_until:
        return False
    full_week = frozen.get("weekly_minutes", WEEK_COUNTED[0]) >= WEEK_COUNTED[0]
    return minutes <= PROMPT_MINUTES or (full_week and lead.prompt_until is not None)


def _minutes_counted(frozen: Mapping[str, Any]) -> int:
    """Return the working minutes to the answer, as if the partner's week were neither very short nor very long."""
    minutes = int(frozen.get("working_minutes", 0))
    weekly = int(frozen.get("weekly_minutes", 0))
    if not weekly:
        return minutes
    least, most = WEEK_COUNTED
    return round(minutes * min(max(weekly, least), most) / weekly)


def _pressed(event: LeadEvent) -> datetime:
    """Return when an answer was given: a held one when it was pressed."""
    pressed = event.frozen.get("answered_at")
    return datetime.fromisoformat(pressed) if pressed else event.at


def _followed(events: Sequence[LeadEvent]) -> datetime | None:
    """Return when something first followed a yes: an edit, a contact that the customer confirms, or the end."""
    follows = (
        _pressed(event)
        for event in events
        if event.step == Step.EDIT
        or event.step in _ENDS
        or (event.step == Step.REPORT_CONTACT and event.frozen.get("contacted"))
    )
    return min(follows, default=None)


def _follow_until(event: LeadEvent) -> datetime:
    until = event.frozen.get("follow_until")
    return datetime.fromisoformat(until) if until else _pressed(event) + FOLLOWED_WITHIN
