"""The company's own past deals most like a lead, with what became of them: what its answer may lean on.

Alike is what shares the facets by which the score tells deals apart (its term for similar deals), a rare one counting
for more than a common one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from segue.directory.ranking.similarity import facets
from segue.directory.signals import means
from segue.leads.histories import need_of
from segue.leads.models import Lead, Outcome, Stage
from segue.leads.queries import visible_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from segue.accounts.actor import Member

LOOKED_AT = 500
"""So many of the deals that ended last, and of those at work, are compared."""
SHOWN = 6
LEAST = 0.4
"""Less than so much of what tells a lead apart is not alike."""
RAREST = 0.01
"""A facet that hardly any deal has is taken to be no rarer, or it alone would decide."""
SAYS = (Outcome.WON, Outcome.LOST, Outcome.DECLINED)

_READ = (
    *("id", "partner_id", "stage", "outcome", "type", "channel", "reason", "received_at", "accepted_at", "closed_at"),
    *("customer_company", "customer_city", "customer_country", "customer_size", "customer_language"),
    *("deal_name", "need", "value_minor", "currency", "products", "services", "industries", "updated_at"),
)


@dataclass(frozen=True, slots=True)
class Similar:
    """A deal and how much it is alike, in (0, 1]; `shared` are the facets both have, the rarest first."""

    lead: Lead
    alike: float
    shared: tuple[str, ...]


def similar_deals(lead: Lead, *, actor: Member) -> list[Similar]:
    """Return the company's decided deals most like a lead, as far as this person sees them, in three statements.

    The most alike first, of those equally alike the latest. Test leads and the lead itself are left out.
    """
    own = facets(need_of(lead))
    usual = means(half=1.0).facets
    weight = {facet: _weight(usual, facet) for facet in own}
    together = sum(weight.values())
    found = []
    for other in _decided(lead, actor=actor) if together else ():
        shared = own & facets(need_of(other))
        alike = sum(weight[facet] for facet in shared) / together
        if alike >= LEAST:
            in_order = tuple(sorted(shared, key=lambda facet: (-weight[facet], facet)))
            found.append(Similar(other, alike, in_order))
    return sorted(found, key=lambda one: (-round(one.alike, 6), -one.lead.updated_at.timestamp(), one.lead.id))[:SHOWN]


def _weight(usual: Mapping[str, tuple[float, float]], facet: str) -> float:
    """Return how much it says that a deal has a facet: the more, the fewer deals of the programme have it."""
    share = max(usual.get(facet, (0.0, 0.0)))
    return log(1 + 1 / max(share, RAREST))


def _decided(lead: Lead, *, actor: Member) -> list[Lead]:
    seen = visible_to(actor).filter(partner_id=actor.partner_id, test_of__isnull=True)
    ended = seen.filter(stage=Stage.ARCHIVED, outcome__in=SAYS)
    return [*_last(ended, but=lead), *_last(seen.filter(stage=Stage.ACCEPTED, withdrawn_at__isnull=True), but=lead)]


def _last(leads: QuerySet[Lead], *, but: Lead) -> list[Lead]:
    return list(leads.exclude(id=but.id).only(*_READ).order_by("-updated_at", "-id")[:LOOKED_AT])
