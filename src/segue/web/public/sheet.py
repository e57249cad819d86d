"""What public/profile.html shows of a profile: published, a draft, or words that are not saved yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from segue.directory.models import BusinessProfile, Tag
from segue.kit.money import Money
from segue.kit.places import country_name
from segue.web.public.hours import hours_words
from segue.web.public.logo import logo_url
from segue.web.public.map import away, distance, map_url
from segue.web.public.proof import proof
from segue.web.public.words import answers_words, choice_label, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.accounts.models import Location
    from segue.directory.place import Place
    from segue.directory.sheet import Sheet
    from segue.programme.queries import Rules

GROUPS = {
    Tag.Kind.PRODUCT: gettext_lazy("Products"),
    Tag.Kind.SERVICE: gettext_lazy("Services"),
    Tag.Kind.INDUSTRY: gettext_lazy("Industries"),
    Tag.Kind.KEYWORD: gettext_lazy("Skills"),
}


def said(
    sheet: Sheet, rules: Rules, *, told: Mapping[str, str] | None = None, near: Place | None = None
) -> dict[str, Any]:
    """Return what a profile says; `told` is what was searched, for the forms that its locations lead to.

    With `near` each location also says how far it is from there, the nearest one first.
    """
    profile, told = sheet.profile, told or {}
    choice = len(sheet.locations) > 1 and profile.state == BusinessProfile.State.PUBLISHED
    locations = sorted(sheet.locations, key=lambda location: distance(location, near))
    return {
        "company": _company(sheet, locations[0] if locations else None, near),
        "says": [paragraph for paragraph in profile.description.split("\n") if paragraph.strip()],
        "summary": Truncator(profile.description).chars(150),
        "facts": _facts(sheet, rules),
        "tag_groups": _groups(sheet, rules),
        "answers": answers_words(sheet.within),
        "proof": proof(sheet.distinctions, rules),
        "vendor": rules.programme.vendor_name,
        "places": [
            _place(location) | {"distance": away(location, near), "ask_url": ask_url(location, told) if choice else ""}
            for location in locations
        ],
    }


def ask_url(location: Location, told: Mapping[str, str]) -> str:
    """Return the address of the request form for one location, with what was searched."""
    return f"{reverse('ask')}?{urlencode({'location': location.id, **told})}"


def _company(sheet: Sheet, first: Location | None, near: Place | None) -> dict[str, str]:
    partner = sheet.profile.partner
    return {
        "name": partner.name,
        "initial": partner.name[:1].upper(),
        "logo_url": logo_url(sheet.profile),
        "place": place_of(first) if first else "",
        "distance": away(first, near) if first else "",
        "remote": _("Works remotely") if sheet.profile.remote else "",
        "group": _("Part of %(group)s") % {"group": partner.corporate_group} if partner.corporate_group else "",
        "website": partner.website,
        "website_words": urlsplit(partner.website).netloc.removeprefix("www."),
    }


def _facts(sheet: Sheet, rules: Rules) -> list[dict[str, str]]:
    def listed(kind: Tag.Kind) -> str:
        return ", ".join(choice_label(kind.value, code, rules) for code in sheet.tags.get(kind, ()))

    budget = ""
    if sheet.profile.budget_from_minor:
        least = Money(sheet.profile.budget_from_minor, rules.programme.currency)
        budget = _("from %(amount)s") % {"amount": least.shown(get_language() or "en")}
    served = ", ".join(country_name(code) for code in sheet.tags.get(Tag.Kind.COUNTRY, ()))
    return [
        {"name": _("Languages"), "value": listed(Tag.Kind.LANGUAGE)},
        {"name": _("Works with companies of"), "value": listed(Tag.Kind.SIZE)},
        {"name": _("How they work"), "value": listed(Tag.Kind.MODEL)},
        {"name": _("Also works in"), "value": served},
        {"name": _("Budget"), "value": budget},
    ]


def _groups(sheet: Sheet, rules: Rules) -> list[dict[str, Any]]:
    groups = [
        {
            "title": title,
            "tags": [
                {"text": choice_label(kind.value, code, rules), "match": False} for code in sheet.tags.get(kind, ())
            ],
        }
        for kind, title in GROUPS.items()
    ]
    return [group for group in groups if group["tags"]]


def _place(location: Location) -> dict[str, Any]:
    town = " ".join(filter(None, (location.postal_code, location.city)))
    lines = [location.street, town, country_name(location.country)]
    return {
        "name": location.name,
        "lines": [line for line in lines if line],
        "hours": hours_words(location),
        "map_url": map_url(location),
    }
