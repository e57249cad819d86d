"""What the vendor says of one partner: its competencies, badges and endorsements, and its corporate group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts.actor import Staff
from segue.accounts.policy import may_keep_memberships, may_run_programme
from segue.accounts.queries import access_partner
from segue.directory.actions import change_distinction, change_group, give_distinction, take_back_distinction
from segue.directory.distinctions import distinction_to_change, distinctions_of, said_of
from segue.directory.models import Distinction
from segue.directory.policy import require_keeper
from segue.kit.errors import Invalid, NotFound, Refused
from segue.programme.models import Term
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.numbers import version_seen
from segue.web.forms.refusals import UNPROCESSABLE, put_back, put_on, say, status_of
from segue.web.public.proof import mark
from segue.web.reading import reader_of
from segue.web.vendor.membership_form import GroupForm, MembershipForm, answers_of, blank
from segue.web.vendor.said_of import log

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Partner
    from segue.programme.queries import Rules

Kind = Distinction.Kind
GROUPS = {
    Kind.COMPETENCY: (gettext_lazy("Competencies"), gettext_lazy("Add a competency")),
    Kind.ENDORSEMENT: (gettext_lazy("Endorsements"), gettext_lazy("Add an endorsement")),
    Kind.BADGE: (gettext_lazy("Badges"), gettext_lazy("Add a badge")),
}
"""What the lists on the page are called, and their buttons."""


@require_safe
@enter(Staff)
def memberships(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Show everything that is said of a company: what is in force, what begins, what has ended."""
    return _list(request, partner_id)


def _list(request: HttpRequest, partner_id: UUID, *, sent: GroupForm | None = None) -> HttpResponse:
    """Show the page; `sent` is the name of a group that cannot be taken."""
    actor, rules = who(request), rules_of(request)
    partner = access_partner(partner_id, actor=actor)
    today = at_of(request).astimezone(rules.zone).date()
    rows = [_row(one, rules, today=today) for one in distinctions_of(partner_id)]
    context = {
        "partner": partner,
        "may_keep": may_keep_memberships(actor, partner=partner),
        "groups": [
            {
                "kind": kind.value,
                "title": title,
                "add": add,
                "words": bool(rules.terms_of(Term.Kind(kind))),
                "rows": [row for row in rows if row["kind"] == kind],
            }
            for kind, (title, add) in GROUPS.items()
        ],
        "group": sent or GroupForm(initial={"group": partner.corporate_group, "seen": partner.version}),
        "sent": sent,
        "events": log(said_of(partner_id, actor=actor), rules, reader=reader_of(request), at=at_of(request)),
    }
    return render(request, "vendor/memberships.html", context, status=UNPROCESSABLE if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def add(request: HttpRequest, partner_id: UUID, kind: str) -> HttpResponse:
    """Give a company a competency, a badge or an endorsement."""
    require_keeper(partner_id, actor=who(request))
    partner = access_partner(partner_id, actor=who(request))
    if kind not in Kind.values:
        raise NotFound
    rules = rules_of(request)
    initial = blank(at_of(request).astimezone(rules.zone).date())
    form = MembershipForm(request.POST or None, kind=Kind(kind), rules=rules, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            give_distinction(partner_id, form.said(), actor=who(request), at=at_of(request))
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Added. It stands on the profile from its first day on."))
            return redirect("partner-memberships", partner_id)
    return _page(request, form, partner, heading=GROUPS[Kind(kind)][1])


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def edit(request: HttpRequest, partner_id: UUID, distinction_id: UUID) -> HttpResponse:
    """Correct one of them, or say on which day it ends."""
    actor, rules = who(request), rules_of(request)
    row = distinction_to_change(distinction_id, partner_id=partner_id, actor=actor)
    form = MembershipForm(request.POST or None, kind=Kind(row.kind), rules=rules, row=row, initial=answers_of(row))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            change_distinction(row.id, form.said(), partner_id=partner_id, actor=actor, at=at_of(request), seen=seen)
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner-memberships", partner_id)
    partner = access_partner(partner_id, actor=actor)
    return _page(request, form, partner, heading=rules.label(row.kind, row.code), row=row)


@require_POST
@enter(Staff)
def removal(request: HttpRequest, partner_id: UUID, distinction_id: UUID) -> HttpResponse:
    """Remove what was given by mistake."""
    seen = version_seen(request) or 0
    try:
        take_back_distinction(distinction_id, partner_id=partner_id, actor=who(request), at=at_of(request), seen=seen)
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Removed, as if it had never been."))
    return redirect("partner-memberships", partner_id)


@require_POST
@enter(Staff)
def group(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Say to which corporate group a company belongs."""
    name = request.POST.get("group", "")
    try:
        change_group(partner_id, actor=who(request), at=at_of(request), group=name, seen=version_seen(request))
    except Invalid as refused:
        form = GroupForm(request.POST)
        if form.is_valid():
            put_on(form, refused)
        return _list(request, partner_id, sent=form)
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("The corporate group is saved."))
    return redirect("partner-memberships", partner_id)


def _page(
    request: HttpRequest, form: MembershipForm, partner: Partner, *, heading: object, row: Distinction | None = None
) -> HttpResponse:
    back = {"url": reverse("partner-memberships", args=[partner.id]), "words": partner.name}
    context = {"form": form, "partner": partner, "heading": heading, "row": row, "back": back}
    if row is None and not rules_of(request).terms_of(Term.Kind(form.kind)):
        context["wordless"] = _wordless(form.kind, runs=may_run_programme(who(request)))
    return render(request, "vendor/membership.html", context, status=status_of(form))


def _wordless(kind: Distinction.Kind, *, runs: bool) -> dict[str, str]:
    """Return what stands in place of a form that has no word to choose, and where who runs the programme adds one."""
    title = _("The vocabulary has no word of this kind yet")
    if not runs:
        return {"title": title, "text": _("Who runs the programme can add one.")}
    text = _("What companies can be given stands in the vocabulary of the programme.")
    return {"title": title, "text": text, "url": reverse("vocabulary-add", args=[kind]), "step": _("Add a word")}


def _row(one: Distinction, rules: Rules, *, today: date) -> dict[str, Any]:
    if one.since > today:
        state = {"text": _("to come"), "kind": "accent"}
    elif one.until is not None and one.until < today:
        state = {"text": _("ended"), "kind": ""}
    else:
        state = {"text": _("in force"), "kind": "green"}
    return mark(one, rules) | {"id": one.id, "state": state, "until": one.until, "first": one.since}
