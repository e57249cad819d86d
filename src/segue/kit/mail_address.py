"""Whether a text can be an e-mail address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254
"""Characters of an address (RFC 5321 §4.5.3.1.3, without the angle brackets), and the width of every column of them."""


def is_mail_address(text: str) -> bool:
    """Return whether a mail could go there; whether anybody reads it is another question."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST
