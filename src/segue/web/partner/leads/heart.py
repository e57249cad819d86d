"""Mark a lead as a favourite, or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member
from segue.leads.actions.favourite import mark, unmark
from segue.web.entrance import enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.panel import beside_the_list
from segue.web.preferences import back

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_POST
@enter(Member)
def heart(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Press or release the heart; htmx gets the heart again, a page goes back to where it was."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    on = request.POST.get("favourite") != "off"
    (mark if on else unmark)(lead.id, actor=actor)
    if not request.headers.get("HX-Request"):
        return back(request) if request.POST.get("next") else redirect("lead", lead.id)
    shown = {"id": lead.id, "url": reverse("lead-heart", args=[lead.id]), "on": on, "customer": lead.customer_company}
    return render(request, "parts/heart.html", {"heart": shown, "in_panel": beside_the_list(request)})
