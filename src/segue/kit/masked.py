"""What may stand in a log of an address that was asked for."""

from __future__ import annotations

import re

ROOMS = (
    "r",
    "thanks",
    "answer",
    "alerts",
    "mails",
    "accounts/password/reset/key",
    "accounts/confirm-email",
    "demo/sign-in",
)
"""Below these stands what opens something for whoever has it; a test holds them against the routes."""
_PRIVATE = re.compile(rf"/({'|'.join(ROOMS)})/[^/\s\"']+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


def masked(text: str) -> str:
    """Return a line with private links cut short (who has one opens what it opens) and on one line only."""
    return _CONTROL.sub("\ufffd", _PRIVATE.sub(r"/\1/...", text))
