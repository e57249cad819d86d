"""The vendor's Today: what needs somebody of the vendor, the worst first, and the numbers over it.

One statement counts, one finds a page of the queue, two read what its rows show, whatever the programme's size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value

from segue.kit import compiled
from segue.kit.errors import NotFound
from segue.kit.sealed import seal, unseal
from segue.leads.models import Snooze
from segue.leads.needing import (
    CAME_BACK,
    OF_REQUESTS,
    Care,
    Harm,
    Whose,
    answered_promptly,
    branch,
    moments,
    needing,
    views_of,
)
from segue.leads.policy import may_nudge
from segue.requests.models import Request
from segue.requests.policy import may_look_after_inbox, may_read_inbox
from segue.requests.standing import NOT_OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from segue.accounts.actor import Staff
    from segue.leads.models import Lead

PAGE = 25
COUNT_TO = 1000
"""Beyond it the exact number helps nobody, and counting would take longer than the rest of the page."""


class Group(StrEnum):
    """What one number over the queue counts."""

    NO_PARTNER = "no-partner"
    HOT = "hot"
    DUE = "due"
    QUIET = "quiet"


GROUPS: dict[Group, frozenset[Harm]] = {
    Group.NO_PARTNER: frozenset({Harm.NO_PARTNER, Harm.SUSPECTED}) | CAME_BACK,
    Group.HOT: frozenset({Harm.HOT}),
    Group.DUE: frozenset({Harm.DUE}),
    Group.QUIET: frozenset({Harm.UNCONTACTED, Harm.SILENT, Harm.STILL}),
}
"""What was declined as spam is in none: it had its partner, and no customer waits. It stands in the queue only."""
AWAITS_CONTACT = frozenset({Harm.HOT, Harm.UNCONTACTED, Harm.SILENT})
"""Why a customer waits for a call: whoever has chosen another partner does not."""


@dataclass(frozen=True, slots=True)
class Need:
    """One row of the queue: a lead or a request, why it stands here, since (or until) when, and what was done last."""

    harm: Harm
    moment: datetime
    lead: Lead | None = None
    request: Request | None = None
    care: Care | None = None
    may_act: bool = False


@dataclass(frozen=True, slots=True)
class Promptness:
    """How many leads were answered within two working days, of how many."""

    kept: int
    of: int

    @property
    def percent(self) -> int | None:
        """Return the share, rounded; None while there is nothing to share."""
        return round(100 * self.kept / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands over the queue; a number of 1,001 means more than can be counted in time."""

    groups: Mapping[Group, int]
    queue: int
    """How many rows the whole queue has, those that are in no group too."""
    prompt: Promptness
    prompt_before: Promptness


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of what needs somebody; `more` is the token of the next one, empty at the end."""

    rows: list[Need]
    more: str


def whose_today(actor: Staff, *, wanted: str = "") -> Whose:
    """Return what Today is about: what was asked for, if it is the actor's to see, else where they begin."""
    opened = views_of(actor)
    if not opened:
        raise NotFound
    begins = Whose.ALL if Whose.ALL in opened else opened[0]
    return next((whose for whose in opened if whose == wanted), begins)


def numbers(actor: Staff, *, whose: Whose, at: datetime) -> Numbers:
    """Return the numbers over the queue, in one statement."""
    harms = _harms(actor, whose)

    def build(of: Mapping[str, Any]) -> list[QuerySet[Any, Any]]:
        needs = [_needing(harm, of, whose)[0].values("id")[: COUNT_TO + 1] for harm in harms]
        return [*needs, *(found.values("prompt_until") for found in answered_promptly(of, whose=whose))]

    values: dict[str, Any] = {**moments(at), "person": actor.person_id}
    *counted, kept, of_all, kept_before, of_before = compiled.counts(("today.numbers", whose, harms), build, values)
    by_harm = dict(zip(harms, counted, strict=True))
    groups = {group: sum(by_harm.get(harm, 0) for harm in among) for group, among in GROUPS.items()}
    return Numbers(groups, sum(counted), Promptness(kept, of_all), Promptness(kept_before, of_before))


def queue(actor: Staff, *, whose: Whose, only: Group | None = None, page: str = "", at: datetime) -> Queue:
    """Return a page of what needs somebody, the worst first; an unreadable page token is the first page."""
    binding = f"requests.today:{actor.membership_id}:{whose}:{only or ''}"
    after = _mark(page, binding=binding)
    harms = tuple(harm for harm in _harms(actor, whose) if only is None or harm in GROUPS[only])
    keys = _keys(actor, whose, harms, after=after, at=at)
    last = keys[PAGE - 1] if len(keys) > PAGE else None
    more = seal([last.harm, last.moment.isoformat(), str(last.id)], bound_to=binding) if last else ""
    return Queue(_rows(keys[:PAGE], actor=actor), more)


@dataclass(frozen=True, slots=True, order=True)
class _Key:
    harm: int
    moment: datetime
    id: UUID


def _keys(actor: Staff, whose: Whose, harms: Sequence[Harm], *, after: _Key | None, at: datetime) -> list[_Key]:
    left = tuple(harm for harm in harms if after is None or harm >= after.harm)
    if not left:
        return []
    values: dict[str, Any] = {**moments(at), "person": actor.person_id}
    if after:
        values |= {"after_moment": after.moment, "after_id": after.id}

    def build(of: Mapping[str, Any]) -> list[QuerySet[Any, Any]]:
        return [_page(harm, of, whose, begins=after is not None and harm == after.harm) for harm in left]

    shape = ("today.queue", whose, left, after.harm if after else 0)
    rows = compiled.rows(shape, build, values, keep=lambda found: sorted(found)[: PAGE + 1])
    return [_Key(*row) for row in rows]


def _page(harm: Harm, of: Mapping[str, Any], whose: Whose, *, begins: bool) -> QuerySet[Any, Any]:
    """Return the first keys of one branch; where the page before ended in it, those after its last."""
    found, moment = _needing(harm, of, whose)
    if begins:
        later = Q(**{f"{moment}__gt": of["after_moment"]})
        same = Q(**{moment: of["after_moment"]}, id__gt=of["after_id"])
        found = found.filter(later | same, **{f"{moment}__gte": of["after_moment"]})
    number = Value(int(harm), output_field=IntegerField())
    return found.order_by(moment, "id").values_list(number, F(moment), "id")[: PAGE + 1]


def _needing(harm: Harm, of: Mapping[str, Any], whose: Whose) -> tuple[QuerySet[Any], str]:
    if harm not in OF_REQUESTS:
        found, moment = branch(harm, of=of, whose=whose)
        if harm in CAME_BACK:
            # Who asked may have ended it meanwhile, or had it put into the inbox: it stands there, or nowhere.
            found = found.filter(~Exists(Request.objects.filter(NOT_OPEN, id=OuterRef("request_id"))))
        elif harm in AWAITS_CONTACT:
            chosen = Request.objects.filter(id=OuterRef("request_id"), chosen_lead__isnull=False)
            found = found.filter(~Exists(chosen.exclude(chosen_lead=OuterRef("pk"))))
        return found, moment
    held = Request.Held.NO_PARTNER if harm is Harm.NO_PARTNER else Request.Held.SUSPICION
    put_off = Snooze.objects.filter(request_id=OuterRef("pk"), person_id=of["person"], until__gt=of["at"])
    return Request.objects.exclude(held="").filter(~Exists(put_off), held=held), "held_at"


def _harms(actor: Staff, whose: Whose) -> tuple[Harm, ...]:
    """Return what can need this reader; what waits in the inbox is nobody's own, but not a sender's to decide."""
    of_inbox = whose is not Whose.SENT and may_read_inbox(actor)
    return tuple(harm for harm in Harm if of_inbox or harm not in OF_REQUESTS)


def _rows(keys: Sequence[_Key], *, actor: Staff) -> list[Need]:
    leads = needing([key.id for key in keys if key.harm not in OF_REQUESTS])
    waiting = [key.id for key in keys if key.harm in OF_REQUESTS]
    requests = Request.objects.in_bulk(waiting) if waiting else {}
    found = [_need(key, leads, requests, actor=actor) for key in keys]
    return [need for need in found if need is not None]


def _need(
    key: _Key, leads: Mapping[UUID, tuple[Lead, Care | None]], requests: Mapping[UUID, Request], *, actor: Staff
) -> Need | None:
    """Return a row; None for what ended between the two statements."""
    need = Need(Harm(key.harm), key.moment)
    if key.id in requests:
        return replace(need, request=requests[key.id], may_act=may_look_after_inbox(actor))
    if key.id in leads:
        lead, care = leads[key.id]
        return replace(need, lead=lead, care=care, may_act=may_nudge(lead, actor))
    return None


def _mark(page: str, *, binding: str) -> _Key | None:
    mark = unseal(page, bound_to=binding) if page else None
    return _Key(mark[0], datetime.fromisoformat(mark[1]), UUID(mark[2])) if mark else None
