"""Where leads come from, as far as that decides whether they count: the partner itself, a customer that often asks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from segue.accounts.models import Partner, Person
from segue.leads.histories import Origin
from segue.leads.models import Lead

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

SAME_CUSTOMER = timedelta(days=90)
DIGITS_COMPARED = 8
"""The last digits of two telephone numbers: how the country is written differs from form to form."""


def origins(partner_id: UUID, leads: Sequence[Lead]) -> dict[UUID, Origin]:
    """Return where leads of one company came from, by lead; as of now, so ask once a lead and keep it."""
    own, earlier = _Own(partner_id), _earlier(partner_id, leads)
    return {lead.id: Origin(own=lead in own, earlier=earlier.get(lead.id, 0)) for lead in leads}


class _Own:
    """Who a company's own people are: its website's domain, their mail addresses, their telephones."""

    def __init__(self, partner_id: UUID) -> None:
        website = Partner.objects.filter(id=partner_id).values_list("website", flat=True).first() or ""
        people = Person.objects.filter(memberships__partner_id=partner_id).values_list("email", "phone")
        self.domain = (urlsplit(website).hostname or "").removeprefix("www.")
        self.emails, self.phones = set[str](), set[str]()
        for email, phone in people:
            self.emails.add(email.lower())
            self.phones.add(_digits(phone))

    def __contains__(self, lead: Lead) -> bool:
        """Return whether a lead's customer is one of them."""
        email = lead.customer_email.lower()
        domain = email.rpartition("@")[2]
        at_home = bool(self.domain) and (domain == self.domain or domain.endswith(f".{self.domain}"))
        phone = _digits(lead.customer_phone)
        return at_home or email in self.emails or (bool(phone) and phone in self.phones)


def _digits(phone: str) -> str:
    """Return the digits by which telephones are compared; empty for too few to tell them apart."""
    digits = re.sub(r"\D", "", phone)[-DIGITS_COMPARED:]
    return digits if len(digits) == DIGITS_COMPARED else ""


def _earlier(partner_id: UUID, leads: Sequence[Lead]) -> dict[UUID, int]:
    """Return how many leads the company had received from the same customer before each, in one statement."""
    same = Lead.objects.filter(
        Q(received_at__lt=OuterRef("received_at")) | Q(received_at=OuterRef("received_at"), id__lt=OuterRef("id")),
        partner_id=partner_id,
        customer_email=OuterRef("customer_email"),
        received_at__gt=OuterRef("received_at") - SAME_CUSTOMER,
        test_of__isnull=True,
    )
    counted = same.order_by().values("customer_email").annotate(found=Count("id")).values("found")
    asked = Lead.objects.filter(partner_id=partner_id, id__in=[lead.id for lead in leads]).exclude(customer_email="")
    return dict(asked.annotate(earlier=Coalesce(Subquery(counted), 0)).values_list("id", "earlier"))
