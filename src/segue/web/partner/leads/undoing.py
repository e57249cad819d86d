"""Take a held answer back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member
from segue.leads.actions._hold import undo
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.verb import press
from segue.web.preferences import back

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_POST
@enter(Member)
def undoing(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Undo the answer that is being held, and go back to the list if that is where it was pressed."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    said = gettext("Undone. Nobody was told.")
    then = back(request) if request.POST.get("next") else None
    return press(request, lead.id, lambda: undo(lead.id, actor=actor, at=at_of(request)), said=said, then=then)
