"""Accept a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.accounts.queries import colleagues_at_hand
from segue.leads.actions.answers import Acceptance, Colleague, default_name
from segue.leads.actions.respond import accept
from segue.leads.lifecycle import Step
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.forms import AcceptForm, initial_deal
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.typed import deal_of
from segue.web.partner.leads.verb import form_for
from segue.web.partner.words import first_name
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def acceptance(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Accept, with the deal as typed and the colleagues ticked."""
    lead, actor, reader = open_lead(request, lead_id), at_work(request), reader_of(request)
    people = {str(p.id): p for p in colleagues_at_hand(actor.partner_id) if p.id != actor.person_id}
    form = AcceptForm(
        request.POST or None,
        reader=reader,
        currency=lead.currency,
        people=[(key, person.name) for key, person in people.items()],
        initial=initial_deal(lead, reader=reader, deal_name=default_name(lead)),
    )

    def act() -> None:
        chosen = [people[key] for key in form.cleaned_data["colleagues"]]
        team = tuple(Colleague(name=p.name, email=p.email, phone=p.phone) for p in chosen)
        answer = Acceptance(deal_of(form), team)
        accept(lead_id, actor=actor, at=at_of(request), seen=form.cleaned_data["seen"], answer=answer)

    said = gettext("Accepted. Now contact %(name)s.") % {"name": first_name(lead.customer_name)}
    return form_for(request, lead, Step.ACCEPT, form=form, panel="partner/accept_form.html", act=act, said=said)
