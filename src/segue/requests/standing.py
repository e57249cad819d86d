"""Where a request stands for itself, whatever its partners do: whether it is over, whether it may go to one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from segue.leads.models import Stage

if TYPE_CHECKING:
    from uuid import UUID

    from segue.leads.models import Lead
    from segue.requests.asked import Asked
    from segue.requests.models import Request


def is_over(request: Request) -> bool:
    """Return whether it looks for nobody any more: its customer withdrew or chose, or the vendor refused it as spam."""
    return bool(request.withdrawn_at or request.refused_at or request.chosen_lead_id)


def is_open(request: Request) -> bool:
    """Return whether it may go to a partner now: it is not over, and no person of the vendor has to see to it first."""
    return not (is_over(request) or request.held)


def awaits_contact(request: Request, one: Lead | Asked, *, lead_id: UUID) -> bool:
    """Return whether its customer waits to hear from a partner: one that has accepted, as long as no other is chosen.

    Whether it got in touch is asked then, and only then: by mail, and on the page that the mail leads to.
    """
    has_taken_it_on = one.stage == Stage.ACCEPTED and one.withdrawn_at is None
    wanted = not (request.withdrawn_at or request.refused_at) and request.chosen_lead_id in {None, lead_id}
    return has_taken_it_on and wanted


NOT_OPEN = Q(withdrawn_at__isnull=False) | Q(refused_at__isnull=False) | Q(chosen_lead__isnull=False) | ~Q(held="")
"""The opposite of `is_open`, for the database."""
