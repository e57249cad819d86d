"""Decline a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
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
from segue.web.partner.leads.reasons import to_choose, usually_follows
from segue.web.partner.leads.verb import form_for
from segue.web.partner.words import first_name
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.models import Lead


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def declination(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Decline with a reason; it can be undone for the programme's minutes."""
    lead, actor, at, rules = open_lead(request, lead_id), at_work(request), at_of(request), rules_of(request)
    reasons = to_choose(rules, Reason.For.DECLINE, lead)
    form = DeclineForm(request.POST or None, reasons=reasons, initial={"seen": lead.version})

    def act() -> None:
        typed = form.cleaned_data
        answer = Refusal(reason=typed["reason"], note=typed["note"], message=typed["message"])
        decline(lead_id, actor=actor, at=at, seen=typed["seen"], answer=answer)

    preview = _preview(request, lead, at + rules.hold_time if rules.hold_time else None)
    panel = "partner/decline_form.html"
    return form_for(request, lead, Step.DECLINE, form=form, panel=panel, act=act, preview=preview)


def _preview(request: HttpRequest, lead: Lead, commits_at: datetime | None) -> str:
    """Return what happens after pressing the button."""
    hides = gettext("Name, phone, e-mail and street of %(name)s will be hidden from you; your notes stay.") % {
        "name": first_name(lead.customer_name)
    }
    if commits_at is None:
        return f"{usually_follows(lead)} {hides}"
    undo = gettext("You can undo it until %(time)s; nobody is told before.")
    return f"{undo % {'time': reader_of(request).clock(commits_at)}} {usually_follows(lead)} {hides}"
