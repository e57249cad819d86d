"""Where the demo's mails end: files in SEGUE_DATA/demo-mail, at the end of the same path as real ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from segue.kit.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage as Parsed
    from pathlib import Path

    from django.core.mail import EmailMessage


def folder() -> Path:
    """Return where the files are."""
    path: Path = settings.DATA / "demo-mail"
    return path


class Backend(BaseEmailBackend):
    """Django's way to a mail server, ending in a folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail into a file; return how many."""
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            # Written under another name first: the page must not read half a mail.
            path = folder() / f"{new_id().hex}.eml"
            part = path.with_suffix(".part")
            part.write_bytes(message.message().as_bytes())
            part.rename(path)
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as it arrived."""

    id: str
    to: str
    subject: str
    sent: datetime
    text: str
    html: str


def mails(*, to: str = "", limit: int = 200) -> list[Received]:
    """Return the latest mails, newest first; with `to` those of one address."""
    found = []
    for path in sorted(folder().glob("*.eml"), reverse=True):
        mail = _read(path)
        if not to or mail.to.lower() == to.lower():
            found.append(mail)
        if len(found) == limit:
            break
    return found


def mail(mail_id: str) -> Received | None:
    """Return one mail, None when there is none."""
    path = folder() / f"{mail_id}.eml"
    return _read(path) if mail_id.isalnum() and path.exists() else None


def _read(path: Path) -> Received:
    message: Parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Received(
        id=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=_utc(parsedate_to_datetime(str(message["Date"]))),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _utc(sent: datetime) -> datetime:
    """Return the moment as UTC: "-0000" in a mail is read as a time without a zone."""
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _body(message: Parsed, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
