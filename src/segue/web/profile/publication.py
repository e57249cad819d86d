"""Publish, take back, pause, resume: each a press of a button on the profile's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member
from segue.directory import actions
from segue.kit.errors import Refused
from segue.web.entrance import acting, at_of, enter
from segue.web.forms.refusals import UNPROCESSABLE, put_back
from segue.web.profile.forms import PauseForm
from segue.web.profile.overview import overview_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
@enter(Member)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the profile with every location that is ready."""
    actor = acting(request, Member)
    try:
        actions.publish(actor.partner_id, actor=actor, at=at_of(request))
    except actions.NotReady as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your profile is published. Customers find you from now on."))
    return redirect("profile")


@require_POST
@enter(Member)
def unpublish(request: HttpRequest) -> HttpResponse:
    """Take the profile out of the directory."""
    actor = acting(request, Member)
    actions.unpublish(actor.partner_id, actor=actor, at=at_of(request))
    messages.success(request, _("Your profile is a draft again. The leads you have stay."))
    return redirect("profile")


@require_POST
@enter(Member)
def pause(request: HttpRequest) -> HttpResponse:
    """Begin a break from new leads."""
    actor = acting(request, Member)
    form = PauseForm(request.POST)
    if form.is_valid():
        try:
            actions.pause(actor.partner_id, actor=actor, at=at_of(request), until=form.cleaned_data["until"])
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("You get no new leads for now. Those you have stay."))
            return redirect("profile")
    return overview_page(request, form, status=UNPROCESSABLE)


@require_POST
@enter(Member)
def resume(request: HttpRequest) -> HttpResponse:
    """End the break."""
    actor = acting(request, Member)
    actions.resume(actor.partner_id, actor=actor, at=at_of(request))
    messages.success(request, _("Welcome back: you get new leads again."))
    return redirect("profile")
