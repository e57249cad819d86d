"""Send oneself a test lead, to see how one arrives and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.kit.errors import Refused
from segue.leads.actions.send_test import send_test_lead
from segue.web.entrance import at_of, enter
from segue.web.forms.refusals import say
from segue.web.partner.door import at_work

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def test_lead(request: HttpRequest) -> HttpResponse:
    """Say what a test lead is; pressed, begin one and open it, or open the one that is open already."""
    actor = at_work(request)
    if request.method == "POST":
        try:
            lead = send_test_lead(actor=actor, at=at_of(request))
        except Refused as refused:
            say(request, refused)
            return redirect("more-leads")
        if lead.received_at == at_of(request):
            messages.success(request, gettext("Here it is. You also get the mail that a new lead brings."))
        else:
            messages.info(request, gettext("This test lead is still open. Close it before you send yourself another."))
        return redirect("lead", lead.id)
    return render(request, "partner/test_lead.html")
