"""What the answer can be narrowed down to, as links that change one thing of the address. None leads to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from segue.directory.search.ask import DISTANCES_KM, WITHIN_KM
from segue.programme.models import Term
from segue.web.public.question import address
from segue.web.public.words import choice_label, counted, filter_title

if TYPE_CHECKING:
    from django.http import HttpRequest

    from segue.directory.search import Facet, Found, Search
    from segue.programme.queries import Rules

FACET_ITEMS = 6
"""Choices of a facet that stand at once; the others wait behind "more"."""
OF_THE_LINE = ("what", "where", "within")
"""Set in the search line, or with it."""

Part = dict[str, Any]


def facets(request: HttpRequest, query: Search, found: Found, rules: Rules) -> list[Part]:
    """Return what is set, each leading back out of it, then what the answer can be narrowed down to."""
    set_already = [
        {"title": filter_title(name), "items": [_set(request, name, code, found, rules)]}
        for name, code in query.filters().items()
        if name not in OF_THE_LINE
    ]
    offered = [_offered(request, facet, rules) for facet in found.facets]
    return [*_distances(request, query, found), *set_already, *offered]


def _set(request: HttpRequest, name: str, code: str, found: Found, rules: Rules) -> Part:
    return {
        "label": choice_label(name, code, rules),
        "url": address(request, **{name: None}),
        "count": counted(found.total, at_least=found.at_least),
        "current": True,
    }


def _offered(request: HttpRequest, facet: Facet, rules: Rules) -> Part:
    items = [
        {
            "label": choice_label(facet.name, code, rules),
            "url": address(request, **{facet.name: code}),
            "count": counted(count, at_least=facet.at_least),
        }
        for code, count in _in_order(facet, rules)
    ]
    return {"title": filter_title(facet.name), "items": items[:FACET_ITEMS], "more": items[FACET_ITEMS:]}


def _in_order(facet: Facet, rules: Rules) -> list[tuple[str, int]]:
    """Return what a facet offers, the commonest first; sizes of companies from small to large."""
    if facet.name != Term.Kind.SIZE:
        return facet.counts
    places = {term.code: place for place, term in enumerate(rules.terms_of(Term.Kind.SIZE))}
    return sorted(facet.counts, key=lambda one: places.get(one[0], len(places)))


def _distances(request: HttpRequest, query: Search, found: Found) -> list[Part]:
    """Offer how far around the town to look: farther always, nearer where somebody on this page still is."""
    if found.place.point is None:
        return []
    now = query.within or WITHIN_KM
    nearest = min((result.km for result in found.results if result.km is not None), default=None)
    items = [
        {
            "label": _("within %(km)s km") % {"km": km},
            "url": address(request, within=str(km)),
            "current": km == now,
        }
        for km in DISTANCES_KM
        if km >= now or (nearest is not None and nearest <= km)
    ]
    return [{"title": filter_title("within"), "items": items}]
