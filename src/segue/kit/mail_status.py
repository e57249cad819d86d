"""The status codes by which mail servers say more than their three figures do, such as 5.1.1 (RFC 3463)."""

from __future__ import annotations

import re

# Neither a part of an address of the internet nor of a version; a sentence may end after it.
_STATUS = re.compile(r"(?<![\w.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\w)")


def status_in(text: str) -> str:
    """Return the first status in what a mail server said; empty when it gave none."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def is_status(text: str) -> bool:
    """Return whether a text is a status and nothing else."""
    return _STATUS.fullmatch(text) is not None
