"""The link that is mailed to a new alert contact. It is derived, so no secret is stored."""

from __future__ import annotations

from segue.directory.models import AlertContact
from segue.kit.derived import link_of, require_same, thing_in
from segue.kit.errors import NotFound


def alert_token(contact: AlertContact) -> str:
    """Return what stands in the link by which a contact says that mails may come; it dies with the contact."""
    return link_of(contact.id, purpose="alert-contact", parts=(contact.email,))


def contact_of(token: str) -> AlertContact:
    """Return the contact whom a link was mailed to; raise NotFound for anything else."""
    contact = AlertContact.objects.filter(id=thing_in(token)).select_related("location", "partner").first()
    if contact is None:
        raise NotFound
    require_same(token, alert_token(contact))
    return contact
