"""Decline a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.leads.actions.answers import Refusal
from segue.leads.actions.respond import decline
from segue.leads.lifecycle import Step
from segue.programme.models import Reason
from segue.web.entrance import at_of, enter, rules_of
from segue.web.partner.door import at_work
from segue.web.partner.leads.forms import DeclineForm
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.reasons import to_choose, what_follows
from segue.web.partner.leads.verb import form_for
from segue.web.partner.words import first_name
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def declination(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Decline with a reason; it can be undone for the programme's minutes."""
    lead, actor, at, rules = open_lead(request, lead_id), at_work(request), at_of(request), rules_of(request)
    called = first_name(lead.customer_name)
    reasons = to_choose(rules, Reason.For.DECLINE, lead)
    form = DeclineForm(request.POST or None, reasons=reasons, initial={"seen": lead.version})

    def act() -> None:
        typed = form.cleaned_data
        answer = Refusal(reason=typed["reason"], note=typed["note"], message=typed["message"])
        decline(lead_id, actor=actor, at=at, seen=typed["seen"], answer=answer)

    commits_at = at + rules.hold_time if rules.hold_time else None
    preview = what_follows(lead, called=called, commits_at=commits_at, reader=reader_of(request))
    panel = "partner/decline_form.html"
    return form_for(request, lead, Step.DECLINE, form=form, panel=panel, act=act, preview=preview)
