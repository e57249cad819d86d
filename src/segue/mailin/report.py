"""Read a report of a mail that came back: a delivery status notification (RFC 3464), or what servers write instead.

A report names the mail in two ways: by the address it came to, which is the return path of one mail, and by the
Message-ID of the mail it brings back. Both are as the outside world wrote them; whose they are is asked elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from segue.kit.mail_status import is_status, status_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message

BASIC = re.compile(r"(?<![\d.])([45])(\d\d)[ -]")
ADDRESS = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")
CAME_TO = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
FAILED = "failed"
UNKNOWN = "4.0.0"
"""Came back, and nobody said why: counted, and not taken for the end."""
MOST_READ = 20_000
"""So many characters of a plain report are looked through."""
MOST_PARSED = 200_000
"""So many bytes of a message are: what a report says stands before the mail that it brings back whole."""
LONGEST_HEADER = 2_000
MOST_HEADERS = 20


@dataclass(frozen=True, slots=True)
class Report:
    """A mail that came back: the names by which it may be known, and why (RFC 3463, such as 5.1.1)."""

    of: tuple[str, ...]
    status: str


def read_message(raw: bytes, *, to: str = "") -> list[Report]:
    """Return what a raw message reports, at most one mail; nothing for what is no report, such as an auto-reply."""
    try:
        # Anybody can mail to a return path. Python's newer policy parses every header that is asked for, and of a long
        # one for half a minute.
        message = message_from_bytes(raw[:MOST_PARSED], policy=policy.compat32)
        status = _said(message)
        names = tuple(dict.fromkeys(name for name in (to, *_came_to(message), *_brought_back(message)) if name))
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
        return []  # written so that a parser stumbles over it, as no server writes
    return [Report(names, status)] if status and names else []


def read_event(event: Any) -> list[Report]:  # noqa: ANN401 -- whatever JSON holds
    """Return what an object of JSON reports; raise ValueError for what is neither of the two forms.

    `{"message": raw text, "to": return path}`, or from a provider that has read the report itself
    `{"to": return path, "message_id": ..., "status": "5.1.1"}`; one of `to` and `message_id` is enough.
    """
    if not isinstance(event, dict) or not all(isinstance(value, str) for value in event.values()):
        raise ValueError(event)
    if "message" in event:
        return read_message(event["message"].encode(errors="replace"), to=event.get("to", ""))
    status = event.get("status", "")
    names = tuple(filter(None, (event.get("to", ""), event.get("message_id", ""))))
    if not is_status(status) or not names:
        raise ValueError(event)
    return [Report(names, status)]


def _said(message: Message) -> str:
    """Return the status of a report; empty for what is none, or only says that somebody still tries."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            return _of_recipients(part)
    if _header(message, "Auto-Submitted").lower().startswith("auto-replied") or not _from_a_server(message):
        return ""
    return _status_in(_body(message, "text/plain", "text/html")) or UNKNOWN


def _of_recipients(part: Message) -> str:
    """Return why the first recipient of a delivery status notification that failed did; empty when none failed."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, str) and _header(block, "Action").lower() == FAILED:
            status, said = (_status_in(_header(block, name)) for name in ("Status", "Diagnostic-Code"))
            # Some servers write 5.0.0 whatever it was, and quote what they were told.
            return (said or status if status.endswith(".0.0") else status or said) or UNKNOWN
    return ""


def _status_in(text: str) -> str:
    if status := status_in(text):
        return status
    basic = BASIC.search(text)
    return f"{basic[1]}.0.0" if basic else ""


def _from_a_server(message: Message) -> bool:
    """Return whether a server wrote it: by the empty return path, or by the name that servers write under."""
    sender = _header(message, "From").lower()
    return _header(message, "Return-Path") == "<>" or "mailer-daemon" in sender or "postmaster" in sender


def _came_to(message: Message) -> list[str]:
    values = [value for name in CAME_TO for value in message.get_all(name, [])[:MOST_HEADERS]]
    return [address for value in values for address in ADDRESS.findall(_cut(value))]


def _brought_back(message: Message) -> list[str]:
    """Return the Message-ID of the mail that a report brings back, whole or its headers only."""
    for part in message.walk():
        if part is not message and part.get_content_type() == "text/rfc822-headers":
            return _ids(_text(part))
        if part is not message and part.get("Message-ID"):
            return [_header(part, "Message-ID")]
    return _ids(_body(message, "text/plain"))


def _body(message: Message, *kinds: str) -> str:
    """Return the text of the first part of the first of these kinds that there is; empty when there is none."""
    parts: Iterable[Message] = (part for kind in kinds for part in message.walk() if part.get_content_type() == kind)
    return next((_text(part) for part in parts), "")


def _header(message: Message, name: str) -> str:
    return _cut(message.get(name, "")).strip()


def _cut(value: object) -> str:
    return str(value)[:LONGEST_HEADER]


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return raw[:MOST_READ].decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""


def _ids(text: str) -> list[str]:
    return re.findall(r"^>?[ \t]*Message-ID:\s*(<[^<>\s]{1,200}>)", text, re.IGNORECASE | re.MULTILINE)[:1]
