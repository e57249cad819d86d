"""Whose turn it is, in the words of the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.web.customer.when import moment
from segue.web.order import whose_turn

if TYPE_CHECKING:
    from datetime import datetime

    from segue.requests.queries import Letter


def turn_of(found: Letter, *, at: datetime) -> str:
    """Return who has the request until when, and who is asked then; empty where no order says it."""
    if found.turns is None:
        return ""
    return whose_turn(found.turns, at=at, moment=moment, confirmed=found.request.confirmed_at is not None)
