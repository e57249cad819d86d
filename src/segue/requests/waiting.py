"""What waits at the vendor: the inbox page after page, and whom a request without a partner could be put to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from segue.kit.errors import NotFound
from segue.kit.sealed import seal, unseal
from segue.requests.models import Request
from segue.requests.policy import may_look_after_inbox, require_inbox, require_inbox_reader
from segue.requests.queries import fitting, who_does_not_fit
from segue.requests.receivers import candidates
from segue.requests.suggest import NOBODY

if TYPE_CHECKING:
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.requests.receivers import Candidates
    from segue.requests.suggest import LeftOut, Suggested

PAGE = 20
MOST_SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of the inbox; `more` is the token of the next one, empty at the end."""

    rows: list[Request]
    more: str
    may_decide: bool
    """Whether the reader looks after the inbox; an auditor reads it."""


def inbox(*, actor: Actor, page: str = "") -> InboxPage:
    """Return a page of the requests that wait for a person of the vendor, longest waiting first, with what was ticked.

    An unreadable page token is the first page.
    """
    require_inbox_reader(actor)
    waiting = Request.objects.exclude(held="").prefetch_related("wishes__location__partner")
    binding = f"requests.waiting:{actor.person_id}"
    after = unseal(page, bound_to=binding) if page else None
    if after:
        moment, request_id = datetime.fromisoformat(after[0]), after[1]
        waiting = waiting.filter(Q(held_at__gt=moment) | Q(held_at=moment, id__gt=request_id), held_at__gte=moment)
    rows = list(waiting.order_by("held_at", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    more = seal([last.held_at.isoformat(), str(last.id)], bound_to=binding) if last and last.held_at else ""
    return InboxPage(rows[:PAGE], more, may_decide=may_look_after_inbox(actor))


def waiting_one(request_id: UUID, *, actor: Actor, held: str = "") -> Request:
    """Return a request that waits (for this, if named) to who decides about it; raise NotFound if it waits no more."""
    require_inbox(actor)
    waiting = Request.objects.exclude(held="").prefetch_related("wishes__location__partner")
    found = waiting.filter(id=request_id, **({"held": held} if held else {})).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Who could get a request that waits."""

    request: Request
    candidates: Candidates
    suggested: Suggested
    """Whom it fits best; nobody beside a search of the reader's own."""
    left_out: list[LeftOut]


def whom_to_choose(
    request_id: UUID, *, actor: Actor, at: datetime, what: str = "", where: str = "", page: str = ""
) -> Choice:
    """Return a page of the directory's answer for a request without a partner; raise NotFound if it waits no more."""
    require_inbox(actor)
    request = Request.objects.filter(id=request_id, held=Request.Held.NO_PARTNER).first()
    if request is None:
        raise NotFound
    bound_to = f"requests.whom:{actor.person_id}:{request_id}"
    found = candidates(at=at, what=what, where=where, page=page, bound_to=bound_to)
    if what or where or page:
        return Choice(request, found, NOBODY, [])
    best = fitting(request, at=at, most=MOST_SUGGESTED)
    return Choice(request, found, best, who_does_not_fit(request_id, actor=actor, at=at))
