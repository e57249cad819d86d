"""The company's own past deals most like a lead, with what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.kit.places import country_name
from segue.leads.models import Outcome, Stage
from segue.leads.similar import similar_deals
from segue.programme.queries import in_language
from segue.web.entrance import at_of, enter, rules_of
from segue.web.partner.door import at_work
from segue.web.partner.facets import facet_name
from segue.web.partner.leads.page import open_lead
from segue.web.partner.rows import one_line
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.similar import Similar
    from segue.programme.queries import Rules
    from segue.web.reading import Reader


@require_safe
@enter(Member)
def similar(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show the deals, the most alike first."""
    lead = open_lead(request, lead_id)
    reader, rules, at = reader_of(request), rules_of(request), at_of(request)
    found = similar_deals(lead, actor=at_work(request))
    context = {
        "back": {"url": reverse("lead", args=[lead.id]), "words": lead.customer_company},
        "deals": [_deal(one, reader=reader, rules=rules, at=at) for one in found],
    }
    return render(request, "partner/similar.html", context)


def _deal(one: Similar, *, reader: Reader, rules: Rules, at: datetime) -> dict[str, Any]:
    lead = one.lead
    reason = rules.reasons.get(lead.reason) if lead.reason else None
    outcome = str(Outcome(lead.outcome).label if lead.outcome else Stage(lead.stage).label)
    place = ", ".join(filter(None, (lead.customer_city, country_name(lead.customer_country))))
    return {
        "url": reverse("lead", args=[lead.id]),
        "customer": lead.customer_company,
        "place": place,
        "words": one_line(lead.deal_name or lead.need),
        "kind": lead.outcome or lead.stage,
        "outcome": outcome,
        "reason": in_language(reason.labels) if reason else "",
        "when": reader.day(lead.closed_at or lead.accepted_at or lead.received_at, near=at),
        "worth": reader.money(lead.value_minor, lead.currency) if lead.value_minor is not None else "",
        "alike": gettext("%(percent)s%% alike") % {"percent": round(100 * one.alike)},
        "shared": ", ".join(facet_name(facet, rules) for facet in one.shared),
    }
