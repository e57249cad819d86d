"""The page behind the link that a new alert contact gets. Opening it does nothing; the button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Visitor
from segue.accounts.mailboxes import failing_among
from segue.directory.actions import refuse_alerts, verify_alert_contact
from segue.directory.links import contact_of
from segue.web.entrance import at_of, enter
from segue.web.private import private

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.directory.models import AlertContact


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
@private
def alert_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether alerts may be mailed to this address; take the press of a button as the answer."""
    if request.method == "POST" and request.POST.get("answer") == "no":
        contact = refuse_alerts(token)
        messages.success(request, _("No alerts are mailed to %(email)s.") % {"email": contact.email})
        return redirect("directory")
    if request.method == "POST":
        verify_alert_contact(token, at=at_of(request))
        messages.success(request, _("Thank you. New requests are mailed to this address from now on."))
        return redirect(request.path)
    contact = contact_of(token)
    return render(request, "public/alert_contact.html", {"contact": contact, "standing": _standing(contact)})


def _standing(contact: AlertContact) -> str:
    if contact.verified_at is None:
        return "new"
    return "asked" if contact.asked_at or failing_among([contact.email]) else "told"
