"""Why a chosen partner cannot be sent to, and asking it to publish; what was typed about the customer stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member, Staff
from segue.directory.policy import ASKED_TO_PUBLISH, can_receive
from segue.directory.queries import location_for_lead, profile_of
from segue.kit.errors import Forbidden, NotFound, Refused
from segue.requests.actions.ask_to_publish import ask_to_publish
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.sending.forms import SendingForm

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


def invitation(form: SendingForm, chosen: str, *, at: datetime) -> dict[str, str] | None:
    """Return why the location chosen takes nothing and where to ask it to publish; None where asking helps nobody.

    Only locations that the form offers are spoken of.
    """
    offered = {value for _group, places in form.places for value, _label in places}
    if chosen not in offered:
        return None
    location = location_for_lead(UUID(chosen))
    closed = can_receive(profile_of(location.partner), location, location.partner, at=at)
    if closed is None or closed.obstacle not in ASKED_TO_PUBLISH:
        return None
    return {"sentence": closed.sentence(), "url": reverse("ask-to-publish"), "step": _("Ask them to publish")}


@require_POST
@enter(Member, Staff)
def publication_request(request: HttpRequest) -> HttpResponse:
    """Ask the chosen partner to publish, and show the form as it was typed, with a word on what was done."""
    actor = who(request)
    assert isinstance(actor, Member | Staff)
    try:
        partner = ask_to_publish(_location(request), actor=actor, at=at_of(request))
    except (NotFound, Forbidden):
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        said = _("We have asked the admins of %(partner)s to publish. Send your lead when they have.")
        messages.success(request, said % {"partner": partner.name})
    form = SendingForm(actor=actor, rules=rules_of(request), initial=_typed(request))
    context = {"form": form, "sent_url": reverse("sent") if isinstance(actor, Member) else ""}
    return render(request, "sending/send.html", context)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed so far, as the beginning of a form in which nothing is wrong yet."""
    fields = SendingForm.base_fields.items()
    return {
        name: request.POST.getlist(name) if isinstance(field, forms.MultipleChoiceField) else request.POST[name]
        for name, field in fields
        if name in request.POST
    }


def _location(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("location", ""))
    except ValueError as error:
        raise NotFound from error
