"""The people of a company: the list, adding somebody, other roles, removing somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts.actions import add_person, change_roles, invite_again
from segue.accounts.actor import Actor, Member, Staff
from segue.accounts.records import company, membership_to_change, own_company
from segue.kit.errors import Forbidden, Refused
from segue.web.entrance import acting, at_of, enter, who
from segue.web.forms.refusals import put_back, say, status_of
from segue.web.people.forms import OtherRolesForm, PersonForm, answers_of
from segue.web.people.rows import person_rows

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Member, Staff)
def people(request: HttpRequest) -> HttpResponse:
    """List the people of one's own company."""
    actor = acting(request, Member, Staff)
    record = company(own_company(actor), actor=actor)
    may = record.may_manage_people
    context = {
        "people": person_rows(record),
        "add_url": reverse("people-add") if may else "",
        "changes_url": reverse("people-changes") if record.may_read_changes else "",
        "rules_url": reverse("lead-owner-rules") if may and isinstance(actor, Member) else "",
    }
    return render(request, "people/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff)
def add(request: HttpRequest, partner_id: UUID | None = None) -> HttpResponse:
    """Add somebody to one's own company, or to the partner company given."""
    actor = acting(request, Member, Staff)
    record = company(partner_id or own_company(actor), actor=actor)
    if not record.may_manage_people:
        raise Forbidden
    company_id = record.partner.id if record.partner else None
    form = PersonForm(request.POST or None, partner_id=company_id, places=record.locations)
    back = back_to(actor, company_id)
    if request.method == "POST" and form.is_valid():
        try:
            membership = add_person(
                company_id,
                actor=actor,
                at=at_of(request),
                person=form.person(),
                roles=form.chosen_roles(),
                scope=form.chosen_scope(),
            )
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("%(name)s was added and gets a mail.") % {"name": membership.person.name})
            return redirect(back)
    context = {"form": form, "back": back, "company": record.partner.name if record.partner else ""}
    return render(request, "people/add.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff)
def person(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Show what somebody may do, and give them other roles."""
    actor = who(request)
    membership = membership_to_change(membership_id, actor=actor)
    record = company(membership.partner_id, actor=actor)
    if not record.may_manage_people:
        raise Forbidden
    form = OtherRolesForm(
        request.POST or None, partner_id=membership.partner_id, places=record.locations, initial=answers_of(membership)
    )
    back = back_to(actor, membership.partner_id)
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(
                membership.id,
                actor=actor,
                at=at_of(request),
                roles=form.chosen_roles(),
                scope=form.chosen_scope(),
                seen=form.cleaned_data["seen"],
            )
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("The roles of %(name)s are saved.") % {"name": membership.person.name})
            return redirect(back)
    context = {"form": form, "back": back, "person": membership.person, "membership": membership}
    return render(request, "people/person.html", context, status=status_of(form))


@require_POST
@enter(Member, Staff)
def invitation(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Send the mail again by which somebody learns that they were added."""
    try:
        membership = invite_again(membership_id, actor=who(request), at=at_of(request))
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("%(name)s gets the mail again.") % {"name": membership.person.name})
    return redirect("person", membership_id)


def back_to(actor: Actor, partner_id: UUID | None) -> str:
    """Return the page that lists a company's people to the actor."""
    if isinstance(actor, Staff) and partner_id is not None:
        return reverse("partner-record", args=[partner_id])
    return reverse("people")
