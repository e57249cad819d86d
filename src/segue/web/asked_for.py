"""What a request says beside the customer's own words, for everybody who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from segue.programme.models import Term

if TYPE_CHECKING:
    from segue.leads.models import Lead
    from segue.programme.queries import Rules
    from segue.requests.models import Request
    from segue.web.reading import Reader

Part = dict[str, Any]


def asked_for(lead: Lead | Request, *, reader: Reader, rules: Rules) -> list[Part]:
    """Return size, field, products, services, when and budget, for parts/facts.html; what was not said is empty."""

    def labels(kind: Term.Kind, codes: list[str]) -> str:
        return ", ".join(rules.label(kind, code) for code in codes)

    return [
        {"name": gettext("Company size"), "value": rules.label(Term.Kind.SIZE, lead.customer_size)},
        {"name": gettext("Industry"), "value": labels(Term.Kind.INDUSTRY, lead.industries)},
        {"name": gettext("Products"), "value": labels(Term.Kind.PRODUCT, lead.products)},
        {"name": gettext("Services"), "value": labels(Term.Kind.SERVICE, lead.services)},
        {"name": gettext("Wanted by"), "value": lead.wanted_by},
        {"name": gettext("Budget"), "value": reader.money(lead.budget_minor, lead.budget_currency)},
    ]


def address(of: Lead | Request, *, street: bool = True) -> str:
    """Return the customer's address as far as it was said, in one line."""
    town = " ".join(filter(None, (of.customer_postal_code, of.customer_city)))
    return ", ".join(filter(None, (of.customer_street if street else "", town)))
