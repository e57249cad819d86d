"""Who is told of new inquiries at a location."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actor import Member
from segue.directory.actions import add_alert_contact, ask_alert_contact, remove_alert_contact, send_test_alert
from segue.directory.queries import location_to_edit
from segue.kit.errors import Refused
from segue.web.entrance import acting, at_of, enter
from segue.web.forms.refusals import put_back, say, status_of
from segue.web.profile.forms import ContactForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def add(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Ask for a name and an address; a colleague's counts at once, any other is asked by mail first."""
    actor = acting(request, Member)
    location = location_to_edit(location_id, actor=actor)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = add_alert_contact(
                location_id,
                partner_id=actor.partner_id,
                actor=actor,
                at=at_of(request),
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                language=get_language() or "en",
            )
        except Refused as refused:
            put_back(form, refused)
        else:
            told = _("%(name)s is told of new requests from now on.")
            asked = _("We have asked %(name)s by mail. Until the link in it is confirmed, your admins are told.")
            messages.success(request, (told if contact.verified_at else asked) % {"name": contact.name})
            return redirect("profile")
    context = {"form": form, "location": location}
    return render(request, "profile/contact.html", context, status=status_of(form))


@require_POST
@enter(Member)
def test(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Have a test alert sent."""
    actor = acting(request, Member)
    try:
        contact = send_test_alert(contact_id, partner_id=actor.partner_id, actor=actor, at=at_of(request))
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("A test alert is on its way to %(email)s.") % {"email": contact.email})
    return redirect("profile")


@require_POST
@enter(Member)
def ask(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Have a contact asked again whether the address is right."""
    actor = acting(request, Member)
    try:
        contact = ask_alert_contact(contact_id, partner_id=actor.partner_id, actor=actor, at=at_of(request))
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("We have asked %(email)s by mail.") % {"email": contact.email})
    return redirect("profile")


@require_POST
@enter(Member)
def remove(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Stop telling somebody."""
    actor = acting(request, Member)
    try:
        remove_alert_contact(contact_id, partner_id=actor.partner_id, actor=actor, at=at_of(request))
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Removed."))
    return redirect("profile")
