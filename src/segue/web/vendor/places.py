"""The locations of a partner company, added and changed for it by the programme admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Staff
from segue.accounts.records import company
from segue.directory.actions import add_place, edit_place
from segue.directory.queries import location_to_edit
from segue.kit.errors import Forbidden, Refused
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.refusals import put_back, status_of
from segue.web.profile.place_form import PlaceForm, as_typed, blank
from segue.web.public.map import map_url

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Partner


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def add(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Add a location to a company; the company names who is told there, and publishes it."""
    actor = who(request)
    record = company(partner_id, actor=actor)
    assert record.partner is not None
    if not record.may_run:
        raise Forbidden
    programme = rules_of(request).programme
    form = PlaceForm(request.POST or None, initial=blank(country=programme.country, time_zone=programme.time_zone))
    if request.method == "POST" and form.is_valid():
        try:
            add_place(partner_id, actor=actor, at=at_of(request), place=form.place())
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(
                request, _("Added. The company says who is told of new requests there, then publishes it.")
            )
            return redirect("partner-record", partner_id)
    return _page(request, form, _("New location"), record.partner)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def edit(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Change the address, time zone and hours of a company's location."""
    location = location_to_edit(location_id, actor=who(request))
    form = PlaceForm(request.POST or None, initial=as_typed(location))
    if request.method == "POST" and form.is_valid():
        try:
            edit_place(location_id, actor=who(request), at=at_of(request), place=form.place())
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner-record", location.partner_id)
    return _page(request, form, location.name, location.partner, map_url=map_url(location))


def _page(request: HttpRequest, form: PlaceForm, heading: str, partner: Partner, *, map_url: str = "") -> HttpResponse:
    back = {"url": reverse("partner-record", args=[partner.id]), "words": partner.name}
    context = {"form": form, "heading": heading, "back": back, "map_url": map_url}
    return render(request, "profile/location.html", context, status=status_of(form))
