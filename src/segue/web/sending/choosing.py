"""Choose the partner who gets a lead: before anything is typed, or another one, with what is typed carried along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actor import Member, Staff
from segue.kit.errors import Forbidden
from segue.kit.places import country_codes
from segue.leads.models import Type
from segue.programme.models import Term
from segue.requests.checks import MOST_NEED
from segue.requests.receivers import place_to_send, places_to_send, whom_to_send
from segue.requests.suggest import Described, left_out, suggested
from segue.web.entrance import acting, at_of, enter, rules_of, who
from segue.web.public.question import looked_for
from segue.web.sending.forms import SendingForm, place_words, typed, types_of
from segue.web.sending.invitation import shown
from segue.web.suggested import MOST, not_suggested, suggestions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from segue.programme.queries import Rules


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff)
def partner(request: HttpRequest) -> HttpResponse:
    """Search the directory for who gets the lead. What is posted is a lead being written: it only passes through."""
    actor = acting(request, Member, Staff)
    told = request.POST if request.method == "POST" else request.GET
    asked = looked_for({} if "everybody" in told else told)
    found = whom_to_send(actor=actor, at=at_of(request), page=told.get("page", ""), **asked)
    carried = _carried(request.POST)
    chosen = place_to_send(request.POST.get("chosen") or request.POST.get("location", ""), actor=actor)
    order = ",".join([request.POST.get("chosen") or request.POST.get("location", ""), *request.POST.getlist("then")])
    adding = chosen is not None and "adding" in request.POST
    unasked = bool(carried) and not any(asked.values()) and not told.get("page")
    about = _about(request.POST, actor=actor, rules=rules_of(request)) if unasked else None
    context = {
        **asked,
        **_suggested(about, request, but=order.split(",") if adding else []),
        "carried": carried,
        "chosen": {"id": chosen.id, "words": place_words(chosen)} if chosen else None,
        "here": reverse("send-partner"),
        "adding": adding,
        "pick": {"name": "order", "before": order + ","} if adding else {"name": "location", "before": ""},
        "onward": reverse("send-draft" if carried else "send"),
        "candidates": found.rows,
        "unpublished": [{"id": place.id, "words": place_words(place)} for place in found.unpublished],
        "more_unpublished": found.more_unpublished,
        "more": found.more,
        "not_first": bool(told.get("page")),
        "sent_url": reverse("sent") if isinstance(actor, Member) else "",
    }
    return render(request, "sending/partner.html", context)


def _about(data: QueryDict, *, actor: Member | Staff, rules: Rules) -> Described | None:
    """Return the lead being written as far as it decides whom it fits; None while its country is not said.

    What the form would refuse is left out or cut.
    """

    def known(kind: Term.Kind, codes: list[str]) -> tuple[str, ...]:
        return tuple(code for code in dict.fromkeys(codes) if (kind, code) in rules.terms)

    if data.get("country", "") not in country_codes():
        return None
    return Described(
        country=str(data["country"]),
        city=data.get("city", "")[:80],
        need=data.get("need", "")[:MOST_NEED],
        products=known(Term.Kind.PRODUCT, data.getlist("products")),
        services=known(Term.Kind.SERVICE, data.getlist("services")),
        industries=known(Term.Kind.INDUSTRY, data.getlist("industries")),
        size="".join(known(Term.Kind.SIZE, [data.get("size", "")])),
        language=language if (language := data.get("language", "")) in rules.programme.languages else "",
        type=lead_type if (lead_type := data.get("type")) in Type.values else Type.SALES,
        sender=actor.partner_id if isinstance(actor, Member) else None,
    )


def _suggested(about: Described | None, request: HttpRequest, *, but: list[str]) -> dict[str, Any]:
    """Return whom the lead fits best and who is left out why; `but`: locations of partners that are chosen already."""
    if about is None:
        return {"suggestions": [], "left_out": []}
    at, hides = at_of(request), isinstance(who(request), Member)
    chosen = {place.partner_id for place in places_to_send(but, actor=who(request))}
    found = suggested(about, at=at, most=MOST).but(chosen)
    return {
        "suggestions": suggestions(request, found),
        "left_out": not_suggested(left_out(about, at=at, published_only=hides)),
    }


@require_POST
@enter(Member, Staff)
def draft(request: HttpRequest) -> HttpResponse:
    """Show the form as it was typed, with the partner chosen; nothing is sent."""
    actor = acting(request, Member, Staff)
    if not types_of(actor):
        raise Forbidden
    return shown(request, SendingForm(actor=actor, rules=rules_of(request), initial=typed(request.POST)))


def _carried(data: QueryDict) -> list[tuple[str, str]]:
    """Return what was typed, name by name, but for the location, which is being chosen."""
    names = [name for name in SendingForm.base_fields if name != "location"]
    return [(name, value) for name in names for value in data.getlist(name)]
