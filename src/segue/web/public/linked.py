"""What search engines and previews of links read about a page: its one address, its languages, and what it is about.

Organizations are described in the words of schema.org. No contact person, mail address or telephone number is among
them, as on the pages themselves.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language

from segue.directory.models import Tag
from segue.directory.policy import RECEIVING
from segue.directory.ranking.facts import Point
from segue.web.entrance import NAMED_LANGUAGE
from segue.web.public.words import choice_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from segue.accounts.models import Location
    from segue.directory.models import BusinessProfile
    from segue.directory.search import Result
    from segue.programme.queries import Rules

LOCALES = {"en": "en_GB", "it": "it_IT"}
"""What Open Graph calls our languages."""
KNOWN_FOR = (Tag.Kind.PRODUCT, Tag.Kind.SERVICE, Tag.Kind.INDUSTRY, Tag.Kind.KEYWORD)
LONGEST_SUMMARY = 200

Part = dict[str, Any]


def linked(
    request: HttpRequest,
    *,
    path: str,
    title: str,
    summary: str,
    rules: Rules,
    data: Part,
    query: Mapping[str, str] | None = None,
    listed: bool = True,
    image: str = "",
) -> Part:
    """Return what parts/linked.html writes into the head of a page that everybody may find.

    `query` is the part of the address that belongs to the page itself; `listed` says whether search engines should
    show the page, or only follow its links.
    """
    named = request.GET.get(NAMED_LANGUAGE, "")
    language = named if named in dict(settings.LANGUAGES) else ""
    programme = rules.programme
    logo = reverse("logo", args=[programme.version]) if programme.logo else ""
    spoken = (get_language() or "en").split("-")[0]
    return {
        "url": _whole(path, query, language),
        "alternates": [
            {"language": code, "url": _whole(path, query, code)} for code in (*dict(settings.LANGUAGES), "x-default")
        ],
        "listed": listed,
        "title": title,
        "summary": Truncator(summary).chars(LONGEST_SUMMARY),
        "site": programme.name,
        "locale": LOCALES.get(spoken, spoken),
        "image": f"{settings.BASE_URL}{image or logo}" if image or logo else "",
        "data": data,
    }


def organization(profile: BusinessProfile, locations: Sequence[Location], rules: Rules, *, image: str = "") -> Part:
    """Return a partner as a schema.org Organization: what it does, where, and which programme it belongs to."""
    partner = profile.partner
    address = _whole(reverse("partner", args=[partner.slug]))
    tags = [(tag.kind, tag.code) for tag in profile.tags.all()]
    said = {
        "@type": "Organization",
        "@id": f"{address}#partner",
        "name": partner.name,
        "url": partner.website or address,
        "mainEntityOfPage": address,
        "logo": f"{settings.BASE_URL}{image}" if image else "",
        "description": profile.description,
        "address": [_postal(place) for place in locations],
        "location": [_place(place) for place in locations],
        "areaServed": [code for kind, code in tags if kind == Tag.Kind.COUNTRY],
        "knowsAbout": [choice_label(kind, code, rules) for kind, code in tags if kind in KNOWN_FOR],
        "knowsLanguage": [code for kind, code in tags if kind == Tag.Kind.LANGUAGE],
        "memberOf": {"@type": "ProgramMembership", "programName": rules.programme.name},
    }
    return {"@context": "https://schema.org", **{name: value for name, value in said.items() if value}}


def item_list(results: Sequence[Result], rules: Rules) -> Part:
    """Return one page of the directory as a schema.org ItemList, in the order shown."""
    shown = [result.profile.partner for result in results if result.profile.partner.status in RECEIVING]
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": rules.programme.name,
        "itemListOrder": "https://schema.org/ItemListOrderDescending",
        "numberOfItems": len(shown),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": partner.name,
                "url": _whole(reverse("partner", args=[partner.slug])),
            }
            for position, partner in enumerate(shown, start=1)
        ],
    }


def _postal(place: Location) -> Part:
    parts = {
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.city,
        "addressCountry": place.country,
    }
    return {"@type": "PostalAddress", **{name: text for name, text in parts.items() if text}}


def _place(place: Location) -> Part:
    told: Part = {"@type": "Place", "name": place.name, "address": _postal(place)}
    point = Point.at(place.latitude, place.longitude)
    return told | {"geo": {"@type": "GeoCoordinates", **asdict(point)}} if point else told


def _whole(path: str, query: Mapping[str, str] | None = None, language: str = "") -> str:
    parts = dict(query or {})
    if language and language != "x-default":
        parts[NAMED_LANGUAGE] = language
    return f"{settings.BASE_URL}{path}?{urlencode(parts)}" if parts else f"{settings.BASE_URL}{path}"
