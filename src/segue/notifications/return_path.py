"""The address a mail comes back to: one for each mail, so that a report names it whatever else it says.

It is derived, and written in letters and digits that survive servers which change case.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from segue.kit.ids import id_from, keyed_digest

if TYPE_CHECKING:
    from segue.notifications.models import Mail

_ID = 26
"""Letters of an id in base 32; sixteen more are 80 bits that only we can work out."""
_BYTES = 10


def return_path(mail: Mail) -> str:
    """Return the envelope sender of a mail: its own return path, or the sender of all mails where none is set up."""
    if not settings.BOUNCE_ADDRESS:
        return str(settings.DEFAULT_FROM_EMAIL)
    local, _at, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{_token(mail.id)}@{host}"


def mail_named(name: str) -> UUID | None:
    """Return the id of the mail that a return path or a Message-ID names; None for what is not ours."""
    return _in_message_id(name) if name.startswith("<") else _in_return_path(name)


def _in_return_path(address: str) -> UUID | None:
    token = address.partition("@")[0].rpartition("+")[2].lower()
    try:
        found = UUID(bytes=base64.b32decode(token[:_ID].upper() + "======"))
    except (ValueError, binascii.Error):
        return None
    return found if hmac.compare_digest(token.encode(errors="replace"), _token(found).encode()) else None


def _in_message_id(message_id: str) -> UUID | None:
    return id_from(message_id.strip("<>").partition("@")[0])


def _token(mail_id: UUID) -> str:
    return _letters(mail_id.bytes) + _letters(keyed_digest("return-path", mail_id)[:_BYTES])


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).rstrip(b"=").decode().lower()
