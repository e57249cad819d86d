"""Change the deal of an accepted lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.leads.actions.work import edit
from segue.leads.lifecycle import Step
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.forms import DealForm, initial_deal
from segue.web.partner.leads.page import open_lead
from segue.web.partner.leads.typed import deal_of
from segue.web.partner.leads.verb import form_for
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def details(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Change name, value, purchase date, notes and ids."""
    lead, actor, reader = open_lead(request, lead_id), at_work(request), reader_of(request)
    initial = initial_deal(lead, reader=reader, deal_name="")
    form = DealForm(request.POST or None, reader=reader, currency=lead.currency, initial=initial)

    def act() -> None:
        edit(lead_id, actor=actor, at=at_of(request), seen=form.cleaned_data["seen"], deal=deal_of(form))

    return form_for(
        request, lead, Step.EDIT, form=form, panel="partner/edit_form.html", act=act, said=gettext("Saved.")
    )
