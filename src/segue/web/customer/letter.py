"""The customer's private page: a letter behind a link. Opening it does nothing; every step is a button that posts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actor import Customer, Visitor
from segue.kit.ids import required_id
from segue.requests import queries
from segue.requests.actions.confirm import confirm
from segue.requests.actions.feedback import say_whether_contacted
from segue.requests.actions.let_find import let_find
from segue.requests.actions.pass_on import pass_on
from segue.requests.chain import Way
from segue.requests.links import request_of
from segue.requests.standing import awaits_contact, is_over
from segue.requests.turns import can_name
from segue.web.customer import words
from segue.web.customer.door import said
from segue.web.customer.gets import what_a_partner_gets
from segue.web.customer.when import day
from segue.web.entrance import at_of, enter, rules_of
from segue.web.private import private
from segue.web.public.noted import note_suggested
from segue.web.public.words import place_of
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.requests.asked import Asked
    from segue.requests.models import Request
    from segue.requests.queries import Letter

ASK_AFTER = timedelta(days=1)
"""How long after a yes the page asks whether the partner got in touch."""


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
        "gets": what_a_partner_gets(asked, reader=reader_of(request), rules=rules_of(request)),
        "steps": words.steps(found, programme),
        "questions": _questions(found, token, programme.vendor_name, at=at),
        "order": _order(found, token),
        "having": _having(found, token),
        "others": _others(request, found, token),
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
    messages.success(request, _("Thank you. Your e-mail address is confirmed."))
    return redirect("letter", token=token)


@private
@require_POST
@enter(Visitor)
def another(request: HttpRequest, token: str) -> HttpResponse:
    """Ask one more partner, after a no or silence."""
    asked = request_of(token)

    def step() -> str:
        location_id = required_id(request.POST.get("location", ""))
        lead = pass_on(asked.id, actor=Customer(asked.id), at=at_of(request), location_id=location_id)
        return _("%(name)s has your request now.") % {"name": lead.partner.name}

    return said(request, token, step)


@private
@require_POST
@enter(Visitor)
def finding(request: HttpRequest, token: str) -> HttpResponse:
    """Let the vendor find the next partner."""
    asked = request_of(token)

    def step() -> str:
        let_find(asked.id, actor=Customer(asked.id), at=at_of(request))
        vendor = rules_of(request).programme.vendor_name
        return _("Thank you. %(vendor)s is looking for a partner for you.") % {"vendor": vendor}

    return said(request, token, step)


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
            lead_id=required_id(request.POST.get("lead", "")),
            contacted=request.POST.get("contacted") == "yes",
        )
        return _("Thank you for telling us.")

    return said(request, token, step)


def _questions(found: Letter, token: str, vendor: str, *, at: datetime) -> list[dict[str, Any]]:
    """Return what the customer is asked: whether it is them, and of each partner they wait for, whether it came."""
    waited_for = [one for one in found.asked if awaits_contact(found.request, one, lead_id=one.lead_id)]
    chosen = found.request.chosen_lead_id is not None
    return [
        *_is_it_you(found.request, token),
        *(_did_they(one, token, vendor) for one in waited_for if one.contacted is None and _has_waited(one, at=at)),
        *(_not_yet(one, token, vendor, chosen=chosen) for one in waited_for if one.contacted is False),
    ]


def _is_it_you(request: Request, token: str) -> list[dict[str, Any]]:
    if request.confirmed_at is not None or is_over(request):
        return []
    return [
        {
            "words": _("Is this you, %(name)s?") % {"name": request.customer_name},
            "detail": _(
                "It shows that mails to %(email)s reach you; until then your request says “e-mail not confirmed”."
            )
            % {"email": request.customer_email},
            "forms": [
                {"url": reverse("letter-confirm", args=[token]), "label": _("Yes, this is me"), "kind": "primary"}
            ],
        }
    ]


def _did_they(one: Asked, token: str, vendor: str) -> dict[str, Any]:
    return {
        "words": _("Did %(name)s contact you?") % {"name": one.partner_name},
        "detail": _("If not, we look after it: %(name)s and %(vendor)s are told.")
        % {"name": one.partner_name, "vendor": vendor},
        "forms": [_answer(one, token, _("Yes"), "yes"), _answer(one, token, _("Not yet"), "no")],
    }


def _not_yet(one: Asked, token: str, vendor: str, *, chosen: bool) -> dict[str, Any]:
    """Return what stands there after a "no": who knows it now, and how to say that it is settled."""
    names = {"name": one.partner_name, "vendor": vendor}
    told = _("%(name)s sees it, and %(vendor)s, who looks after them, has been told.") % names
    onward = "" if chosen else _("You need not wait: you can withdraw it from them below and ask another.")
    return {
        "words": _("You told us that %(name)s has not contacted you yet.") % names,
        "detail": f"{told} {onward}".strip(),
        "forms": [_answer(one, token, _("They have contacted me now"), "yes")],
    }


def _answer(one: Asked, token: str, label: str, value: str) -> dict[str, Any]:
    url = reverse("letter-contacted", args=[token])
    return {"url": url, "label": label, "kind": "", "fields": {"lead": one.lead_id, "contacted": value}}


def _has_waited(one: Asked, *, at: datetime) -> bool:
    return one.accepted_at is not None and at >= one.accepted_at + ASK_AFTER


def _others(request: HttpRequest, found: Letter, token: str) -> dict[str, Any] | None:
    if found.way is not Way.OPEN:
        return None
    fitting = queries.others(found.request, at=at_of(request))
    note_suggested(request, fitting)
    locations = fitting.locations()
    find = _("Let %(vendor)s find someone") % {"vendor": rules_of(request).programme.vendor_name}
    return {
        "heading": _("You can ask another"),
        "words": _(
            "They get all that stands below under “What a partner gets”. They also see how many partners were asked "
            "and how many accepted, not which."
        )
        if locations
        else "",
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
        "find": {"url": reverse("letter-find", args=[token]), "label": find},
        "find_words": _("Not sure whom to ask?") if locations else _("Nobody in the directory fits at the moment."),
    }


def _order(found: Letter, token: str) -> dict[str, str] | None:
    """Return where the customer says who is asked next, or changes that; None where nothing can be said."""
    going_on = found.turns is not None and found.turns.over is None
    if not (going_on or can_name(found.request, found.asked)):
        return None
    label = _("Change who is asked next") if going_on else _("Say who is asked next, if you hear nothing")
    return {"url": reverse("letter-order", args=[token]), "label": label}


def _having(found: Letter, token: str) -> list[dict[str, Any]]:
    """Return who has the request now, and what can be decided about each.

    A single one who has not answered leaves nothing to decide: withdrawing is offered at the end of the letter.
    """
    having = [one for one in found.asked if one.has_it]
    if is_over(found.request) or (len(having) == 1 and having[0].stage == "received"):
        return []
    choose, take_back = reverse("letter-chosen", args=[token]), reverse("letter-take-back", args=[token])
    return [
        {
            "name": one.partner_name,
            "place": one.place,
            "choose": {
                "url": f"{choose}?lead={one.lead_id}",
                "label": _("I have chosen %(name)s") % {"name": one.partner_name},
            }
            if one.stage == "accepted"
            else None,
            "take_back": {
                "url": f"{take_back}?lead={one.lead_id}",
                "label": _("Withdraw from %(name)s") % {"name": one.partner_name},
            },
        }
        for one in having
    ]


def _closing(found: Letter, token: str) -> list[dict[str, str]]:
    if found.request.withdrawn_at or found.request.refused_at:
        return []
    if not (found.request.held or any(one.has_it for one in found.asked)):
        return []
    return [{"label": _("Withdraw my request"), "url": reverse("letter-withdraw", args=[token]), "icon": "undo"}]
