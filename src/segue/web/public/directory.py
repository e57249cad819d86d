"""The directory: find a partner, narrow the answer down, tick up to three."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.directory.search import Facet, Found, Search, cost_of_filters, search
from segue.programme.models import Term
from segue.web.entrance import at_of, enter, rules_of
from segue.web.public.cards import card
from segue.web.public.linked import item_list, linked
from segue.web.public.question import address, asked, carried, page_token, picked
from segue.web.public.words import choice_label, counted, filter_title, partners, searched

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.programme.queries import Rules

FACET_ITEMS = 6
"""Choices of a facet that stand at once; the others wait behind "more"."""
FEW = 3
"""Fewer results than this are few: the page then says which filter costs most."""


@require_safe
@enter(Visitor)
def directory(request: HttpRequest) -> HttpResponse:
    """Answer a question to the directory with one page of partners."""
    query = asked(request.GET, at=at_of(request))
    found = search(query)
    rules = rules_of(request)
    ticked = picked(request.GET)
    along = carried(request.GET)
    question = f"?{urlencode(along)}" if along else ""
    lede = _("Partners of %(vendor)s. Say once what you need; they come back to you.") % {
        "vendor": rules.programme.vendor_name
    }
    context = {
        "heading": _("Find someone who can help"),
        "lede": lede,
        "linked": linked(
            request,
            path=reverse("directory"),
            title=rules.programme.name,
            summary=lede,
            rules=rules,
            data=item_list(found.results, rules),
            query=along,
            listed=_is_listed(query),
        ),
        "ask": {
            "url": reverse("directory"),
            "what": query.what,
            "where": query.where,
            "hidden": [{"name": name, "value": value} for name, value in _kept(request, but=("what", "where"))],
        },
        "facets": _facets(request, query, found, rules),
        "facets_set": len(query.tags) + bool(query.country) + query.remote,
        "clear_url": _cleared(request, query),
        "found": partners(found.total),
        "order_url": reverse("how-ordered"),
        "cards": [card(result, rules=rules, picked=ticked, question=question) for result in found.results],
        "kept_locations": _ticked_elsewhere(found, ticked),
        "tray": {
            "url": reverse("ask"),
            "hidden": [{"name": name, "value": text} for name, text in searched(query, rules).items()],
            "submit": _("Ask these"),
            "limit": _("Tick up to three; each gets the same request."),
        },
        "more_url": address(request, after=page_token(query, found.next)) if found.next else "",
        "first_url": address(request) if query.after else "",
        "vendor_url": f"{reverse('ask')}?{urlencode(told)}" if (told := searched(query, rules)) else reverse("ask"),
        "vendor_words": _("Let %(vendor)s find someone") % {"vendor": rules.programme.vendor_name},
        **_cost(request, query, found, rules),
    }
    return render(request, "public/directory.html", context)


def _is_listed(query: Search) -> bool:
    """Whether search engines should show the page: not what somebody typed, nor each of the filters' combinations."""
    typed = bool(query.what or query.where or query.after)
    return not typed and len(query.filters()) <= 1


def _kept(request: HttpRequest, *, but: tuple[str, ...]) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.GET.lists()
        if name not in {*but, "after"}
        for value in values
        if value
    ]


def _ticked_elsewhere(found: Found, ticked: list[Any]) -> list[str]:
    """Locations ticked before that are not on this page: they stay ticked."""
    here = {result.location.id for result in found.results}
    return [str(location_id) for location_id in ticked if location_id not in here]


def _facets(request: HttpRequest, query: Search, found: Found, rules: Rules) -> list[dict[str, Any]]:
    """What is set, each leading back out of it, then what the answer can be narrowed down to."""
    shown = []
    for name, code in query.filters().items():
        if name not in {"what", "where"}:
            item = {
                "label": choice_label(name, code, rules),
                "url": address(request, **{name: None}),
                "count": counted(found.total),
                "current": True,
            }
            shown.append({"title": filter_title(name), "items": [item]})
    for facet in found.facets:
        items = [
            {
                "label": choice_label(facet.name, code, rules),
                "url": address(request, **{facet.name: code}),
                "count": counted(count),
            }
            for code, count in _in_order(facet, rules)
        ]
        title = filter_title(facet.name)
        shown.append({"title": title, "items": items[:FACET_ITEMS], "more": items[FACET_ITEMS:]})
    return shown


def _in_order(facet: Facet, rules: Rules) -> list[tuple[str, int]]:
    """Return what a facet offers, the commonest first; sizes of companies from small to large."""
    if facet.name != Term.Kind.SIZE:
        return facet.counts
    places = {term.code: place for place, term in enumerate(rules.terms_of(Term.Kind.SIZE))}
    return sorted(facet.counts, key=lambda one: places.get(one[0], len(places)))


def _cleared(request: HttpRequest, query: Search) -> str:
    names = [name for name in query.filters() if name not in {"what", "where"}]
    return address(request, **dict.fromkeys(names)) if names else ""


def _cost(request: HttpRequest, query: Search, found: Found, rules: Rules) -> dict[str, Any]:
    """Say which part of the question costs most when there are few results."""
    if found.total >= FEW or query.after is not None:
        return {}
    costs = cost_of_filters(query)
    dearest = max(costs, key=lambda name: costs[name], default="")
    if not dearest or costs[dearest] <= found.total:
        return {}
    label = choice_label(dearest, query.filters()[dearest], rules)
    sentence = _("Without “%(filter)s” there are %(partners)s.")
    return {
        "cost": sentence % {"filter": label, "partners": partners(costs[dearest])},
        "cost_url": address(request, **{dearest: None}),
        "cost_step": _("Leave it away"),
    }
