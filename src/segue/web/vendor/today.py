"""The vendor's Today: five numbers, and under them what needs somebody, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Staff
from segue.accounts.companies import NOBODY
from segue.accounts.policy import may_read_programme
from segue.leads.needing import Whose, views_of
from segue.requests.today import COUNT_TO, Group, Numbers, numbers, queue, whose_today
from segue.web.entrance import acting, at_of, enter, rules_of
from segue.web.reading import figure, reader_of
from segue.web.vendor.today_rows import row
from segue.web.vendor.trouble import troubles

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

UNDO_KEY = "today-undo"
VIEWS = {
    Whose.MINE: gettext_lazy("My partners"),
    Whose.ALL: gettext_lazy("All"),
    Whose.SENT: gettext_lazy("What I sent"),
}
GROUPS = {
    Group.NO_PARTNER: gettext_lazy("Without a partner"),
    Group.HOT: gettext_lazy("Hot and not contacted"),
    Group.DUE: gettext_lazy("Due within 24 hours"),
    Group.QUIET: gettext_lazy("Accepted and quiet"),
}


@require_safe
@enter(Staff)
def today(request: HttpRequest) -> HttpResponse:
    """Show what needs somebody of the vendor."""
    actor = acting(request, Staff)
    whose = whose_today(actor, wanted=request.GET.get("whose", ""))
    wanted = request.GET.get("only", "")
    only = Group(wanted) if wanted in set(Group) else None
    at, reader, rules = at_of(request), reader_of(request), rules_of(request)
    counted = numbers(actor, whose=whose, at=at)
    page = queue(actor, whose=whose, only=only, page=request.GET.get("page", ""), at=at)
    opened = views_of(actor)
    context = {
        **_around(actor, at=at),
        "views": [{"label": VIEWS[one], "url": _address(whose=one), "current": one == whose} for one in opened],
        "figures": _figures(counted, whose=whose, only=only),
        "only": GROUPS[only] if only else "",
        "clear_url": _address(whose=whose) if only else "",
        "rows": [row(need, here=request.get_full_path(), reader=reader, at=at, rules=rules) for need in page.rows],
        "more_url": _address(whose=whose, only=only or "", page=page.more) if page.more else "",
        "first_url": _address(whose=whose, only=only or "") if request.GET.get("page") else "",
        "send_url": reverse("send") if Whose.SENT in opened else "",
        "undo": request.session.pop(UNDO_KEY, None),
    }
    return render(request, "vendor/today.html", context)


def _around(actor: Staff, *, at: datetime) -> dict[str, Any]:
    """Return what goes wrong around the leads, for who can see to it."""
    if not may_read_programme(actor):
        return {"troubles": []}
    found = troubles(at=at)
    words = ngettext(
        "%(n)s company has no partner manager.", "%(n)s companies have no partner manager.", found.unmanaged
    )
    applied = ngettext(
        "%(n)s company would like to be a partner.", "%(n)s companies would like to be partners.", found.applied
    )
    return {
        "troubles": found.sentences,
        "applied": applied % {"n": found.applied} if found.applied else "",
        "unmanaged": words % {"n": found.unmanaged} if found.unmanaged else "",
        "unmanaged_url": f"{reverse('partners')}?manager={NOBODY}",
    }


def _address(**query: str) -> str:
    return f"{reverse('vendor-today')}?{urlencode({name: text for name, text in query.items() if text})}"


def _figures(counted: Numbers, *, whose: Whose, only: Group | None) -> list[dict[str, Any]]:
    figures = [
        {
            "number": figure(min(number, COUNT_TO), more=number > COUNT_TO),
            "name": str(GROUPS[group]),
            "url": _address(whose=whose, only=group) if number else "",
            "kind": _kind(group) if number else "",
            "current": group == only,
        }
        for group, number in counted.groups.items()
    ]
    return [*figures, _promptness(counted)]


def _kind(group: Group) -> str:
    return {Group.HOT: "flame", Group.NO_PARTNER: "stop", Group.DUE: "amber", Group.QUIET: ""}[group]


def _promptness(counted: Numbers) -> dict[str, Any]:
    now, before = counted.prompt.percent, counted.prompt_before.percent
    note = _("%(percent)s%% in the 30 days before") % {"percent": before} if before is not None else ""
    return {
        "number": f"{now}%" if now is not None else "–",
        "name": _("Answered within 2 working days, in 30 days"),
        "note": note,
    }
