"""What a partner gets with a customer's request: said to the customer by what the partner's page reads it from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from segue.kit.places import country_name, language_name
from segue.leads.models import Channel
from segue.web.asked_for import address, asked_for

if TYPE_CHECKING:
    from segue.programme.queries import Rules
    from segue.requests.models import Request
    from segue.web.reading import Reader

Part = dict[str, Any]


def what_a_partner_gets(request: Request, *, reader: Reader, rules: Rules) -> list[Part]:
    """Return it for parts/facts.html, beside the words of the need; what was not said is empty."""
    searched = ", ".join(filter(None, (request.found_what, request.found_where)))
    return [
        {"name": _("Company"), "value": request.customer_company},
        {"name": _("Contact person"), "value": request.customer_name},
        {"name": _("E-mail"), "value": request.customer_email},
        {"name": _("Phone"), "value": request.customer_phone},
        {"name": _("Address"), "value": address(request)},
        {"name": _("Country"), "value": country_name(request.customer_country)},
        {"name": _("Language"), "value": language_name(request.language)},
        *asked_for(request, reader=reader, rules=rules),
        {"name": _("Direct contact"), "value": _("Asked for") if request.direct_contact else ""},
        {"name": _("Your search, for those you ticked then"), "value": searched},
        {"name": _("Sent by"), "value": _sender(request)},
        {"name": _("Channel"), "value": str(Channel(request.channel).label) if request.channel else ""},
        {"name": _("Campaign"), "value": request.campaign},
    ]


def _sender(request: Request) -> str:
    sender = request.sender_partner or request.sender_person
    return sender.name if sender else ""
