"""What came in since a list was loaded: a word on top of it that pushes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.kit.errors import NotFound
from segue.leads.lists import MOST_ARRIVALS, arrived_since
from segue.leads.models import Stage
from segue.leads.wanted import Tab
from segue.web.entrance import at_of, enter
from segue.web.partner.choice import kept
from segue.web.partner.door import at_work

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST = timedelta(days=366)
"""So far from now a list may have been loaded: no database knows the moments at the ends of the calendar."""


@require_safe
@enter(Member)
def arrivals(request: HttpRequest, tab: str) -> HttpResponse:
    """Say how many leads are new in a list of received ones; nothing when there are none."""
    actor, at = at_work(request), at_of(request)
    try:
        since = datetime.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        raise NotFound from None
    if tab not in set(Tab) or since.tzinfo is None or abs(since - at) > LONGEST:
        raise NotFound
    number = arrived_since(actor, tab=Tab(tab), filters=kept(request).filters(), since=since, at=at)
    if not number:
        return HttpResponse(status=204)
    shown = f"{number - 1}+" if number == MOST_ARRIVALS else str(number)
    words = ngettext("%(n)s new", "%(n)s new", number) % {"n": shown}
    return render(
        request, "parts/arrivals.html", {"words": words, "url": reverse("lead-list", args=[tab, Stage.RECEIVED])}
    )
