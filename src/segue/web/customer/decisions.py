"""What cannot be taken back: choosing one, withdrawing from one, withdrawing it all. Each says first what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Customer, Visitor
from segue.kit.errors import NotFound
from segue.kit.ids import required_id
from segue.requests import queries
from segue.requests.actions.withdraw import choose, take_back, withdraw_request
from segue.requests.links import request_of
from segue.web.customer.door import said
from segue.web.entrance import at_of, enter
from segue.web.forms.asking import joined
from segue.web.private import private

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.requests.asked import Asked
    from segue.requests.models import Request
    from segue.requests.queries import Letter


@private
@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
def choice(request: HttpRequest, token: str) -> HttpResponse:
    """Say what choosing a partner does to everybody asked, and take the press as yes."""
    asked = request_of(token)
    if request.method == "POST":
        lead_id = required_id(request.POST.get("lead", ""))

        def step() -> str:
            choose(asked.id, actor=Customer(asked.id), at=at_of(request), lead_id=lead_id)
            return _("Thank you. We have told everybody.")

        return said(request, token, step)
    found, one = _open(request, asked)
    names = {"name": one.partner_name}
    return _page(
        request,
        token,
        heading=_("I have chosen %(name)s") % names,
        sentences=_what_choosing_does(found, one),
        lead=one,
        submit=_("Yes, I have chosen %(name)s") % names,
        keep=_("I have not decided yet"),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
def taking_back(request: HttpRequest, token: str) -> HttpResponse:
    """Say what withdrawing from one partner does, and take the press as yes."""
    asked = request_of(token)
    if request.method == "POST":
        lead_id = required_id(request.POST.get("lead", ""))

        def step() -> str:
            lead = take_back(asked.id, actor=Customer(asked.id), at=at_of(request), lead_id=lead_id)
            return _("%(name)s no longer has your request.") % {"name": lead.partner.name}

        return said(request, token, step)
    found, one = _open(request, asked)
    names = {"name": one.partner_name}
    return _page(
        request,
        token,
        heading=_("Withdraw from %(name)s") % names,
        sentences=_what_taking_back_does(found, one),
        lead=one,
        submit=_("Withdraw from %(name)s") % names,
        keep=_("Leave it with them"),
        kind="stop",
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
def withdrawal(request: HttpRequest, token: str) -> HttpResponse:
    """Say what withdrawing the whole request does, and take the press as yes."""
    asked = request_of(token)
    if request.method == "POST":
        withdraw_request(asked.id, actor=Customer(asked.id), at=at_of(request))
        messages.success(request, _("Your request is withdrawn."))
        return redirect("letter", token=token)
    if asked.withdrawn_at or asked.refused_at:
        return redirect("letter", token=token)  # nothing is left to withdraw, and the letter says so
    return _page(
        request,
        token,
        heading=_("Withdraw my request"),
        sentences=_what_withdrawing_does(queries.letter(asked, at=at_of(request))),
        lead=None,
        submit=_("Withdraw it"),
        keep=_("Keep it"),
        kind="stop",
    )


def _page(request: HttpRequest, token: str, *, lead: Asked | None, kind: str = "primary", **words: Any) -> HttpResponse:
    back = reverse("letter", args=[token])
    context = {**words, "back_url": back, "lead": lead.lead_id if lead else "", "kind": kind}
    return render(request, "customer/decision.html", context)


def _open(request: HttpRequest, asked: Request) -> tuple[Letter, Asked]:
    """Return the letter and the partner in it that the address names; only one that has the request can be meant."""
    found = queries.letter(asked, at=at_of(request))
    lead_id = required_id(request.GET.get("lead", ""))
    one = next((one for one in found.asked if one.lead_id == lead_id and one.has_it), None)
    if one is None:
        raise NotFound
    return found, one


def _what_choosing_does(found: Letter, chosen: Asked) -> list[str]:
    others = [one for one in found.asked if one is not chosen and one.has_it]
    waiting = [one.partner_name for one in others if one.stage == "received"]
    accepted = [one.partner_name for one in others if one.stage == "accepted"]
    sentences = [_("%(name)s is told that you have chosen them.") % {"name": chosen.partner_name}]
    if waiting:
        words = ngettext(
            "%(names)s has not answered yet: your request is withdrawn from them.",
            "%(names)s have not answered yet: your request is withdrawn from them.",
            len(waiting),
        )
        sentences.append(words % {"names": joined(waiting)})
    if accepted:
        words = ngettext(
            "%(names)s is told that you have chosen another.",
            "%(names)s are told that you have chosen another.",
            len(accepted),
        )
        sentences.append(words % {"names": joined(accepted)})
    return [*sentences, _("Nobody else can be asked with this request afterwards.")]


def _what_taking_back_does(found: Letter, one: Asked) -> list[str]:
    names = {"name": one.partner_name}
    if one.stage == "received":
        first = _("%(name)s is told that you no longer want it, and no longer sees how to reach you.") % names
    else:
        first = (
            _("%(name)s had taken it on and is told that you no longer want it. They close it on their side.") % names
        )
    others = [other.partner_name for other in found.asked if other is not one and other.has_it]
    stays = _("It stays with %(names)s.") % {"names": joined(others)} if others else ""
    following = _("On your page you can then ask another partner.")
    if found.turns is not None and found.turns.over is None:
        following = _("%(name)s is asked next, as was planned.") % {"name": found.turns.names[0]}
    return [*filter(None, (first, stays)), following]


def _what_withdrawing_does(found: Letter) -> list[str]:
    having = [one for one in found.asked if one.has_it]
    if not having:
        return [_("Nobody has your request now; it ends here.")]
    waiting = [one.partner_name for one in having if one.stage == "received"]
    sentences = [
        _("%(names)s: we tell them that you no longer want it.") % {"names": joined([o.partner_name for o in having])}
    ]
    if waiting:
        sentences.append(_("Whoever has not answered no longer sees how to reach you."))
    return [*sentences, _("This ends the whole request; for another one, ask anew in the directory.")]
