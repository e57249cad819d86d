"""Pages that explain: how results are ordered, and what happens to what people tell us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.directory.actions import impressions
from segue.directory.ranking import newcomers
from segue.directory.ranking.order import OF_ONE_GROUP
from segue.directory.ranking.terms import Term
from segue.directory.search.candidates import MOST_CANDIDATES
from segue.notifications import deliver
from segue.store import counters
from segue.web.entrance import enter, rules_of
from segue.web.public.linked import linked
from segue.web.reading import reader_of
from segue.web.terms import WORDED, points_of_tenths

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.programme.queries import Rules

ONE_POINT = 10
"""In tenths."""


@require_safe
@enter(Visitor)
def how_ordered(request: HttpRequest) -> HttpResponse:
    """Say by what the directory orders its answers: written from the settings in force, so that it is never another."""
    rules = rules_of(request)
    ordering = rules.ordering
    most = max(ordering.tenths.values()) or 1
    title = _("How results are ordered")
    context = {
        "terms": [
            {
                "name": WORDED[term].name,
                "says": WORDED[term].says,
                "points": points_of_tenths(ordering.tenths[term]),
                "plural": 1 if ordering.tenths[term] == ONE_POINT else 2,
                "share": round(100 * ordering.tenths[term] / most),
            }
            for term in sorted(Term, key=lambda term: -ordering.tenths[term])
            if ordering.tenths[term]
        ],
        "scored": MOST_CANDIDATES,
        "group": OF_ONE_GROUP,
        "place": newcomers.POSITION if ordering.newcomers_slot else 0,
        "leads": int(newcomers.LEADS),
        "days": newcomers.DAYS.days,
        "capped": ordering.exposure_cap,
        "changed": reader_of(request).moment(ordering.in_force_at) if ordering.in_force_at else "",
        "linked": linked(
            request, path=reverse("how-ordered"), title=title, summary=title, rules=rules, data=_site(rules)
        ),
    }
    return render(request, "public/how_ordered.html", context)


def _site(rules: Rules) -> dict[str, Any]:
    """Return the directory itself in the words of schema.org."""
    address = f"{settings.BASE_URL}{reverse('directory')}"
    return {"@context": "https://schema.org", "@type": "WebSite", "name": rules.programme.name, "url": address}


@require_safe
@enter(Visitor)
def privacy(request: HttpRequest) -> HttpResponse:
    """Say who gets what a customer writes and looks for, and for how long."""
    context = {
        "programme": rules_of(request).programme,
        "searches_days": impressions.KEPT.days,
        "mails_days": deliver.KEEP_BODIES.days,
        "counts_days": counters.KEEP.days,
    }
    return render(request, "public/privacy.html", context)
