"""When to look whether the next one of an order has its turn: written down whenever that may have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.requests.models import Request, Wish
from segue.requests.turns import turns_of

if TYPE_CHECKING:
    from datetime import datetime


def set_turn(request: Request) -> datetime | None:
    """Write down when a request, taken for writing, passes on by itself, and return it; None: it does not."""
    turns = turns_of(request.id)
    moment = None if turns is None or turns.over else turns.at or request.created_at
    if moment != request.passes_on_at:
        Request.objects.filter(id=request.id).update(passes_on_at=moment)
        request.passes_on_at = moment
    return moment


def pass_over(wish: Wish, *, at: datetime) -> None:
    """Note that a partner could not be sent a lead when its turn came."""
    Wish.objects.filter(id=wish.id).update(passed_over_at=at)
