"""Who is asked after whom: what is left of the order that the sender or the customer has named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.leads import queries as leads
from segue.programme.queries import rules
from segue.requests import chain
from segue.requests.asked import Asked, what_became
from segue.requests.models import Request, Wish
from segue.requests.policy import is_asker
from segue.requests.standing import is_open, is_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.programme.queries import Rules


@dataclass(frozen=True, slots=True)
class Turns:
    """Whose turn it is, until when, and who comes then."""

    having: list[Asked]
    """Those who have the request now; who was asked last is the last of them, if it still has it."""
    at: datetime | None
    """When the next one has its turn, if nobody accepts before; None: at once, or the order goes no further."""
    over: chain.Over | None
    left: list[Location]
    waits_for_room: bool
    """Whether as many as may have it, so that one of them has to be over before the next one is asked."""

    @property
    def names(self) -> list[str]:
        """Return the partners who are still to be asked, in their order."""
        return [location.partner.name for location in self.left]


@dataclass(frozen=True, slots=True)
class Order:
    """What is left of the order of a request, and whether it can be named anew or changed."""

    request: Request
    turns: Turns | None
    can_name: bool


def unasked_wishes(request_id: UUID) -> list[Wish]:
    """Return who was named for a request and has not got it, in the order named, with location and partner."""
    found = Wish.objects.filter(request=request_id, lead_id__isnull=True)
    return list(found.select_related("location__partner").order_by("position", "id"))


def turns_left(request: Request, asked: Sequence[Asked], unasked: Sequence[Wish], in_force: Rules) -> Turns | None:
    """Return what is left of a request's order; None when it has none, or nobody is left of it."""
    left = [wish.location for wish in unasked if wish.passed_over_at is None]
    if not (request.in_turn and left) or is_over(request):
        return None
    puts = [one.put() for one in asked]
    programme = in_force.programme
    over = chain.turns_over(puts, most=programme.leads_per_request)
    having = [one for one in asked if one.has_it]
    return Turns(
        having=having,
        at=None if over else chain.next_turn(puts, most_open=programme.open_leads_per_request),
        over=over,
        left=left,
        waits_for_room=len(having) >= programme.open_leads_per_request,
    )


def turns_of(request_id: UUID) -> Turns | None:
    """Return what is left of the order of a request, as the customer's page says it."""
    request = Request.objects.filter(id=request_id, in_turn=True).first()
    if request is None:
        return None
    in_force = rules()
    asked = [what_became(lead, in_force) for lead in leads.of_request(request_id)]
    return turns_left(request, asked, unasked_wishes(request_id), in_force)


def can_name(request: Request, asked: Sequence[Asked]) -> bool:
    """Return whether it can be said who is asked next: somebody has the request, and nobody has taken it on."""
    if not is_open(request) or request.confirmed_at is None or any(one.accepted_at for one in asked):
        return False
    return any(one.has_it for one in asked) and len(asked) < rules().programme.leads_per_request


def order_for(request_id: UUID, *, actor: Actor) -> Order | None:
    """Return the order of a request to who sent it or looks after partners; None for anybody else."""
    request = Request.objects.filter(id=request_id).first()
    if request is None or not is_asker(request, actor=actor):
        return None
    in_force = rules()
    asked = [what_became(lead, in_force) for lead in leads.of_request(request_id)]
    turns = turns_left(request, asked, unasked_wishes(request_id), in_force) if request.in_turn else None
    return Order(request, turns, can_name(request, asked))
