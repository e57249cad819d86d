"""Accept a lead."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.accounts.queries import colleagues_at_hand
from segue.kit.money import currencies
from segue.leads.actions.answers import Acceptance, Colleague, default_name
from segue.leads.actions.respond import accept
from segue.leads.lifecycle import Step
from segue.web.entrance import at_of, enter
from segue.web.forms.currencies import USUAL
from segue.web.partner.door import at_work
from segue.web.partner.leads.forms import AcceptForm, initial_deal
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.typed import deal_of
from segue.web.partner.leads.verb import offered, sent
from segue.web.partner.words import first_name
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Person
    from segue.leads.models import Lead

PANEL = "partner/accept_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def acceptance(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Accept, with the deal as typed and the colleagues ticked."""
    actor, reader = at_work(request), reader_of(request)

    @cache
    def people() -> dict[str, Person]:
        return {str(p.id): p for p in colleagues_at_hand(actor.partner_id) if p.id != actor.person_id}

    def choices() -> list[tuple[str, str]]:
        return [(key, person.name) for key, person in people().items()]

    if request.method != "POST":
        lead = open_lead(request, lead_id)
        initial = initial_deal(lead, reader=reader, deal_name=default_name(lead))
        form = AcceptForm(reader=reader, currency=lead.currency, people=choices, initial=initial)
        return offered(request, lead, Step.ACCEPT, form=form, panel=PANEL)
    typed = request.POST.get("currency", "")
    currency = typed if typed in currencies() else USUAL[0]
    form = AcceptForm(request.POST, reader=reader, currency=currency, people=choices)

    def act() -> Lead:
        chosen = [people()[key] for key in form.cleaned_data["colleagues"]]
        team = tuple(Colleague(name=p.name, email=p.email, phone=p.phone) for p in chosen)
        answer = Acceptance(deal_of(form), team)
        return accept(lead_id, actor=actor, at=at_of(request), seen=form.cleaned_data["seen"], answer=answer)

    return sent(request, lead_id, form=form, panel=PANEL, act=act, said=_said)


def _said(lead: Lead) -> str:
    return gettext("Accepted. Now contact %(name)s.") % {"name": first_name(lead.customer_name)}
