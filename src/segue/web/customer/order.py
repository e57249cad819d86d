"""Who is asked next with the customer's request: named, changed, stopped. Opening the page does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Customer, Visitor
from segue.requests import chain, queries
from segue.requests.links import request_of
from segue.requests.suggest import NOBODY
from segue.requests.turns import can_name
from segue.web.customer.turn import turn_of
from segue.web.entrance import at_of, enter
from segue.web.order import shown_order, take_order
from segue.web.private import private
from segue.web.public.noted import note_suggested

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@private
@require_http_methods(["GET", "HEAD", "POST"])
@enter(Visitor)
def order(request: HttpRequest, token: str) -> HttpResponse:
    """Show who is asked next and who could be, and take an order that a button makes."""
    asked, at, here = request_of(token), at_of(request), reverse("letter-order", args=[token])
    if request.method == "POST":
        return take_order(request, asked.id, actor=Customer(asked.id), here=here)
    found = queries.letter(asked, at=at)
    others = queries.others(asked, at=at) if can_name(asked, found.asked) else NOBODY
    note_suggested(request, others)
    context = {
        "sentence": turn_of(found, at=at),
        "days": chain.SILENT_DAYS_HOT if asked.direct_contact else chain.SILENT_DAYS,
        "order": shown_order(found.turns, others.locations(), url=here),
        "back_url": reverse("letter", args=[token]),
    }
    return render(request, "customer/order.html", context)
