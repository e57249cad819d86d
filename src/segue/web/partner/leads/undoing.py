"""Take a held answer back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member
from segue.leads.actions.respond import undo
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.panel import for_a_row, row_again
from segue.web.partner.leads.verb import press
from segue.web.preferences import back

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_POST
@enter(Member)
def undoing(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Undo the answer that is being held, and go back to where it was pressed; a row of the list gets itself again."""
    lead, actor = open_lead(request, lead_id), at_work(request)

    def act() -> None:
        undo(lead.id, actor=actor, at=at_of(request))

    if for_a_row(request):
        return press(request, lead.id, act, then=partial(row_again, request, lead.id))
    said = gettext("Undone. Nobody was told.")
    return press(request, lead.id, act, said=said, then=partial(back, request) if request.POST.get("next") else None)
