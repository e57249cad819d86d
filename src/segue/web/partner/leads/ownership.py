"""Who owns a lead: take it, or hand it to a colleague."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from segue.accounts.actor import Member
from segue.accounts.queries import people_who
from segue.accounts.roles import May
from segue.leads.actions.work import hand_to, take
from segue.leads.lifecycle import Step
from segue.web.entrance import at_of, enter
from segue.web.partner.door import at_work
from segue.web.partner.leads.forms import HandOverForm
from segue.web.partner.leads.page import back_if_ones_own, open_lead
from segue.web.partner.leads.verb import form_for, press

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_POST
@enter(Member)
def taking(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Make oneself the owner."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    said = gettext("It is yours now.")
    return press(request, lead.id, lambda: take(lead.id, actor=actor, at=at_of(request), seen=None), said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def ownership(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Hand the lead to a colleague whose role includes leads."""
    lead, actor = open_lead(request, lead_id), at_work(request)
    people = {str(m.person_id): m.person.name for m in people_who(May.ANSWER_LEADS, partner_id=actor.partner_id)}
    people.pop(str(lead.owner_id), None)
    form = HandOverForm(request.POST or None, people=people.items(), initial={"seen": lead.version})

    def act() -> None:
        typed = form.cleaned_data
        hand_to(lead.id, actor=actor, at=at_of(request), seen=typed["seen"], person_id=typed["person"])

    name = people.get(request.POST.get("person", ""), "")
    said = gettext("Handed to %(name)s.") % {"name": name}
    then, panel = partial(back_if_ones_own, request, lead.id), "partner/hand_over_form.html"
    return form_for(request, lead, Step.HAND_OVER, form=form, panel=panel, act=act, said=said, then=then)
