"""The partner's lists: three tabs, in each Received, Accepted and Archived."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.accounts.queries import locations_of
from segue.kit.errors import NotFound
from segue.kit.places import country_name
from segue.leads.actions.together import MOST_ANSWERS
from segue.leads.columns import in_stage
from segue.leads.lists import lead_list, tab_counts
from segue.leads.models import Stage, Type
from segue.leads.wanted import ORDERS, Filters, Owned, Tab
from segue.requests.policy import may_send
from segue.web.entrance import at_of, enter, rules_of
from segue.web.partner.choice import Choice, asked, keep, kept
from segue.web.partner.columns import NAMES, desk_of, further, shown_columns
from segue.web.partner.door import at_work
from segue.web.partner.kept_rows import kept_rows
from segue.web.partner.unseen import unseen
from segue.web.partner.views import views_menu
from segue.web.partner.words import TYPES
from segue.web.reading import figure, quoted, reader_of
from segue.web.shell import address

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.leads.lists import Count, LeadPage

Part = dict[str, Any]
TAB_NAMES = {
    Tab.MARKETPLACE: _("Marketplace leads"),
    Tab.QUALIFIED: _("Qualified leads"),
    Tab.FAVOURITES: _("Favourites"),
}
STAGE_NAMES = {Stage.RECEIVED: _("Received"), Stage.ACCEPTED: _("Accepted"), Stage.ARCHIVED: _("Archived")}
COUNTED = (Stage.RECEIVED, Stage.ACCEPTED)
"""What waits for somebody; the archive only grows."""
ORDER_NAMES = {
    "hot": _("Hot first, then due"),
    "due": _("Due first"),
    "received": _("Newest first"),
    "updated": _("Last changed first"),
    "value": _("Highest value first, in %(currency)s"),
    "purchase": _("Purchase date"),
}
DIRECTIONS = {"due": "ascending", "received": "descending", "value": "descending"}


@require_safe
@enter(Member)
def index(request: HttpRequest) -> HttpResponse:
    """Go to the list one was in last; take along the words of the search field."""
    at_work(request)
    choice = asked(request, kept(request))
    keep(request, choice)
    return redirect("lead-list", *choice.last.split("/"))


@require_safe
@enter(Member)
def leads(request: HttpRequest, tab: str, stage: str) -> HttpResponse:
    """Show one list. An address that sets a filter or an order keeps it and leads back to the plain address."""
    at_work(request)
    if tab not in set(Tab) or stage not in set(Stage):
        raise NotFound
    choice = asked(request, kept(request), stage=stage)
    keep(request, replace(choice, last=f"{tab}/{stage}"))
    if set(request.GET) - {"page"}:
        return HttpResponseRedirect(request.path)
    return render(request, "partner/lead_list.html", _shown(request, choice, Tab(tab), Stage(stage)))


def _shown(request: HttpRequest, choice: Choice, tab: Tab, stage: Stage) -> Part:
    """Return what one list says, narrowed and ordered as was chosen."""
    actor, at, reader = at_work(request), at_of(request), reader_of(request)
    filters, desk = choice.filters(), desk_of(request)
    columns = in_stage(shown_columns(desk, choice), stage)
    order, token = choice.order(stage), request.GET.get("page", "")
    page = lead_list(actor, tab=tab, stage=stage, filters=filters, order=order, page=token, at=at, columns=columns)
    counts = tab_counts(actor, tab=tab, stages=COUNTED, filters=filters, at=at)
    currency = rules_of(request).programme.currency
    of = urlencode({"of": f"{tab}/{stage}"})
    return {
        "title": TAB_NAMES[tab],
        "tab": tab,
        "stage": stage,
        "tabs": _tabs(tab, stage),
        "stages": _stages(tab, stage, counts),
        "whose": _whose(choice),
        "filters": _chips(request, choice),
        "clear_url": "?clear=1" if choice.narrowed else "",
        "filters_url": f"{address('lead-filters')}?{of}",
        "rows": kept_rows(page.rows, reader=reader, at=at, stage=stage, columns=columns),
        "columns": [str(column) for column in columns],
        "more_heads": [{"code": str(column), "label": NAMES[column]} for column in further(columns)],
        "more_url": address("more-leads"),
        "send_url": address("send") if may_send(actor, Type.SALES) else "",
        "most_answers": MOST_ANSWERS,
        "views": views_menu(desk, choice, tab=tab, stage=stage),
        "export_url": f"{address('lead-export')}?{of}" if page.rows else "",
        "arrivals_url": _arrivals_url(tab, at) if stage == Stage.RECEIVED else "",
        "orders": _orders(choice, stage, currency=currency),
        "sort": _sort(choice, stage) | {"currency": currency},
        **_pages(request.path, page),
        **({} if page.rows else _nothing(actor, tab, stage, choice, at=at)),
    }


def _tabs(tab: Tab, stage: Stage) -> list[Part]:
    return [
        {
            "label": TAB_NAMES[code],
            "url": address("lead-list", code, stage),
            "current": code == tab,
            "icon": "heart" if code == Tab.FAVOURITES else "",
        }
        for code in Tab
    ]


def _stages(tab: Tab, stage: Stage, counts: dict[Stage, Count]) -> list[Part]:
    return [
        {
            "label": STAGE_NAMES[code],
            "url": address("lead-list", tab, code),
            "current": code == stage,
            "count": figure(counts[code].number, more=counts[code].more) if code in COUNTED else "",
        }
        for code in Stage
    ]


def _whose(choice: Choice) -> list[Part]:
    names = {Owned.MINE: gettext("Mine"), Owned.NOBODYS: gettext("Nobody's"), Owned.ALL: gettext("All")}
    return [{"label": name, "url": f"?owned={code}", "current": choice.owned == code} for code, name in names.items()]


def _chips(request: HttpRequest, choice: Choice) -> list[Part]:
    """Return a chip that clears itself for each filter set, and one that sets "hot"."""
    shown = {
        "q": quoted(choice.q) if choice.q else "",
        "type": str(TYPES[Type(choice.type)]) if choice.type else "",
        "country": country_name(choice.country) if choice.country else "",
        "location": _location_name(request, choice.location) if choice.location else "",
        "campaign": choice.campaign,
    }
    chips = [{"label": label, "url": f"?{name}=", "current": True} for name, label in shown.items() if label]
    hot = {"label": gettext("Hot"), "url": f"?hot={'' if choice.hot else '1'}", "current": bool(choice.hot)}
    return [*chips, hot]


def _location_name(request: HttpRequest, location_id: str) -> str:
    found = locations_of(at_work(request).partner_id).filter(id=location_id).first()
    return found.name if found else ""


def _orders(choice: Choice, stage: Stage, *, currency: str) -> list[Part]:
    return [
        {
            "label": str(ORDER_NAMES[code]) % {"currency": currency},
            "url": f"?order={code}",
            "current": code == choice.order(stage),
        }
        for code in ORDERS
    ]


def _sort(choice: Choice, stage: Stage) -> Part:
    order = choice.order(stage)
    return {
        code: {"url": f"?order={code}", "direction": direction if order == code else ""}
        for code, direction in DIRECTIONS.items()
        if code != "due" or stage == Stage.RECEIVED
    }


def _arrivals_url(tab: Tab, at: datetime) -> str:
    return f"{address('lead-arrivals', tab)}?{urlencode({'since': at.isoformat()})}"


def _pages(path: str, page: LeadPage) -> Part:
    return {
        "newer_url": f"{path}?{urlencode({'page': page.newer})}" if page.newer else "",
        "older_url": f"{path}?{urlencode({'page': page.older})}" if page.older else "",
    }


def _nothing(actor: Member, tab: Tab, stage: Stage, choice: Choice, *, at: datetime) -> Part:
    """Return why a list is empty and what to do about it."""
    if choice.narrowed:
        hidden = tab_counts(actor, tab=tab, stages=[stage], filters=Filters(), at=at)[stage]
        if hidden.number:
            words = ngettext("%(n)s hidden by filters", "%(n)s hidden by filters", hidden.number) % {
                "n": figure(hidden.number, more=hidden.more)
            }
            return {"hidden_by_filters": words}
    if tab == Tab.FAVOURITES:
        text = gettext("Press the heart of a lead to find it again here. Nobody else sees your hearts.")
        return {"empty": {"picture": "waiting", "title": gettext("No favourites here"), "text": text}}
    if why := unseen(actor, at=at):
        return {"empty": why}
    empty = {"picture": "done" if stage == Stage.ARCHIVED else "waiting", **_nothing_yet(stage)}
    if stage == Stage.RECEIVED:
        empty |= {"url": address("more-leads"), "step": gettext("Get more leads")}
        empty |= {"url2": address("test-lead"), "step2": gettext("Send me a test lead")}
    return {"empty": empty}


def _nothing_yet(stage: Stage) -> Part:
    texts = {
        Stage.RECEIVED: (gettext("Nothing to answer"), gettext("Leads arrive here the moment somebody asks you.")),
        Stage.ACCEPTED: (gettext("No open deals"), gettext("What you accept stands here until it is won or lost.")),
        Stage.ARCHIVED: (gettext("Nothing in the archive"), gettext("Closed leads stay here, with how they ended.")),
    }
    title, text = texts[stage]
    return {"title": title, "text": text}
