"""A partner's published profile, as customers read it. No contact person stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Actor, Member, Visitor
from segue.accounts.roles import May
from segue.directory.models import BusinessProfile, Tag
from segue.directory.policy import can_receive
from segue.directory.queries import published_profile, shown_locations
from segue.kit.money import Money
from segue.kit.places import country_name
from segue.leads.room import unanswered
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.public.hours import hours_words
from segue.web.public.linked import linked, organization
from segue.web.public.question import asked, carried
from segue.web.public.words import choice_label, place_of, searched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Location
    from segue.programme.queries import Rules

GROUPS = {
    Tag.Kind.PRODUCT: gettext_lazy("Products"),
    Tag.Kind.SERVICE: gettext_lazy("Services"),
    Tag.Kind.INDUSTRY: gettext_lazy("Industries"),
    Tag.Kind.KEYWORD: gettext_lazy("Skills"),
}


@require_safe
@enter(Visitor)
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a profile with one button that stays in reach."""
    profile = published_profile(slug)
    at = at_of(request)
    locations = shown_locations(profile)
    waiting = unanswered(profile.partner_id, at=at) if profile.capacity is not None else 0
    closed = can_receive(profile, locations[0], profile.partner, waiting, at=at)
    rules, along = rules_of(request), carried(request.GET)
    told = searched(asked(request.GET, at=at), rules)
    results = f"{reverse('directory')}?{urlencode(along)}" if along else reverse("directory")
    context = said(profile, locations, rules, told=told) | {
        "linked": linked(
            request,
            path=reverse("partner", args=[slug]),
            title=profile.partner.name,
            summary=profile.description,
            rules=rules,
            data=organization(profile, locations, rules),
        ),
        "ask": {"url": ask_url(locations[0], told), "step": _("Send a request")},
        "pause": closed.sentence() if closed else "",
        "similar_url": _similar(profile) if closed else "",
        "send_url": _send_url(who(request), locations[0]) if closed is None else "",
        "back": {"url": results, "words": _("Back to the results") if along else _("All partners")},
    }
    return render(request, "public/profile.html", context)


def said(
    profile: BusinessProfile, locations: list[Location], rules: Rules, *, told: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what public/profile.html shows of what a profile says; `told` is what was searched, for the form."""
    told = told or {}
    choice = len(locations) > 1 and profile.state == BusinessProfile.State.PUBLISHED
    return {
        "company": _company(profile, locations[0] if locations else None),
        "says": [paragraph for paragraph in profile.description.split("\n") if paragraph.strip()],
        "summary": Truncator(profile.description).chars(150),
        "facts": _facts(profile, rules),
        "tag_groups": _groups(profile, rules),
        "places": [_place(location) | {"ask_url": ask_url(location, told) if choice else ""} for location in locations],
    }


def ask_url(location: Location, told: Mapping[str, str]) -> str:
    """Return the address of the request form for one location, with what was searched."""
    return f"{reverse('ask')}?{urlencode({'location': location.id, **told})}"


def _send_url(actor: Actor, main: Location) -> str:
    """Return where people of the vendor and of other partners send a lead to this one; empty for everybody else."""
    own = isinstance(actor, Member) and actor.partner_id == main.partner_id
    sends = any(actor.may(may) for may in (May.SEND_LEADS, May.SEND_MARKETING, May.SEND_SALES))
    if own or not sends:
        return ""
    return f"{reverse('send')}?{urlencode({'location': main.id})}"


def _company(profile: BusinessProfile, main: Location | None) -> dict[str, str]:
    website = profile.partner.website
    return {
        "name": profile.partner.name,
        "initial": profile.partner.name[:1].upper(),
        "place": place_of(main) if main else "",
        "website": website,
        "website_words": urlsplit(website).netloc.removeprefix("www."),
    }


def _codes(profile: BusinessProfile, kind: Tag.Kind) -> list[str]:
    return [tag.code for tag in profile.tags.all() if tag.kind == kind]


def _facts(profile: BusinessProfile, rules: Rules) -> list[dict[str, str]]:
    def listed(kind: Tag.Kind) -> str:
        return ", ".join(choice_label(kind.value, code, rules) for code in _codes(profile, kind))

    budget = ""
    if profile.budget_from_minor:
        least = Money(profile.budget_from_minor, rules.programme.currency)
        budget = _("from %(amount)s") % {"amount": least.shown(get_language() or "en")}
    served = ", ".join(country_name(code) for code in _codes(profile, Tag.Kind.COUNTRY))
    return [
        {"name": _("Languages"), "value": listed(Tag.Kind.LANGUAGE)},
        {"name": _("Works with companies of"), "value": listed(Tag.Kind.SIZE)},
        {"name": _("How they work"), "value": listed(Tag.Kind.MODEL)},
        {"name": _("Works remotely"), "value": _("Yes") if profile.remote else ""},
        {"name": _("Also works in"), "value": served},
        {"name": _("Budget"), "value": budget},
    ]


def _groups(profile: BusinessProfile, rules: Rules) -> list[dict[str, Any]]:
    groups = [
        {
            "title": title,
            "tags": [{"text": choice_label(kind.value, code, rules), "match": False} for code in _codes(profile, kind)],
        }
        for kind, title in GROUPS.items()
    ]
    return [group for group in groups if group["tags"]]


def _place(location: Location) -> dict[str, Any]:
    town = " ".join(filter(None, (location.postal_code, location.city)))
    lines = [location.street, town, country_name(location.country)]
    return {"name": location.name, "lines": [line for line in lines if line], "hours": hours_words(location)}


def _similar(profile: BusinessProfile) -> str:
    """Return the search for others with the same first service or product."""
    for kind in (Tag.Kind.SERVICE, Tag.Kind.PRODUCT):
        for code in _codes(profile, kind):
            return f"{reverse('directory')}?{urlencode({kind.value: code})}"
    return reverse("directory")
