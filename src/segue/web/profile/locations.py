"""The places of a partner: add, edit, publish, make the main one, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actions import set_main
from segue.accounts.actor import Member
from segue.directory import actions
from segue.directory.queries import location_to_edit
from segue.kit.errors import Refused
from segue.web.entrance import acting, at_of, enter, rules_of, who
from segue.web.forms.refusals import put_back, say, status_of
from segue.web.profile.place_form import PlaceForm, as_typed, blank
from segue.web.public.map import map_url

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def new(request: HttpRequest) -> HttpResponse:
    """Add a location. It is published only when somebody says so."""
    actor = acting(request, Member)
    programme = rules_of(request).programme
    form = PlaceForm(request.POST or None, initial=blank(country=programme.country, time_zone=programme.time_zone))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_place(actor.partner_id, actor=actor, at=at_of(request), place=form.place())
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Added. Say who is told of new requests there, then publish it."))
            return redirect("profile")
    return _page(request, form, _("New location"))


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def edit(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Change the address, time zone and hours of a location."""
    location = location_to_edit(location_id, actor=who(request))
    form = PlaceForm(request.POST or None, initial=as_typed(location))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_place(location_id, actor=who(request), at=at_of(request), place=form.place())
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("profile")
    return _page(request, form, location.name, map_url=map_url(location))


def _page(request: HttpRequest, form: PlaceForm, heading: str, *, map_url: str = "") -> HttpResponse:
    back = {"url": reverse("profile"), "words": _("Business profile")}
    context = {"form": form, "heading": heading, "back": back, "map_url": map_url}
    return render(request, "profile/location.html", context, status=status_of(form))


@require_POST
@enter(Member)
def publish(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Publish one location (and with the first one the profile)."""
    actor = acting(request, Member)
    try:
        actions.publish(actor.partner_id, actor=actor, at=at_of(request), location_ids=[location_id])
    except actions.NotReady as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Published. Requests can be sent there from now on."))
    return redirect("profile")


@require_POST
@enter(Member)
def unpublish(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Take one location out of the directory."""
    actor = acting(request, Member)
    actions.unpublish_location(location_id, partner_id=actor.partner_id, actor=actor, at=at_of(request))
    messages.success(request, _("No new requests come to this location. The leads it has stay."))
    return redirect("profile")


@require_POST
@enter(Member)
def main(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Make this the location to which leads go when nothing else is said."""
    set_main(location_id, actor=who(request), at=at_of(request))
    messages.success(request, _("This is your main location now."))
    return redirect("profile")


@require_POST
@enter(Member)
def remove(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Take a location out of use."""
    try:
        actions.remove_place(location_id, actor=who(request), at=at_of(request))
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Removed. The leads it has stay."))
    return redirect("profile")
