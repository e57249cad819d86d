"""The partner's people on a lead: add, correct, remove."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actor import Member
from segue.kit.errors import NotFound
from segue.leads.actions.answers import Colleague
from segue.leads.actions.employees import add_employee, correct_employee, remove_employee
from segue.leads.lifecycle import Step
from segue.leads.opened import team_of
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.forms import EmployeeForm
from segue.web.partner.leads.page import back_if_ones_own, open_lead
from segue.web.partner.leads.verb import form_for, press

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def employees(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Add a colleague to the lead's team."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    form = EmployeeForm(request.POST or None, initial={"seen": lead.version})

    def act() -> None:
        seen = form.cleaned_data["seen"]
        add_employee(lead_id, actor=actor, at=at_of(request), seen=seen, colleague=_typed(form))

    panel, said = "partner/employee_form.html", gettext("Added to the team.")
    return form_for(request, lead, Step.ADD_EMPLOYEE, form=form, panel=panel, act=act, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def employee(request: HttpRequest, lead_id: UUID, employee_id: UUID) -> HttpResponse:
    """Correct a colleague on the lead's team."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    found = team_of(lead).filter(id=employee_id).first()
    if found is None:
        raise NotFound
    initial = {"seen": lead.version, "name": found.name, "phone": found.phone, "email": found.email}
    form = EmployeeForm(request.POST or None, initial=initial)

    def act() -> None:
        seen = form.cleaned_data["seen"]
        correct_employee(employee_id, actor=actor, at=at_of(request), seen=seen, colleague=_typed(form))

    panel, said = "partner/employee_form.html", gettext("Saved.")
    return form_for(
        request,
        lead,
        Step.CORRECT_EMPLOYEE,
        form=form,
        panel=panel,
        act=act,
        said=said,
        then=partial(back_if_ones_own, request, lead.id),
        employee=found,
        lead_id=lead_id,
    )


@require_POST
@enter(Member)
def removal(request: HttpRequest, lead_id: UUID, employee_id: UUID) -> HttpResponse:
    """Remove a colleague from the lead's team; pressed twice, or after somebody else, it says that it is done."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    name = next((one.name for one in team_of(lead) if one.id == employee_id), gettext("This person"))

    def act() -> None:
        # The lead was found above, so what is not there can only be the colleague.
        with suppress(NotFound):
            remove_employee(employee_id, actor=actor, at=at_of(request), seen=None)

    said = gettext("%(name)s is no longer on the team.") % {"name": name}
    return press(request, lead_id, act, said=said, then=partial(back_if_ones_own, request, lead_id))


def _typed(form: EmployeeForm) -> Colleague:
    typed = form.cleaned_data
    return Colleague(name=typed["name"], email=typed["email"], phone=typed["phone"])
