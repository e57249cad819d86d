"""The directory for programs: the same question as the page's, strictly read, answered as JSON (docs/directory-api.md).

Nobody's name, mail address or telephone number is in it: what the page does not show, this does not say.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.directory.models import Impression, Tag
from segue.directory.queries import shown_locations
from segue.directory.search import search
from segue.directory.search.ask import DISTANCES_KM, FILTER_KINDS
from segue.directory.towns import unknown_town
from segue.kit.errors import Invalid
from segue.kit.places import LANGUAGES, country_codes
from segue.store.counters import address_key, hit
from segue.web.entrance import NAMED_LANGUAGE, address_of, at_of, enter, rules_of
from segue.web.problems import answers_programs
from segue.web.public.noted import note_shown
from segue.web.public.question import LONGEST_TEXT, asked, page_token
from segue.web.public.sheet import ask_url
from segue.web.public.words import choice_label, searched
from segue.web.reading import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

    from segue.accounts.models import Location
    from segue.directory.search import Facet, Result, Search
    from segue.kit.errors import Sentence
    from segue.programme.queries import Rules

MOST_IN_A_MINUTE = 60
"""Questions one address may ask in a minute."""
MOST_ON_A_PAGE = 50
KEPT_FOR = 60
"""Seconds an answer may be kept by whoever got it."""
NAMES = ("what", "where", "within", "country", "remote", *FILTER_KINDS, "limit", "after", NAMED_LANGUAGE)
TAGS = (Tag.Kind.PRODUCT, Tag.Kind.SERVICE, Tag.Kind.INDUSTRY, Tag.Kind.SIZE, Tag.Kind.MODEL, Tag.Kind.LANGUAGE)

Part = dict[str, Any]


@answers_programs
@require_safe
@enter(Visitor)
def directory_data(request: HttpRequest) -> HttpResponse:
    """Answer a question with one page of partners, what it can be narrowed down to, and the next page's address."""
    key = address_key("directory", address_of(request))
    hit(key, most=MOST_IN_A_MINUTE, within=timedelta(minutes=1), at=at_of(request))
    rules = rules_of(request)
    query = _strictly_asked(request, rules)
    found = search(query)
    like, told = unknown_town(found.place), searched(query, rules)
    answer = {
        "total": found.total,
        "total_is_at_least": found.at_least,
        "looked_around": f"{place.name}, {place.country or place.within}" if (place := found.place).name else None,
        "unknown_town": None if like is None else query.where,
        "towns_like": [f"{town.name}, {town.country}" for town in like or ()],
        "instead": [{"typed": one.typed, "meant": list(one.meant)} for one in found.instead],
        "partners": [_partner(result, rules, told=told) for result in found.results],
        "narrow": {facet.name: _choices(facet, rules) for facet in found.facets},
    }
    onward = _next(request.GET, page_token(query, found.next)) if found.next else None
    kept, sent = _kept(request, answer)
    if sent:
        # An answer that whoever asks has already shows nobody anew.
        _take_along(answer, note_shown(request, query, found, by=Impression.By.DATA))
        kept.content = msgspec.json.encode(answer | {"next": onward})
    return kept


def _strictly_asked(request: HttpRequest, rules: Rules) -> Search:
    """Return the question, or raise Invalid naming each part of the address that cannot be read."""
    given, wrong = request.GET, dict[str, "Sentence"]()
    for name in given:
        if name not in NAMES:
            wrong[name[:LONGEST_TEXT]] = _("There is no such part of a question. There are: %(names)s.") % {
                "names": ", ".join(NAMES)
            }
        elif len(given.getlist(name)) > 1:
            wrong[name] = _("Give it once.")
        elif sentence := _wrong(name, given[name], rules):
            wrong[name] = sentence
    query = asked(given, at=at_of(request))
    if given.get("after") and query.after is None:
        wrong.setdefault("after", _("This is not where a page of this question ended."))
    if wrong:
        raise Invalid(wrong)
    return replace(query, limit=int(given.get("limit", query.limit)))


def _wrong(name: str, text: str, rules: Rules) -> str:
    """Return what is wrong with one part of a question; empty when it can be read."""
    if name in {"what", "where"}:
        return _("Shorten this to %(most)s characters.") % {"most": LONGEST_TEXT} if len(text) > LONGEST_TEXT else ""
    if name == "limit":
        fits = text.isascii() and text.isdecimal() and len(text) < len("1000") and 1 <= int(text) <= MOST_ON_A_PAGE
        return "" if fits else _("Give a whole number from 1 to %(most)s.") % {"most": MOST_ON_A_PAGE}
    allowed = _allowed(name, rules)
    if not allowed or text in allowed:
        return ""
    return _("Give one of: %(choices)s.") % {"choices": ", ".join(allowed)}


def _allowed(name: str, rules: Rules) -> list[str]:
    """Return the codes one part of a question may be; empty where it may be any text."""
    match name:
        case "remote":
            return ["1"]
        case "within":
            return [str(km) for km in DISTANCES_KM]
        case "country":
            return sorted(country_codes())
        case Tag.Kind.LANGUAGE.value:
            return list(LANGUAGES)
        case "lang":
            return list(dict(settings.LANGUAGES))
    return sorted(code for kind, code in rules.terms if kind == name)


def _partner(result: Result, rules: Rules, *, told: Mapping[str, str]) -> Part:
    """Return what is said of one partner; `told` is what was searched, for the form that it leads to."""
    profile, partner = result.profile, result.profile.partner
    tags: dict[str, list[Part]] = {kind.value: [] for kind in TAGS}
    keywords = []
    for tag in profile.tags.all():
        if tag.kind in tags:
            tags[tag.kind].append(_choice(tag.kind, tag.code, rules))
        elif tag.kind == Tag.Kind.KEYWORD:
            keywords.append(tag.code)
    closed = result.closed
    return {
        "name": partner.name,
        "url": f"{settings.BASE_URL}{reverse('partner', args=[partner.slug])}",
        "website": partner.website or None,
        "description": profile.description,
        "works_remotely": profile.remote,
        "distance_km": None if result.km is None else round(result.km, 1),
        "accepts_requests": closed is None,
        "accepts_requests_from": iso(closed.until) if closed and closed.until else None,
        "ask_url": None if closed else f"{settings.BASE_URL}{ask_url(result.location, told)}",
        "locations": [_location(place) for place in shown_locations(profile)],
        "keywords": keywords,
        **tags,
    }


def _location(place: Location) -> Part:
    return {
        "name": place.name,
        "street": place.street or None,
        "postal_code": place.postal_code or None,
        "city": place.city,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "main": place.is_main,
    }


def _choices(facet: Facet, rules: Rules) -> list[Part]:
    return [_choice(facet.name, code, rules) | {"partners": count} for code, count in facet.counts]


def _choice(name: str, code: str, rules: Rules) -> Part:
    return {"code": code, "label": choice_label(name, code, rules)}


def _next(given: QueryDict, token: str) -> str:
    query = given.copy()
    query["after"] = token
    return f"{settings.BASE_URL}{reverse('directory-data')}?{query.urlencode()}"


def _take_along(answer: Part, noted: dict[str, str]) -> None:
    """Let each way to a request form say by which answer somebody came."""
    for partner in answer["partners"]:
        if partner["ask_url"] and noted:
            partner["ask_url"] += f"&{urlencode(noted)}"


def _kept(request: HttpRequest, answer: Part) -> tuple[HttpResponse, bool]:
    """Return an empty response that says how long the answer may be kept, and whether the answer is to be sent.

    It is not where whoever asks has it already (304). The way onward and what the links take along are made anew each
    time, and are as good as the earlier ones as long as the answer is the same.
    """
    told = hashlib.blake2b(msgspec.json.encode(answer), digest_size=16).hexdigest()
    response = HttpResponse(content_type="application/json", headers={"ETag": f'"{told}"'})
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    kept: HttpResponse = get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[assignment]
    return kept, kept is response
