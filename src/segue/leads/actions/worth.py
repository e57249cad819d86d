"""What a lead's value is in the programme's currency, by which rate: the key that leads of all currencies sort by."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from segue.kit.money import Money, converted
from segue.leads.models import Lead
from segue.programme.queries import rules

if TYPE_CHECKING:
    from segue.outbox.dispatch import Heard
    from segue.programme.queries import Rules

AT_ONCE = 500


def worth(money: Money | None, rules: Rules) -> dict[str, Any]:
    """Return the lead's columns for a value: unknown, or of a currency without a rate, it sorts last."""
    into = rules.programme.currency
    rate = rules.rate(money.currency) if money else None
    if money is None or rate is None:
        return {"value_sort": -1, "value_rate": "", "value_in": into}
    return {"value_sort": converted(money, rate=Decimal(rate), into=into).minor, "value_rate": rate, "value_in": into}


def value_anew(heard: Heard) -> None:
    """Value the leads that have no value in the programme's currency, once a rate is known or that currency changed.

    It changes what leads sort by, not what anybody said: no step, no event. A value somebody changes meanwhile keeps
    what was written with it.
    """
    in_force = rules()
    last = None
    while True:
        found = Lead.objects.filter(value_minor__isnull=False).exclude(
            value_in=in_force.programme.currency, value_rate__gt=""
        )
        if currency := heard.payload.get("currency"):
            found = found.filter(currency=currency)
        if last is not None:
            found = found.filter(id__gt=last)
        batch = list(found.order_by("id").only("id", "value_minor", "currency")[:AT_ONCE])
        for lead in batch:
            assert lead.value_minor is not None
            same = Lead.objects.filter(id=lead.id, value_minor=lead.value_minor, currency=lead.currency)
            now = worth(Money(lead.value_minor, lead.currency), in_force)
            same.update(value_sort=now["value_sort"], value_rate=now["value_rate"], value_in=now["value_in"])
        if len(batch) < AT_ONCE:
            return
        last = batch[-1].id
