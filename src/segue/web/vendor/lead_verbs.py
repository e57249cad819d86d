"""What somebody of the vendor does about a lead: nudge, call, send to the next partner, recall, send again, snooze."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts.actor import Staff
from segue.accounts.queries import people_who
from segue.accounts.roles import May
from segue.kit.errors import Forbidden, Refused
from segue.leads import queries as leads
from segue.leads.actions import nudge as nudging
from segue.leads.actions.snooze import snooze, wake
from segue.leads.following import follow
from segue.leads.policy import may_nudge
from segue.requests.actions.send_again import may_send_again, send_again
from segue.requests.actions.snooze import snooze_request, wake_request
from segue.requests.policy import require_inbox
from segue.requests.queries import who_does_not_fit, whom_next
from segue.web.entrance import acting, at_of, enter, rules_of, who
from segue.web.forms.refusals import put_back, say, status_of
from segue.web.preferences import back
from segue.web.reading import reader_of
from segue.web.suggested import MOST, not_suggested, suggestions
from segue.web.vendor.forms import SnoozeForm
from segue.web.vendor.today import UNDO_KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.models import Lead

FROM_LEAD = "lead"
"""What `from` says in the address of a verb that was opened on the lead's own page."""


@require_POST
@enter(Staff)
def nudge(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Ask the partner by mail to act, a few minutes from now."""
    actor = who(request)
    try:
        asked = nudging.nudge(lead_id, actor=actor, at=at_of(request))
    except Refused as refused:
        say(request, refused)
    else:
        when = {"partner": asked.lead.partner.name, "time": reader_of(request).clock(asked.commit_at)}
        text = _("%(partner)s is asked at %(time)s.") % when
        _can_be_undone(request, text, reverse("vendor-lead-nudge-undo", args=[lead_id]))
    return _then(request)


@require_POST
@enter(Staff)
def undo(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Take the last nudge or call back, as long as nobody was told."""
    return _press(
        request,
        lambda: nudging.undo_nudge(lead_id, actor=who(request), at=at_of(request)),
        said=_("Undone. Nobody was told."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def call(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show whom to call at the partner, and note that it was done."""
    actor, at = who(request), at_of(request)
    lead = _to_look_after(request, lead_id)
    if request.method == "POST":
        try:
            nudging.call(lead_id, actor=actor, at=at)
        except Refused as refused:
            say(request, refused)
        else:
            text = _("You called %(partner)s.") % {"partner": lead.partner.name}
            _can_be_undone(request, text, reverse("vendor-lead-nudge-undo", args=[lead_id]))
        return redirect(_whence(request, lead_id)["url"])
    people = _to_call(lead)
    phones = any(one["person"].phone for one in people)
    context = {"lead": lead, "people": people, "phones": phones, "back": _whence(request, lead_id)}
    return render(request, "vendor/lead_call.html", context)


def _to_call(lead: Lead) -> list[dict[str, Any]]:
    """Return the owner first, then whoever sees all leads there."""
    members = [m.person for m in people_who(May.SEE_SCOPE, partner_id=lead.partner_id)]
    people = [*([lead.owner] if lead.owner else []), *(one for one in members if one.id != lead.owner_id)]
    return [{"person": one, "owner": one.id == lead.owner_id} for one in people]


@require_safe
@enter(Staff)
def next_partner(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show who could get the request next."""
    lead = _to_look_after(request, lead_id)
    actor, at = who(request), at_of(request)
    found = whom_next(lead.request_id, actor=actor, at=at, most=MOST)
    context = {
        "lead": lead,
        "suggestions": suggestions(request, found),
        "left_out": not_suggested(who_does_not_fit(lead.request_id, actor=actor, at=at)) if found.results else [],
        "pick": {"name": "location", "before": ""},
        "waits": lead.stage == "received",
        "back": _whence(request, lead_id),
    }
    return render(request, "vendor/lead_next.html", context)


@require_safe
@enter(Staff)
def recall(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Say what recalling a lead does, before it is done: it cannot be undone."""
    actor = acting(request, Staff)
    followed = follow(lead_id, actor=actor, at=at_of(request))
    if not followed.may_withdraw:
        raise Forbidden
    context = {
        "lead": followed.lead,
        "back": _whence(request, lead_id),
        "recall_url": reverse("vendor-lead-withdrawal", args=[lead_id]),
    }
    return render(request, "vendor/lead_recall.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def again(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Say what sending an ended lead to its partner again does, and do it."""
    actor = who(request)
    lead = leads.access(lead_id, actor=actor)
    if request.method != "POST":
        if not may_send_again(lead, actor=actor, at=at_of(request)):
            return redirect("vendor-lead", lead_id)  # as on the way back from having sent it
        back_to = {"url": reverse("vendor-lead", args=[lead_id]), "words": _("Lead")}
        return render(request, "vendor/lead_again.html", {"lead": lead, "back": back_to})
    try:
        sent = send_again(lead_id, actor=actor, at=at_of(request))
    except Refused as refused:
        say(request, refused)
        return redirect("vendor-lead", lead_id)
    messages.success(request, _("Sent to %(partner)s again.") % {"partner": lead.partner.name})
    return redirect("vendor-lead", sent.id)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def snooze_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Put a lead off for oneself."""
    lead = _to_look_after(request, lead_id)
    undo_url = reverse("vendor-lead-wake", args=[lead_id])

    def put_off(**typed: Any) -> object:
        return snooze(lead_id, actor=who(request), at=at_of(request), **typed)

    back_to = _whence(request, lead_id)
    return _snoozed(request, put_off, company=lead.customer_company, undo_url=undo_url, back_to=back_to)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def snooze_waiting(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Put a request that waits in the inbox off for oneself."""
    require_inbox(who(request))
    undo_url = reverse("vendor-inbox-wake", args=[request_id])

    def put_off(**typed: Any) -> object:
        return snooze_request(request_id, actor=who(request), at=at_of(request), **typed)

    company = _("A request in the inbox")
    return _snoozed(request, put_off, company=company, undo_url=undo_url, back_to=_to_today())


def _snoozed(
    request: HttpRequest, put_off: Callable[..., object], *, company: str, undo_url: str, back_to: dict[str, str]
) -> HttpResponse:
    programme = rules_of(request).programme
    form = SnoozeForm(request.POST or None, at=at_of(request), programme=programme)
    if request.method == "POST" and form.is_valid():
        until: datetime = form.until()
        try:
            put_off(until=until, reason=form.cleaned_data["reason"])
        except Refused as refused:
            put_back(form, refused)
        else:
            words = {"company": company, "when": reader_of(request).moment(until, near=at_of(request))}
            _can_be_undone(request, _("%(company)s comes back on %(when)s.") % words, undo_url)
            return redirect(back_to["url"])
    context = {"form": form, "company": company, "back": back_to}
    return render(request, "vendor/snooze.html", context, status=status_of(form))


@require_POST
@enter(Staff)
def wake_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Bring a snoozed lead back."""
    return _press(request, lambda: wake(lead_id, actor=who(request)), said=_("It is back."))


@require_POST
@enter(Staff)
def wake_waiting(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Bring a snoozed request back."""
    return _press(request, lambda: wake_request(request_id, actor=who(request)), said=_("It is back."))


def _whence(request: HttpRequest, lead_id: UUID) -> dict[str, str]:
    """Return where the page of a verb comes back to, and its name: the lead's page where it was opened, else Today."""
    if request.GET.get("from") == FROM_LEAD:
        return {"url": reverse("vendor-lead", args=[lead_id]), "words": _("Lead")}
    return _to_today()


def _to_today() -> dict[str, str]:
    return {"url": reverse("vendor-today"), "words": _("Today")}


def _to_look_after(request: HttpRequest, lead_id: UUID) -> Lead:
    """Return a lead that the reader may do something about; others who follow it are refused."""
    actor = acting(request, Staff)
    lead = leads.access(lead_id, actor=actor)
    if not may_nudge(lead, actor):
        raise Forbidden
    return lead


def _press(request: HttpRequest, act: Callable[[], object], *, said: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, said)
    return _then(request)


def _can_be_undone(request: HttpRequest, text: str, url: str) -> None:
    request.session[UNDO_KEY] = {"text": text, "url": url}


def _then(request: HttpRequest) -> HttpResponse:
    return back(request) if request.POST.get("next") else redirect("vendor-today")
