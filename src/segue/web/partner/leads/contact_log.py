"""Log that the customer was contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member
from segue.leads.actions.work import log_contact
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.verb import press

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_POST
@enter(Member)
def contact_log(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Log how the customer was contacted: called, mailed, met, or no answer."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    how = request.POST.get("how", "")
    said = gettext("Noted in the history.")
    return press(
        request, lead.id, lambda: log_contact(lead.id, actor=actor, at=at_of(request), seen=None, how=how), said=said
    )
