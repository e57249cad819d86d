"""Read a report of a mail that came back: a delivery status notification (RFC 3464), or what servers write instead.

A report names the mail in two ways: by the address it came to, which is the return path of one mail, and by the
Message-ID of the mail it brings back. Both are as the outside world wrote them; whose they are is asked elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage, Message

ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
BASIC = re.compile(r"(?<![\d.])([45])(\d\d)[ -]")
CAME_TO = ("X-Original-To", "Delivered-To", "Envelope-To", "To")
FAILED = "failed"
UNKNOWN = "4.0.0"
"""Came back, and nobody said why: counted, and not taken for the end."""
MOST_READ = 20_000
"""So many characters of a plain report are looked through."""


@dataclass(frozen=True, slots=True)
class Report:
    """A mail that came back: the names by which it may be known, and why (RFC 3463, such as 5.1.1)."""

    of: tuple[str, ...]
    status: str


def read_message(raw: bytes, *, to: str = "") -> list[Report]:
    """Return what a raw message reports, at most one mail; nothing for what is no report, such as an auto-reply."""
    message = message_from_bytes(raw, policy=policy.default)
    status = _said(message)
    names = tuple(dict.fromkeys(name for name in (to, *_came_to(message), *_brought_back(message)) if name))
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
    status = ENHANCED.fullmatch(event.get("status", ""))
    names = tuple(filter(None, (event.get("to", ""), event.get("message_id", ""))))
    if status is None or not names:
        raise ValueError(event)
    return [Report(names, status[1])]


def _said(message: EmailMessage) -> str:
    """Return the status of a report; empty for what is none, or only says that somebody still tries."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            return _of_recipients(part)
    if str(message.get("Auto-Submitted", "")).lower().startswith("auto-replied") or not _from_a_server(message):
        return ""
    body = message.get_body(preferencelist=("plain", "html"))
    text = _text(body)[:MOST_READ] if body is not None else ""
    return _status_in(text) or UNKNOWN


def _of_recipients(part: Message) -> str:
    """Return why the first recipient of a delivery status notification that failed did; empty when none failed."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, str) and str(block.get("Action", "")).strip().lower() == FAILED:
            found = ENHANCED.search(str(block.get("Status", "")))
            return found[1] if found else _status_in(str(block.get("Diagnostic-Code", ""))) or UNKNOWN
    return ""


def _status_in(text: str) -> str:
    found = ENHANCED.search(text)
    if found:
        return found[1]
    basic = BASIC.search(text)
    return f"{basic[1]}.0.0" if basic else ""


def _from_a_server(message: EmailMessage) -> bool:
    """Return whether a server wrote it: by the empty return path, or by the name that servers write under."""
    sender = str(message.get("From", "")).lower()
    empty = str(message.get("Return-Path", "")).strip() == "<>"
    return empty or "mailer-daemon" in sender or "postmaster" in sender


def _came_to(message: EmailMessage) -> list[str]:
    values = [str(value) for name in CAME_TO for value in message.get_all(name, [])]
    return [address for _name, address in getaddresses(values)]


def _brought_back(message: EmailMessage) -> list[str]:
    """Return the Message-ID of the mail that a report brings back, whole or its headers only."""
    for part in message.walk():
        if part is not message and part.get_content_type() == "text/rfc822-headers":
            return _ids(_text(part))
        if part is not message and part.get("Message-ID"):
            return [str(part["Message-ID"]).strip()]
    body = message.get_body(preferencelist=("plain",))
    return _ids(_text(body)[:MOST_READ]) if body is not None else []


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""


def _ids(text: str) -> list[str]:
    return re.findall(r"^>?\s*Message-ID:\s*(<[^<>\s]{1,200}>)", text, re.IGNORECASE | re.MULTILINE)[:1]
