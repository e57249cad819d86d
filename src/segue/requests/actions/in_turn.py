"""The chain: a no, an expiry or silence past its window passes a request on to the next one of its order, by itself.

What is written down (`passes_on_at`) only says when to look. What has become of those asked decides, read with the
request and its leads kept, so that any number of workers may look at once and an answer cannot cross.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from segue.accounts.actor import SYSTEM
from segue.directory.policy import NotReceiving
from segue.kit.turns import each_in_turn
from segue.leads import queries as leads
from segue.leads.actions.receive import PartnerFull
from segue.requests.actions._put import put, receiving, sender_name
from segue.requests.actions._record import record, taken, tell
from segue.requests.actions._turns import pass_over, set_turn
from segue.requests.models import GOES_ON, Request
from segue.requests.turns import unasked_wishes

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.models import Lead
    from segue.outbox.dispatch import Heard
    from segue.requests.models import Wish

BATCH = 500


def pass_on_in_turn(*, at: datetime) -> int:
    """Put every request whose next one has its turn to that one; return how many were.

    One that cannot be passed on stops no other; its fault is raised when all had their turn.
    """
    due = Request.objects.filter(GOES_ON, passes_on_at__lte=at).order_by("passes_on_at", "id")
    return each_in_turn(list(due.values_list("id", flat=True)[:BATCH]), partial(_turn, at=at))


@transaction.atomic
def answered(heard: Heard) -> None:
    """A partner said no, let its time go by, or no longer has the request: look at once who is next."""
    going_on = Request.objects.filter(id=heard.payload["request"], passes_on_at__isnull=False)
    if going_on.exists():
        set_turn(taken(UUID(heard.payload["request"])))


@transaction.atomic
def _turn(request_id: UUID, *, at: datetime) -> bool:
    request = taken(request_id)
    before = leads.taken_of_request(request_id)
    if not Request.objects.filter(GOES_ON, id=request_id).exists():
        return False
    if any(lead.holding for lead in before):
        # Somebody is answering, and nobody is told before it is committed: that is awaited, some minutes at most.
        return False
    turn = set_turn(request)
    if turn is None or turn > at:
        return False
    over, lead = _ask_next(request, before, at=at)
    last = before[-1] if before else None
    passed_over = ",".join(map(str, over))
    if lead is None:
        record(request, "order_ended", actor=SYSTEM, at=at, location_ids=over, passes_on_at=None)
        if last and over:
            tell(request, "request.order_ended", at=at, lead=str(last.id), over=passed_over)
        return False
    record(request, "in_turn", actor=SYSTEM, at=at, lead_id=lead.id, location_ids=over)
    why = (last.outcome or ("withdrawn" if last.withdrawn_at else "silence")) if last else ""
    after = str(last.id) if last else ""
    tell(request, "request.passed_on", at=at, lead=str(lead.id), after=after, why=why, over=passed_over)
    return True


def _ask_next(request: Request, before: list[Lead], *, at: datetime) -> tuple[list[UUID], Lead | None]:
    """Put the request to the first of the order who can be sent a lead; return who was passed over, and the lead."""
    known = {lead.partner_id for lead in before}
    over: list[UUID] = []
    for wish in unasked_wishes(request.id):
        if wish.passed_over_at is not None:
            continue
        if wish.location.partner_id in known:
            wish.delete()  # asked by hand meanwhile, at another of its locations
            continue
        try:
            return over, _ask(request, wish, before, at=at)
        except (NotReceiving, PartnerFull):
            pass_over(wish, at=at)
            over.append(wish.location_id)
    return over, None


def _ask(request: Request, wish: Wish, before: list[Lead], *, at: datetime) -> Lead:
    location = receiving(wish.location_id, at=at)
    return put(request, location, actor=SYSTEM, at=at, sender_name=sender_name(before), wish=wish)
