"""The partner companies: the list, one company, its status and its manager."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts.actions import (
    NewPartner,
    add_partner,
    assign_manager,
    assign_managers,
    change_partner_status,
)
from segue.accounts.actor import Staff
from segue.accounts.companies import NOBODY, companies
from segue.accounts.models import Partner
from segue.accounts.policy import STATUS_STEPS, may_keep_memberships, may_run_programme
from segue.accounts.queries import people_who
from segue.accounts.records import company
from segue.accounts.roles import May
from segue.directory.actions import edit_company
from segue.directory.distinctions import distinctions_in_force
from segue.directory.queries import out_of_reach
from segue.insights.queries import one_reason_of
from segue.kit.errors import Forbidden, Invalid, Refused
from segue.kit.ids import id_from
from segue.kit.places import country_name
from segue.leads.by_partner import standings
from segue.programme.queries import in_language
from segue.web.entrance import acting, at_of, enter, rules_of, who
from segue.web.forms.numbers import version_seen
from segue.web.forms.refusals import put_back, say, status_of
from segue.web.people.rows import person_rows
from segue.web.preferences import back
from segue.web.public.proof import mark
from segue.web.vendor.forms import EditPartnerForm, NewPartnerForm
from segue.web.vendor.listing import listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.accounts.records import Company
    from segue.leads.by_partner import Standing
    from segue.programme.queries import Rules

STATUS_KINDS = {
    Partner.Status.APPLIED: "amber",
    Partner.Status.APPROVED: "accent",
    Partner.Status.ACTIVE: "green",
    Partner.Status.SUSPENDED: "stop",
    Partner.Status.LEFT: "",
}

LONGEST_WORDS = 120


@require_safe
@enter(Staff)
def partners(request: HttpRequest) -> HttpResponse:
    """List the partner companies by name, narrowed to words of the name, a status and who looks after them."""
    actor = acting(request, Staff)
    chosen = _chosen(request, actor)
    page = companies(
        actor,
        looked_for=chosen.get("q", ""),
        status=chosen.get("status", ""),
        manager=chosen.get("manager", ""),
        page=request.GET.get("page", ""),
    )
    counted = _counted(actor, page.rows, manager=chosen.get("manager", ""), at=at_of(request))
    context = {
        "rows": [
            {
                "partner": partner,
                "url": reverse("partner-record", args=[partner.id]),
                "status": _status(partner),
                "standing": counted.get(partner.id),
            }
            for partner in page.rows
        ],
        "statuses": _statuses(chosen),
        "q": chosen.get("q", ""),
        "status": chosen.get("status", ""),
        "manager": chosen.get("manager", ""),
        "managers": [m.person for m in people_who(May.MANAGE_PARTNERS, partner_id=None)],
        "own": str(actor.person_id) if actor.may(May.MANAGE_PARTNERS) else "",
        "counted": bool(counted),
        "clear_url": reverse("partners") if chosen else "",
        "more_url": _address(chosen | {"page": page.more}) if page.more else "",
        "first_url": _address(chosen) if request.GET.get("page") else "",
        "add_url": reverse("partner-add") if may_run_programme(actor) else "",
        "may_assign": may_run_programme(actor),
        "here": request.get_full_path(),
    }
    return render(request, "vendor/partners.html", context)


def _statuses(chosen: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": _address(chosen | {"status": code}), "current": code == chosen.get("status", "")}
        for code, label in (("", _("All")), *Partner.Status.choices)
    ]


def _chosen(request: HttpRequest, actor: Staff) -> dict[str, str]:
    """Return what the list is narrowed to, without what it is not."""
    status, manager = request.GET.get("status", ""), request.GET.get("manager", "")
    if manager == "mine":
        manager = str(actor.person_id)
    found = {
        "q": request.GET.get("q", "").strip()[:LONGEST_WORDS],
        "status": status if status in Partner.Status.values else "",
        "manager": manager if manager == NOBODY or id_from(manager) else "",
    }
    return {name: text for name, text in found.items() if text}


def _counted(actor: Staff, rows: list[Partner], *, manager: str, at: datetime) -> dict[UUID, Standing]:
    """Return the partners' numbers for who may know them: all of them, or the partner manager's own."""
    own = manager == str(actor.person_id) and actor.may(May.MANAGE_PARTNERS)
    return standings([one.id for one in rows], at=at) if rows and (own or actor.may(May.SEE_ALL_LEADS)) else {}


@require_POST
@enter(Staff)
def managers(request: HttpRequest) -> HttpResponse:
    """Give several companies to one partner manager, or to nobody."""
    chosen = request.POST.get("manager", "")
    ticked = [one for text in request.POST.getlist("partner") if (one := id_from(text))]
    manager_id = id_from(chosen)
    if chosen != NOBODY and manager_id is None:
        raise Invalid({"manager": _("Choose one of the vendor's partner managers.")})
    try:
        changed = assign_managers(ticked, actor=who(request), at=at_of(request), manager_id=manager_id)
    except Invalid as refused:
        messages.error(request, " ".join(map(str, refused.fields.values())))
    except Refused as refused:
        say(request, refused)
    else:
        number = len(changed)
        words = ngettext("%(n)s company has changed hands.", "%(n)s companies have changed hands.", number)
        messages.success(request, words % {"n": number})
    return back(request) if request.POST.get("next") else redirect("partners")


def _address(query: dict[str, str]) -> str:
    text = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('partners')}?{text}" if text else reverse("partners")


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def add(request: HttpRequest) -> HttpResponse:
    """Take a company into the programme."""
    actor = who(request)
    if not may_run_programme(actor):
        raise Forbidden
    form = NewPartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        new = NewPartner(name=typed["name"], website=typed["website"], status=Partner.Status(typed["status"]))
        try:
            made = add_partner(new, actor=actor, at=at_of(request))
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("%(name)s is added. Next, add its partner admin.") % {"name": made.name})
            return redirect("partner-record", made.id)
    context = {"form": form, "back": reverse("partners")}
    return render(request, "vendor/partner_add.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def edit(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Change a company's name and website."""
    actor = who(request)
    record = company(partner_id, actor=actor)
    assert record.partner is not None
    if not record.may_run:
        raise Forbidden
    now = record.partner
    initial = {"name": now.name, "website": now.website, "seen": now.version}
    form = EditPartnerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_company(partner_id, actor=actor, at=at_of(request), **form.cleaned_data)
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner-record", partner_id)
    context = {"form": form, "company": now.name, "back": reverse("partner-record", args=[partner_id])}
    return render(request, "vendor/partner_edit.html", context, status=status_of(form))


@require_safe
@enter(Staff)
def partner(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Show one company: how it stands in the programme, who looks after it, its places and its people."""
    rules = rules_of(request)
    marks = distinctions_in_force([partner_id], at=at_of(request), rules=rules).get(partner_id, [])
    record = company(partner_id, actor=who(request))
    assert record.partner is not None
    more = {
        "marks": [mark(one, rules) for one in marks],
        "may_keep": may_keep_memberships(who(request), partner=record.partner),
        "listing": listing(request, record.partner),
        "one_reason": _one_reason(who(request), record.partner, rules),
    }
    return render(request, "vendor/partner.html", _page(record) | more)


def _one_reason(actor: Actor, partner: Partner, rules: Rules) -> str:
    """Return the reason that nearly all its declines give, for who may read reasons; empty where it varies."""
    own = partner.manager_id == actor.person_id and actor.may(May.MANAGE_PARTNERS)
    code = one_reason_of(partner.id) if own or actor.may(May.SEE_ALL_LEADS) else ""
    return in_language(rules.reasons[code].labels) if code in rules.reasons else code


@require_POST
@enter(Staff)
def status(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Change how a company stands in the programme."""
    wanted = request.POST.get("status", "")
    if wanted not in Partner.Status.values:
        raise Invalid({"status": _("Choose a status.")})
    changed = change_partner_status(
        partner_id,
        actor=who(request),
        at=at_of(request),
        status=Partner.Status(wanted),
        seen=version_seen(request),
    )
    words = {"name": changed.name, "status": Partner.Status(changed.status).label}
    messages.success(request, _("%(name)s is now “%(status)s”.") % words)
    return redirect("partner-record", partner_id)


@require_POST
@enter(Staff)
def manager(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """Say which partner manager looks after a company."""
    chosen = request.POST.get("manager", "")
    manager_id = id_from(chosen)
    if chosen and manager_id is None:
        raise Invalid({"manager": _("Choose one of the vendor's partner managers.")})
    actor = who(request)
    assign_manager(
        partner_id,
        actor=actor,
        at=at_of(request),
        manager_id=manager_id,
        seen=version_seen(request),
    )
    messages.success(request, _("The partner manager is saved."))
    return redirect("partner-record", partner_id)


def _status(partner: Partner) -> dict[str, str]:
    status = Partner.Status(partner.status)
    return {"text": str(status.label), "kind": STATUS_KINDS[status]}


def _page(record: Company) -> dict[str, Any]:
    partner = record.partner
    assert partner is not None
    steps = sorted(STATUS_STEPS[partner.status], key=Partner.Status.values.index)
    return {
        "partner": partner,
        "status": _status(partner),
        "steps": [_step(partner, step) for step in steps if step != Partner.Status.LEFT] if record.may_run else [],
        "may_leave": record.may_run and Partner.Status.LEFT in steps,
        "meaning": _MEANINGS[Partner.Status(partner.status)](),
        "managers": record.managers,
        "may_run": record.may_run,
        "places": [_place(location, changeable=record.may_run) for location in record.locations],
        "people": person_rows(record),
        "out_of_reach": [f"{one.name}, {one.email} ({one.location.name})" for one in out_of_reach(partner.id)],
        "changes_url": reverse("partner-people-changes", args=[partner.id]) if record.may_read_changes else "",
        "add_person_url": reverse("partner-people-add", args=[partner.id]) if record.may_manage_people else "",
    }


def _step(partner: Partner, step: str) -> dict[str, str]:
    words = {
        Partner.Status.APPROVED: _("Approve") if partner.status == Partner.Status.APPLIED else _("Take in again"),
        Partner.Status.ACTIVE: _("Lift the suspension")
        if partner.status == Partner.Status.SUSPENDED
        else _("Activate"),
        Partner.Status.SUSPENDED: _("Suspend"),
    }
    return {"value": step, "words": words[Partner.Status(step)]}


_MEANINGS: dict[Partner.Status, Callable[[], str]] = {
    Partner.Status.APPLIED: lambda: _("Its people can prepare the profile; it gets no leads until it is approved."),
    Partner.Status.APPROVED: lambda: _("It gets leads as soon as its business profile is published."),
    Partner.Status.ACTIVE: lambda: _("It gets leads while its business profile is published."),
    Partner.Status.SUSPENDED: lambda: _("It gets no new leads. Those it has stay, with their deadlines."),
    Partner.Status.LEFT: lambda: _("It gets no leads, and its people can open nothing of it any more."),
}


def _place(location: Location, *, changeable: bool) -> dict[str, str]:
    town = " ".join(part for part in (location.postal_code, location.city) if part)
    where = ", ".join(part for part in (location.street, town, country_name(location.country)) if part)
    return {
        "name": location.name,
        "url": reverse("partner-place", args=[location.id]) if changeable else "",
        "where": where,
        "zone": location.time_zone,
        "main": _("Main location") if location.is_main else "",
        "state": _("Published") if location.published else _("Not published"),
        "kind": "green" if location.published else "",
    }
