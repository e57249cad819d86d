"""A partner's published profile, as customers read it. No contact person stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Actor, Member, Visitor
from segue.accounts.roles import May
from segue.directory.actions.impressions import Did
from segue.directory.gazetteer import place_called
from segue.directory.policy import can_receive
from segue.directory.queries import published_profile
from segue.directory.sheet import sheet_of
from segue.leads.room import unanswered
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.public.cards import similar_url
from segue.web.public.linked import linked, organization
from segue.web.public.logo import logo_url
from segue.web.public.map import distance
from segue.web.public.noted import note_opened, page_found
from segue.web.public.question import asked, carried, looked_for
from segue.web.public.sheet import ask_url, said
from segue.web.public.words import searched

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Location


@require_safe
@enter(Visitor)
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a profile with one button that stays in reach; it asks the location nearest to where somebody looks."""
    at, rules = at_of(request), rules_of(request)
    sheet = sheet_of(published_profile(slug), at=at, rules=rules)
    where = looked_for(request.GET)["where"]
    near = place_called(where) if where else None
    profile, first = sheet.profile, min(sheet.locations, key=lambda location: distance(location, near))
    waiting = unanswered(profile.partner_id, at=at) if profile.capacity is not None else 0
    closed = can_receive(profile, first, profile.partner, waiting, at=at)
    along = carried(request.GET)
    told = searched(asked(request.GET, at=at), rules) | page_found(request)
    note_opened(request, [profile.partner_id], Did.VIEWED)
    results = f"{reverse('directory')}?{urlencode(along)}" if along else reverse("directory")
    context = said(sheet, rules, told=told, near=near) | {
        "linked": linked(
            request,
            path=reverse("partner", args=[slug]),
            title=profile.partner.name,
            summary=profile.description,
            rules=rules,
            image=logo_url(profile),
            data=organization(profile, sheet.locations, rules, image=logo_url(profile)),
        ),
        "ask": {"url": ask_url(first, told), "step": _("Send a request")},
        "pause": closed.sentence() if closed else "",
        "similar_url": similar_url(profile) if closed else "",
        "send_url": _send_url(who(request), first) if closed is None else "",
        "back": {"url": results, "words": _("Back to the results") if along else _("All partners")},
    }
    return render(request, "public/profile.html", context)


def _send_url(actor: Actor, location: Location) -> str:
    """Return where people of the vendor and of other partners send a lead to this one; empty for everybody else."""
    own = isinstance(actor, Member) and actor.partner_id == location.partner_id
    sends = any(actor.may(may) for may in (May.SEND_LEADS, May.SEND_MARKETING, May.SEND_SALES))
    if own or not sends:
        return ""
    return f"{reverse('send')}?{urlencode({'location': location.id})}"
