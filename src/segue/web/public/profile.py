"""A partner's published profile, as customers read it. No contact person stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.directory.models import Tag
from segue.directory.policy import can_receive
from segue.directory.queries import published_profile, shown_locations
from segue.kit.money import Money
from segue.kit.places import country_name
from segue.leads.room import unanswered
from segue.web.entrance import at_of, enter, rules_of
from segue.web.public.directory import ASK
from segue.web.public.hours import hours_words
from segue.web.public.words import choice_label, place_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Location
    from segue.directory.models import BusinessProfile
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
    main = shown_locations(profile)[0]
    waiting = unanswered(profile.partner_id, at=at) if profile.capacity is not None else 0
    closed = can_receive(profile, main, profile.partner, waiting, at=at)
    rules = rules_of(request)
    context = {
        "company": _company(profile, main),
        "says": [paragraph for paragraph in profile.description.split("\n") if paragraph.strip()],
        "facts": _facts(profile, rules),
        "tag_groups": _groups(profile, rules),
        "places": [_place(location) for location in shown_locations(profile)],
        "ask": {"url": f"{ASK}?{urlencode({'location': main.id})}", "step": _("Send a request")},
        "pause": closed.sentence() if closed else "",
        "similar_url": _similar(profile) if closed else "",
        "back": {"url": reverse("directory"), "words": _("All partners")},
    }
    return render(request, "public/profile.html", context)


def _company(profile: BusinessProfile, main: Location) -> dict[str, str]:
    website = profile.partner.website
    return {
        "name": profile.partner.name,
        "initial": profile.partner.name[:1].upper(),
        "place": place_of(main),
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
        {"name": _("Works remotely"), "value": _("yes") if profile.remote else ""},
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
