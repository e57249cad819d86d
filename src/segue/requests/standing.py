"""Where a request stands for itself, whatever its partners do: whether it is over, whether it may go to one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from segue.requests.models import Request


def is_over(request: Request) -> bool:
    """Return whether it looks for nobody any more: its customer withdrew or chose, or the vendor refused it as spam."""
    return bool(request.withdrawn_at or request.refused_at or request.chosen_lead_id)


def is_open(request: Request) -> bool:
    """Return whether it may go to a partner now: it is not over, and no person of the vendor has to see to it first."""
    return not (is_over(request) or request.held)


NOT_OPEN = Q(withdrawn_at__isnull=False) | Q(refused_at__isnull=False) | Q(chosen_lead__isnull=False) | ~Q(held="")
"""The opposite of `is_open`, for the database."""
