"""The link that is mailed to a new alert contact. It is derived, so no secret is stored."""

from __future__ import annotations

import hmac
from uuid import UUID

from segue.directory.models import AlertContact
from segue.kit.errors import NotFound
from segue.kit.ids import keyed_digest

_DIGITS = 32
"""Hexadecimal digits of the digest that stand in a link: 128 bits."""


def alert_token(contact: AlertContact) -> str:
    """Return what stands in the link by which a contact says that mails may come; it dies with the contact."""
    return f"{contact.id.hex}-{_digest(contact.id, contact.email)}"


def contact_of(token: str) -> AlertContact:
    """Return the contact whom a link was mailed to; raise NotFound for anything else."""
    number, _, digest = token.partition("-")
    try:
        contact_id = UUID(hex=number)
    except ValueError as error:
        raise NotFound from error
    contact = AlertContact.objects.filter(id=contact_id).select_related("location", "partner").first()
    if contact is None or not hmac.compare_digest(digest.encode(), _digest(contact.id, contact.email).encode()):
        raise NotFound
    return contact


def _digest(contact_id: UUID, email: str) -> str:
    return keyed_digest("alert-contact", contact_id, email).hex()[:_DIGITS]
