"""Addresses that stand in mails: whole ones, with the host that SEGUE_BASE_URL names. No secret is stored for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from segue.directory.links import alert_token
from segue.leads.links import answer_token
from segue.notifications.wanted import stop_token
from segue.requests.links import link_token

if TYPE_CHECKING:
    from segue.directory.models import AlertContact
    from segue.leads.models import Lead
    from segue.programme.models import Programme
    from segue.requests.models import Request


def whole(path: str) -> str:
    """Return the address of a path on this installation."""
    return f"{settings.BASE_URL}{path}"


def lead_page(lead: Lead) -> str:
    """Return where a partner's people see a lead."""
    return whole(reverse("lead", args=[lead.id]))


def to_answer(lead: Lead, *, to: str) -> str:
    """Return where the holder of an address answers a lead without signing in; who may not is asked to sign in."""
    token = answer_token(lead, email=to)
    return whole(reverse("answer", args=[token])) if token else lead_page(lead)


def sent_lead(lead: Lead) -> str:
    """Return where the sender follows a lead: a partner that sent it, or the vendor."""
    name = "vendor-lead" if lead.sender_partner_id is None else "sent-lead"
    return whole(reverse(name, args=[lead.id]))


def vendor_lead(lead: Lead) -> str:
    """Return where the vendor's people see a lead."""
    return whole(reverse("vendor-lead", args=[lead.id]))


def received_leads() -> str:
    """Return where a person starts at their desk."""
    return whole(settings.LOGIN_REDIRECT_URL)


def customer_page(request: Request) -> str:
    """Return the customer's private link; it ends when the request's epoch moves."""
    return whole(reverse("letter", args=[link_token(request.id, request.link_epoch)]))


def notices() -> str:
    """Return where a person finds all they were told."""
    return whole(reverse("notices"))


def preferences() -> str:
    """Return where a person says which mails come."""
    return whole(reverse("my-mails"))


def stop_mails(to: str, *groups: str) -> str:
    """Return where whoever gets a mail stops such mails with one press, also without an account."""
    return whole(reverse("stop-mails", args=[stop_token(to, groups)]))


def alert_question(contact: AlertContact) -> str:
    """Return where an alert contact says that mails may come."""
    return whole(reverse("alert-contact", args=[alert_token(contact)]))


def logo(programme: Programme) -> str:
    """Return where the logo of this version of the settings is shown, also to who reads the mail in a year."""
    return whole(reverse("logo", args=[programme.version]))


def profile() -> str:
    """Return where a partner's people edit and publish their profile."""
    return whole(reverse("profile"))


def people() -> str:
    """Return where a partner's people are listed."""
    return whole(reverse("people"))


def my_account() -> str:
    """Return the address of the reader's own page."""
    return whole(reverse("me"))


def today() -> str:
    """Return where the vendor's people see what needs them."""
    return whole(reverse("vendor-today"))


def applications() -> str:
    """Return where the programme admins decide who becomes a partner."""
    return whole(reverse("applications"))


def workbench() -> str:
    """Return where the programme admins decide how results are ordered."""
    return whole(reverse("workbench"))


def sign_in() -> str:
    """Return where people ask for a code to sign in."""
    return whole(reverse("account_request_login_code"))
