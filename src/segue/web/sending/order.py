"""Who is asked next with a request that was sent: for who sent it and who looks after partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member, Staff
from segue.kit.errors import NotFound
from segue.leads.following import follow
from segue.requests import chain, queries
from segue.requests.suggest import NOBODY
from segue.requests.turns import order_for
from segue.web.entrance import acting, at_of, enter
from segue.web.order import shown_order, take_order, whose_turn
from segue.web.public.noted import note_suggested
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.models import Lead
    from segue.requests.turns import Turns
    from segue.web.reading import Reader


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff)
def order(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show who is asked after the partner of a lead and who could be, and take an order that a button makes."""
    actor, at, here = acting(request, Member, Staff), at_of(request), reverse("sent-lead-order", args=[lead_id])
    lead = follow(lead_id, actor=actor, at=at).lead
    if request.method == "POST":
        return take_order(request, lead.request_id, actor=actor, here=here)
    found = order_for(lead.request_id, actor=actor)
    if found is None:
        raise NotFound
    others = queries.others(found.request, at=at) if found.can_name else NOBODY
    note_suggested(request, others)
    desk = "vendor-lead" if isinstance(actor, Staff) else "sent-lead"
    context = {
        "company": lead.customer_company,
        "sentence": _sentence(found.turns, reader=reader_of(request), at=at),
        "days": chain.SILENT_DAYS_HOT if lead.direct_contact else chain.SILENT_DAYS,
        "order": shown_order(found.turns, others.locations(), url=here),
        "back": {"url": reverse(desk, args=[lead_id]), "words": _("The lead")},
    }
    return render(request, "sending/order.html", context)


def turns_shown(lead: Lead, *, actor: Member | Staff, reader: Reader, at: datetime) -> dict[str, Any]:
    """Return `turn`, `then` and `order_url` for vendor/lead.html; the address is empty where nothing can be changed."""
    found = order_for(lead.request_id, actor=actor)
    if found is None:
        return {"turn": "", "then": [], "order_url": ""}
    going_on = found.turns is not None and found.turns.over is None
    return {
        "turn": _sentence(found.turns, reader=reader, at=at),
        "then": found.turns.names[1:] if found.turns and going_on else [],
        "order_url": reverse("sent-lead-order", args=[lead.id]) if going_on or found.can_name else "",
    }


def _sentence(turns: Turns | None, *, reader: Reader, at: datetime) -> str:
    if turns is None:
        return ""
    return whose_turn(turns, at=at, moment=lambda moment: reader.moment(moment, near=at))
