"""Close a deal as lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.leads.actions.close import lose
from segue.leads.lifecycle import Step
from segue.programme.models import Reason
from segue.web.entrance import at_of, enter, rules_of
from segue.web.partner.door import at_work
from segue.web.partner.leads.forms import LostForm
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.reasons import to_choose
from segue.web.partner.leads.typed import closing_of
from segue.web.partner.leads.verb import form_for
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def lost(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Close as lost, on a day and with the final value, for a reason; it can be undone for the programme's minutes."""
    lead, actor, at, reader = open_lead(request, lead_id), at_work(request), at_of(request), reader_of(request)
    value = reader.plain(lead.value_minor, lead.currency)
    form = LostForm(
        request.POST or None,
        reader=reader,
        currency=lead.currency,
        reasons=to_choose(rules_of(request), Reason.For.LOST, lead),
        initial={"seen": lead.version, "value": value, "closed_on": reader.today(at)},
    )

    def act() -> None:
        lose(lead_id, actor=actor, at=at, seen=form.cleaned_data["seen"], answer=closing_of(form))

    return form_for(request, lead, Step.LOSE, form=form, panel="partner/lost_form.html", act=act)
