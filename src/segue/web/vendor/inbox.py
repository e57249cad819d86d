"""The vendor's inbox: requests that wait, because they look like spam or because nobody is chosen yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts.actor import Staff
from segue.kit.errors import Invalid
from segue.kit.ids import id_from
from segue.kit.places import country_name
from segue.programme.models import Term
from segue.requests.actions import inbox as actions
from segue.requests.models import Request
from segue.requests.waiting import inbox as waiting
from segue.requests.waiting import waiting_one, whom_to_choose
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.preferences import back
from segue.web.public.question import looked_for
from segue.web.reading import ago, iso, reader_of
from segue.web.suggested import not_suggested, suggestions
from segue.web.vendor.today_rows import FROM_TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.programme.queries import Rules
    from segue.web.reading import Reader


@require_safe
@enter(Staff)
def inbox(request: HttpRequest) -> HttpResponse:
    """List the requests that wait for a person of the vendor, the longest waiting first."""
    reader, at, rules = reader_of(request), at_of(request), rules_of(request)
    page = waiting(actor=who(request), page=request.GET.get("page", ""))
    context = {
        "cards": [_card(one, reader=reader, at=at, rules=rules) for one in page.rows],
        "may_decide": page.may_decide,
        "more_url": f"{reverse('vendor-inbox')}?page={page.more}" if page.more else "",
        "first_url": reverse("vendor-inbox") if request.GET.get("page") else "",
    }
    return render(request, "vendor/inbox.html", context)


@require_safe
@enter(Staff)
def choice(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Search the directory for the partner who gets a request."""
    asked = looked_for(request.GET)
    found = whom_to_choose(request_id, actor=who(request), at=at_of(request), page=request.GET.get("page", ""), **asked)
    here = reverse("vendor-inbox-partner", args=[request_id])
    context = {
        "company": found.request.customer_company,
        "need": found.request.need,
        "town": _town(found.request),
        "here": here,
        **asked,
        "suggestions": suggestions(request, found.suggested),
        "left_out": not_suggested(found.left_out),
        "pick": {"name": "location", "before": ""},
        "candidates": found.candidates.rows,
        "assign_url": reverse("vendor-inbox-assignment", args=[request_id]),
        "more_url": f"{here}?{urlencode(asked | {'page': found.candidates.more})}" if found.candidates.more else "",
        "first_url": f"{here}?{urlencode(asked)}" if request.GET.get("page") else "",
    }
    return render(request, "vendor/inbox_choice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def release(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say what delivering a request does that looked like spam and is none, and deliver it."""
    if request.method != "POST":
        return _before(request, waiting_one(request_id, actor=who(request), held=Request.Held.SUSPICION), _delivering)
    released = actions.release(request_id, actor=who(request), at=at_of(request))
    if released.held:
        messages.warning(request, _("Nobody who was ticked can take it now. Choose a partner below."))
    else:
        messages.success(request, _("The request of %(company)s is delivered.") % _named(released))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def refusal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say what ending a request as spam does, and end it: no partner gets it."""
    if request.method != "POST":
        return _before(request, waiting_one(request_id, actor=who(request)), _refusing)
    refused = actions.refuse(request_id, actor=who(request), at=at_of(request))
    messages.success(request, _("The request of %(company)s is refused as spam.") % _named(refused))
    return _back(request)


@require_POST
@enter(Staff)
def assignment(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Put a request without a partner to the location chosen."""
    location_id = id_from(request.POST.get("location", ""))
    if location_id is None:
        raise Invalid({"location": _("Choose who gets the request.")})
    lead = actions.assign(request_id, actor=who(request), at=at_of(request), location_id=location_id)
    messages.success(request, _("%(partner)s has the request.") % {"partner": lead.partner.name})
    return _back(request)


def _before(request: HttpRequest, asked: Request, words: Callable[[Request], dict[str, Any]]) -> HttpResponse:
    """Show what a decision about a request does, before it is made: neither can be undone."""
    today = request.GET.get("from") == FROM_TODAY
    back = {
        "url": reverse("vendor-today") if today else reverse("vendor-inbox"),
        "words": _("Today") if today else _("Inbox"),
    }
    context = {"asked": asked, "town": _town(asked), "back": back, **words(asked)}
    return render(request, "vendor/inbox_decision.html", context)


def _delivering(asked: Request) -> dict[str, Any]:
    gets = _("Nobody was ticked: it goes on waiting for a partner.")
    if ticked := _ticked(asked):
        gets = _("%(partners)s: the request arrives there at once, by mail too.") % {"partners": "; ".join(ticked)}
    return {
        "title": _("Deliver this request"),
        "happens": [gets, _("It cannot be undone; what nobody has answered yet can be recalled.")],
        "step": _("It is genuine: deliver it"),
    }


def _refusing(asked: Request) -> dict[str, Any]:
    return {
        "title": _("End this request as spam"),
        "happens": [
            _("No partner gets it, and it leaves the inbox for good."),
            _("%(name)s is sent no mail; the private page says that it was not passed on.")
            % {"name": asked.customer_name},
            _("It cannot be undone."),
        ],
        "step": _("It is spam"),
        "stops": True,
    }


def _ticked(request: Request) -> list[str]:
    return [f"{wish.location.partner.name}, {wish.location.name}" for wish in request.wishes.all()]


def _back(request: HttpRequest) -> HttpResponse:
    """Return to Today where the button stood there, else to the inbox."""
    return back(request) if request.POST.get("next") else redirect("vendor-inbox")


def _named(request: Request) -> dict[str, str]:
    return {"company": request.customer_company}


def _town(request: Request) -> str:
    return ", ".join(part for part in (request.customer_city, country_name(request.customer_country)) if part)


def _card(request: Request, *, reader: Reader, at: datetime, rules: Rules) -> dict[str, Any]:
    suspected = request.held == Request.Held.SUSPICION
    since = request.held_at or request.created_at
    size = rules.label(Term.Kind.SIZE, request.customer_size) if request.customer_size else ""
    return {
        "request": request,
        "suspected": suspected,
        "waits": ago(at - since),
        "waits_iso": iso(since),
        "facts": [
            {"name": _("Contact person"), "value": request.customer_name},
            {"name": _("Town"), "value": _town(request)},
            {"name": _("Company size"), "value": size},
            {"name": _("When it is needed"), "value": request.wanted_by},
            {"name": _("Budget"), "value": reader.money(request.budget_minor, request.budget_currency)},
            {"name": _("Meant for"), "value": "; ".join(_ticked(request))},
            {
                "name": _("Delivered by itself"),
                "value": reader.moment(request.release_at, near=at) if request.release_at else "",
            },
        ],
    }
