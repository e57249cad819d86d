"""Addresses that stand in mails: whole ones, with the host that SEGUE_BASE_URL names. No secret is stored for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from segue.directory.links import alert_token
from segue.requests.links import link_token

if TYPE_CHECKING:
    from segue.directory.models import AlertContact
    from segue.leads.models import Lead
    from segue.requests.models import Request


def whole(path: str) -> str:
    """Return the address of a path on this installation."""
    return f"{settings.BASE_URL}{path}"


def _page(name: str, *args: object, otherwise: str) -> str:
    try:
        return whole(reverse(name, args=args))
    except NoReverseMatch:
        return whole(otherwise)


def lead_page(lead: Lead) -> str:
    """Return where a partner's people see a lead."""
    return _page("lead", lead.id, otherwise=f"/leads/{lead.id}")


def sent_lead(lead: Lead) -> str:
    """Return where the sender follows a lead; where an installation has no such page, the desk."""
    if lead.sender_partner_id is not None:
        return lead_page(lead)
    return _page("vendor-lead", lead.id, otherwise=settings.LOGIN_REDIRECT_URL)


def received_leads() -> str:
    """Return where a person starts at their desk."""
    return whole(settings.LOGIN_REDIRECT_URL)


def customer_page(request: Request) -> str:
    """Return the customer's private link; it ends when the request's epoch moves."""
    token = link_token(request.id, request.link_epoch)
    return _page("letter", token, otherwise=f"/letter/{token}")


def alert_question(contact: AlertContact) -> str:
    """Return where an alert contact says that mails may come."""
    return whole(reverse("alert-contact", args=[alert_token(contact)]))


def sign_in() -> str:
    """Return where people ask for a code to sign in."""
    return whole(reverse("account_request_login_code"))
