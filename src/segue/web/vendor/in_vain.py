"""What customers looked for and nobody answered: what the programme lacks, and where."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Staff
from segue.directory.actions.impressions import KEPT
from segue.directory.impressions import in_vain
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.public.words import choice_label, filter_title
from segue.web.reading import iso, reader_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.directory.impressions import FoundNobody
    from segue.programme.queries import Rules
    from segue.web.reading import Reader

PERIODS = (7, 30, 90)
"""Days that can be looked back; searches are kept for 90."""
USUAL = 30


@require_safe
@enter(Staff)
def searches(request: HttpRequest) -> HttpResponse:
    """List the questions to the directory that found nobody, the most often asked first."""
    at, reader, rules = at_of(request), reader_of(request), rules_of(request)
    given = request.GET.get("days", "")
    days = int(given) if given in {str(one) for one in PERIODS} else USUAL
    found = in_vain(actor=who(request), since=at - timedelta(days=days))
    here = reverse("searches-in-vain")
    context = {
        "periods": [
            {
                "label": ngettext("%(n)d day", "%(n)d days", one) % {"n": one},
                "url": f"{here}?days={one}",
                "current": one == days,
            }
            for one in PERIODS
        ],
        "kept_days": KEPT.days,
        "rows": [_row(one, reader=reader, at=at, rules=rules) for one in found],
    }
    return render(request, "vendor/in_vain.html", context)


def _row(one: FoundNobody, *, reader: Reader, at: datetime, rules: Rules) -> dict[str, Any]:
    asked = {"what": one.what, "where": one.place, **one.filters}
    address = urlencode({name: text for name, text in asked.items() if text})
    return {
        "what": one.what or _("Anything"),
        "where": one.place or _("Anywhere"),
        "filters": [
            {"name": filter_title(name), "value": choice_label(name, code, rules)} for name, code in one.filters.items()
        ],
        "times": one.times,
        "last": reader.moment(one.last, near=at),
        "last_iso": iso(one.last),
        "url": f"{reverse('directory')}?{address}",
    }
