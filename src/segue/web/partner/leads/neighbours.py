"""The next and the previous lead of the list that was opened last: looked for when asked, not on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.leads.lists import neighbour
from segue.leads.models import Stage
from segue.leads.wanted import Tab
from segue.web.entrance import at_of, enter
from segue.web.partner.choice import kept
from segue.web.partner.door import at_work
from segue.web.partner.leads.page import open_lead

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Member)
def following(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Go to the next lead of the list; at its end, back to the list."""
    return _beside(request, lead_id, back=False)


@require_safe
@enter(Member)
def preceding(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Go to the previous lead of the list; at its beginning, back to the list."""
    return _beside(request, lead_id, back=True)


def _beside(request: HttpRequest, lead_id: UUID, *, back: bool) -> HttpResponse:
    lead, choice = open_lead(request, lead_id), kept(request)
    tab, _slash, stage = choice.last.partition("/")
    found = neighbour(
        lead,
        actor=at_work(request),
        tab=Tab(tab),
        stage=Stage(stage),
        filters=choice.filters(),
        order=choice.order(stage),
        at=at_of(request),
        back=back,
    )
    if found:
        return redirect("lead", found)
    messages.info(request, gettext("This list begins here.") if back else gettext("This list ends here."))
    return redirect("lead-list", tab, stage)
