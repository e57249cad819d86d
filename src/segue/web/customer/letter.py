"""The customer's private page: a letter behind a link. Opening it does nothing; every step is a button that posts."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts.actor import Customer, Visitor
from segue.kit.errors import NotFound, Refused
from segue.requests import queries
from segue.requests.actions.confirm import confirm
from segue.requests.actions.feedback import say_whether_contacted
from segue.requests.actions.pass_on import pass_on
from segue.requests.actions.withdraw import choose, withdraw_request
from segue.requests.chain import Way
from segue.requests.links import request_of
from segue.web.customer import words
from segue.web.customer.when import day
from segue.web.entrance import at_of, enter, rules_of
from segue.web.forms.asking import joined
from segue.web.public.words import place_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.requests.models import Request
    from segue.requests.queries import Asked, Letter

    View = Callable[..., HttpResponse]

ASK_AFTER = timedelta(days=1)
"""How long after a yes the page asks whether the partner got in touch."""


def private(view: View) -> View:
    """Mark answers as nobody else's: kept by no cache and no index, and the address told to no other site.

    The policy is `same-origin` rather than `no-referrer`, under which browsers send forms with an origin of "null".
    """

    @wraps(view)
    @never_cache
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return marked


@private
@require_safe
@enter(Visitor)
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Show how a request stands."""
    at = at_of(request)
    asked = request_of(token)
    found = queries.letter(asked, at=at)
    programme = rules_of(request).programme
    context = {
        "heading": words.heading(found, programme),
        "date": day(asked.created_at),
        "date_iso": asked.created_at.isoformat(),
        "opening": words.opening(found, programme, at=at),
        "need": asked.need,
        "steps": words.steps(found, programme),
        "question": _question(found, token, at=at),
        "others": _others(found, token, at=at),
        "chosen": _to_choose(found, token),
        "closing": _closing(found, token),
        "sign_off": f"{programme.vendor_name}, {programme.name}",
    }
    return render(request, "customer/letter.html", context)


@private
@require_POST
@enter(Visitor)
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Take "Yes, this is me"."""
    asked = request_of(token)
    confirm(asked.id, actor=Customer(asked.id), at=at_of(request))
    messages.success(request, _("Thank you. Your mail address is confirmed."))
    return redirect("letter", token=token)


@private
@require_POST
@enter(Visitor)
def another(request: HttpRequest, token: str) -> HttpResponse:
    """Ask one more partner, after a no or silence."""
    asked = request_of(token)

    def step() -> str:
        location_id = _uuid(request.POST.get("location", ""))
        lead = pass_on(asked.id, actor=Customer(asked.id), at=at_of(request), location_id=location_id)
        return _("%(name)s has your request now.") % {"name": lead.partner.name}

    return _said(request, token, step)


@private
@require_POST
@enter(Visitor)
def choice(request: HttpRequest, token: str) -> HttpResponse:
    """Take "I have chosen Harbour IT"."""
    asked = request_of(token)

    def step() -> str:
        choose(asked.id, actor=Customer(asked.id), at=at_of(request), lead_id=_uuid(request.POST.get("lead", "")))
        return _("Thank you. We tell the others.")

    return _said(request, token, step)


@private
@require_POST
@enter(Visitor)
def contacted(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answer to "Did they contact you?"."""
    asked = request_of(token)

    def step() -> str:
        say_whether_contacted(
            asked.id,
            actor=Customer(asked.id),
            at=at_of(request),
            lead_id=_uuid(request.POST.get("lead", "")),
            contacted=request.POST.get("contacted") == "yes",
        )
        return _("Thank you for telling us.")

    return _said(request, token, step)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
def withdrawal(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on a page of its own whether to withdraw, and take the press as yes."""
    asked = request_of(token)
    if request.method == "POST":
        withdraw_request(asked.id, actor=Customer(asked.id), at=at_of(request))
        messages.success(request, _("Your request is withdrawn."))
        return redirect("letter", token=token)
    found = queries.letter(asked, at=at_of(request))
    still = [one.partner_name for one in found.asked if one.stage != "archived" and not one.withdrawn]
    context = {"back_url": reverse("letter", args=[token]), "names": joined(still)}
    return render(request, "customer/withdraw.html", context)


def _said(request: HttpRequest, token: str, step: Callable[[], str]) -> HttpResponse:
    """Take a step and go back to the letter, which says what came of it, or why it could not be."""
    try:
        messages.success(request, step())
    except NotFound:
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("letter", token=token)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def _question(found: Letter, token: str, *, at: datetime) -> dict[str, Any] | None:
    request = found.request
    if request.confirmed_at is None and not _is_over(request):
        return {
            "words": _("Is this you, %(name)s?") % {"name": request.customer_name},
            "detail": _(
                "It shows that mails to %(email)s reach you; until then your request says “e-mail not confirmed”."
            )
            % {"email": request.customer_email},
            "forms": [
                {"url": reverse("letter-confirm", args=[token]), "label": _("Yes, this is me"), "kind": "primary"}
            ],
        }
    unsaid = next((one for one in found.asked if _wants_word(one, at=at)), None)
    if unsaid is None or _is_over(request):
        return None
    url = reverse("letter-contacted", args=[token])
    return {
        "words": _("Did %(name)s contact you?") % {"name": unsaid.partner_name},
        "detail": "",
        "forms": [
            {"url": url, "label": label, "kind": "", "fields": {"lead": unsaid.lead_id, "contacted": value}}
            for label, value in ((_("Yes"), "yes"), (_("Not yet"), "no"))
        ],
    }


def _wants_word(one: Asked, *, at: datetime) -> bool:
    waited = one.accepted_at is not None and at >= one.accepted_at + ASK_AFTER
    return waited and one.stage == "accepted" and one.contacted is None


def _is_over(request: Request) -> bool:
    return bool(request.withdrawn_at or request.refused_at or request.chosen_lead)


def _others(found: Letter, token: str, *, at: datetime) -> dict[str, Any] | None:
    if found.way is not Way.OPEN:
        return None
    locations = queries.others(found.request, at=at)
    if not locations:
        return None
    return {
        "heading": _("You can ask another"),
        "words": _("They get what you wrote, as it stands below, and nothing else."),
        "url": reverse("letter-ask", args=[token]),
        "list": [
            {
                "id": one.id,
                "name": one.partner.name,
                "place": place_of(one),
                "step": _("Ask %(name)s") % {"name": one.partner.name},
            }
            for one in locations
        ],
    }


def _to_choose(found: Letter, token: str) -> list[dict[str, Any]]:
    if _is_over(found.request):
        return []
    url = reverse("letter-chosen", args=[token])
    return [
        {
            "url": url,
            "lead": one.lead_id,
            "label": _("I have chosen %(name)s") % {"name": one.partner_name},
        }
        for one in found.asked
        if one.stage == "accepted" and not one.withdrawn
    ]


def _closing(found: Letter, token: str) -> list[dict[str, str]]:
    if found.request.withdrawn_at or found.request.refused_at:
        return []
    still = found.request.held or any(one.stage != "archived" and not one.withdrawn for one in found.asked)
    if not still:
        return []
    return [{"label": _("Withdraw my request"), "url": reverse("letter-withdraw", args=[token]), "icon": "undo"}]
