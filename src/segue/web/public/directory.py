"""The directory: find a partner, narrow the answer down, tick up to three."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.directory.gazetteer.look_up import towns_like
from segue.directory.search import Found, Search, cost_of_filters, search
from segue.directory.towns import is_unknown
from segue.kit.places import country_name
from segue.web.entrance import at_of, enter, rules_of
from segue.web.public.cards import cards
from segue.web.public.facets import facets
from segue.web.public.linked import item_list, linked
from segue.web.public.noted import note_shown
from segue.web.public.question import address, asked, carried, page_token, picked
from segue.web.public.tray import tray
from segue.web.public.words import choice_label, partners, searched

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.programme.queries import Rules

FEW = 3
"""Fewer results than this are few: the page then says which filter costs most."""


@require_safe
@enter(Visitor)
def directory(request: HttpRequest) -> HttpResponse:
    """Answer a question to the directory with one page of partners."""
    query, rules = asked(request.GET, at=at_of(request)), rules_of(request)
    found = search(query, in_force=rules)
    ticked, along = picked(request.GET), carried(request.GET)
    told, noted = searched(query, rules), note_shown(request, query, found)
    context = {
        **_headed(request, query, found, rules),
        "ask": {
            "url": reverse("directory"),
            "what": query.what,
            "where": query.where,
            "hidden": [{"name": name, "value": value} for name, value in _kept(request, but=("what", "where"))],
        },
        "facets": facets(request, query, found, rules),
        "facets_set": len(set(query.filters()) - {"what", "where"}),
        "clear_url": _cleared(request, query),
        "found": partners(found.total, at_least=found.at_least),
        "notes": _notes(found),
        "unknown_town": _unknown_town(request, query, found),
        "order_url": reverse("how-ordered"),
        "cards": cards(found, query, rules=rules, picked=ticked, question=_question(along | noted)),
        "tray": tray(query, found, picked=ticked, kept=_kept(request, but=("location",)), noted=noted, rules=rules),
        "more_url": address(request, after=page_token(query, found.next)) if found.next else "",
        "first_url": address(request) if query.after else "",
        "vendor_url": f"{reverse('ask')}?{urlencode(told)}" if told else reverse("ask"),
        "vendor_words": _("Let %(vendor)s find someone") % {"vendor": rules.programme.vendor_name},
        **_cost(request, query, found, rules),
    }
    return render(request, "public/directory.html", context)


def _question(parts: dict[str, str]) -> str:
    return f"?{urlencode(parts)}" if parts else ""


def _headed(request: HttpRequest, query: Search, found: Found, rules: Rules) -> dict[str, Any]:
    """Return the heading, and what search engines read of it."""
    vendor = {"vendor": rules.programme.vendor_name}
    lede = _("Partners of %(vendor)s. Say once what you need; they come back to you.") % vendor
    head = linked(
        request,
        path=reverse("directory"),
        title=rules.programme.name,
        summary=lede,
        rules=rules,
        data=item_list(found.results, rules),
        query=carried(request.GET),
        listed=_is_listed(query),
    )
    return {"heading": _("Find someone who can help"), "lede": lede, "linked": head}


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


def _notes(found: Found) -> list[str]:
    """Say where the question was not taken by its letters."""
    notes = [
        _("Nobody has “%(typed)s”. These are results for “%(meant)s”.")
        % {"typed": one.typed, "meant": ", ".join(one.meant)}
        for one in found.instead
    ]
    if found.place.corrected:
        place = f"{found.place.name}, {country_name(found.place.country or found.place.within)}"
        notes.append(_("Looked around %(place)s.") % {"place": place})
    if found.any_word:
        notes.append(_("Hardly anybody has all of these words; these have some of them."))
    return notes


def _unknown_town(request: HttpRequest, query: Search, found: Found) -> dict[str, Any] | None:
    """Say that a town is not known, and on the first page which may be meant; None where it is, or none was named."""
    if not is_unknown(found.place):
        return None
    # What may be meant is looked up for the first page only: it takes a look at thousands of names.
    like = towns_like(found.place) if query.after is None else []
    said = [_("The town “%(typed)s” is not known here.") % {"typed": query.where}]
    if found.results:
        said.append(_("These partners work remotely."))
    towns = [f"{town.name}, {country_name(town.country)}" for town in like]
    return {
        "said": " ".join(said),
        "like": [{"label": town, "url": address(request, where=town)} for town in towns],
    }


def _cleared(request: HttpRequest, query: Search) -> str:
    names = [name for name in query.filters() if name not in {"what", "where"}]
    return address(request, **dict.fromkeys(names)) if names else ""


def _cost(request: HttpRequest, query: Search, found: Found, rules: Rules) -> dict[str, Any]:
    """Say which part of the question costs most when there are few results."""
    if found.total >= FEW or query.after is not None:
        return {}
    costs = cost_of_filters(query, in_force=rules, asked=found.asked)
    dearest = max(costs, key=lambda name: costs[name], default="")
    if not dearest or costs[dearest] <= found.total:
        return {}
    label = choice_label(dearest, query.filters()[dearest], rules)
    sentence = _("Without “%(filter)s” there are %(partners)s.")
    return {
        "cost": sentence % {"filter": label, "partners": partners(costs[dearest])},
        "cost_url": address(request, **{dearest: None}),
        "cost_step": _("Clear this filter"),
    }
