"""The reasons for a no: the list partners choose from, one reason, its place, retiring it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts import actions
from segue.accounts.actor import Staff
from segue.accounts.policy import may_read_programme, may_run_programme
from segue.kit.errors import NotFound, Refused
from segue.programme.models import Reason
from segue.programme.queries import in_language
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.numbers import version_seen
from segue.web.forms.refusals import put_back, status_of
from segue.web.vendor.programme import require_admin, say_saved
from segue.web.vendor.reason_form import ReasonForm, answers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Staff)
def reasons(request: HttpRequest) -> HttpResponse:
    """List the reasons in their order, then those offered no more."""
    actor = who(request)
    if not may_read_programme(actor):
        raise NotFound
    rules = rules_of(request)
    offered = [reason for reason in rules.reasons.values() if reason.active]
    context = {
        "offered": [_row(reason) for reason in offered],
        "retired": [_row(reason) for reason in rules.reasons_retired()],
        "may_run": may_run_programme(actor),
    }
    return render(request, "vendor/reasons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def add(request: HttpRequest) -> HttpResponse:
    """Add a reason of the programme's own."""
    require_admin(request)
    form = ReasonForm(request.POST or None, languages=rules_of(request).programme.languages)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_reason(form.wording(), actor=who(request), at=at_of(request))
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("The reason is added. Partners can choose it now."))
            return redirect("reasons")
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a reason says and means, as a new version."""
    require_admin(request)
    reason = rules_of(request).reasons.get(code)
    if reason is None:
        raise NotFound
    languages = rules_of(request).programme.languages
    form = ReasonForm(request.POST or None, languages=languages, reason=reason, initial=answers_of(reason))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            saved = actions.change_reason(code, form.wording(), actor=who(request), at=at_of(request), seen=seen)
        except Refused as refused:
            put_back(form, refused)
        else:
            words = _("Saved. Leads answered before keep what the reason meant then.")
            say_saved(request, words, version=saved.version, seen=seen)
            return redirect("reasons")
    return _page(request, form, reason)


@require_POST
@enter(Staff)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Move a reason one place up or down."""
    actions.move_reason(code, actor=who(request), up=request.POST.get("to") == "up")
    return redirect("reasons")


@require_POST
@enter(Staff)
def retirement(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a reason no more, or again."""
    again = request.POST.get("offer") == "again"
    seen = version_seen(request) or 0
    act = actions.restore_reason if again else actions.retire_reason
    act(code, actor=who(request), at=at_of(request), seen=seen)
    messages.success(
        request, _("Partners can choose it again.") if again else _("It is offered no more. Old leads keep showing it.")
    )
    return redirect("reasons")


def _page(request: HttpRequest, form: ReasonForm, reason: Reason | None) -> HttpResponse:
    context = {"form": form, "reason": reason, "heading": in_language(reason.labels) if reason else _("New reason")}
    return render(request, "vendor/reason.html", context, status=status_of(form))


def _row(reason: Reason) -> dict[str, Any]:
    declining = reason.used_for != Reason.For.LOST
    hears = _("told") if reason.customer_hears else _("not told")
    onward = _("others offered") if reason.onward else _("none offered")
    return {
        "code": reason.code,
        "version": reason.version,
        "label": in_language(reason.labels),
        "sentence": in_language(reason.sentences),
        "used_for": Reason.For(reason.used_for).label,
        "meaning": Reason.Meaning(reason.meaning).label,
        "hears": hears if declining else "–",
        "onward": onward if declining else "–",
    }
