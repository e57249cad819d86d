"""Identifiers: time-ordered for rows (random ones made SQLite stall at checkpoints), random for secrets."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import uuid_utils.compat
from django.conf import settings

from segue.kit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

TIME_ORDERED = 7
"""The version of such ids."""
WITHOUT_TIME = 80
"""Bits of them that follow the time, which is in milliseconds."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_id(at: datetime | None = None) -> UUID:
    """Return a new UUIDv7: unique, and later ids sort after earlier ones; its time is `at`, or else the clock's."""
    made = uuid_utils.compat.uuid7()
    if at is None:
        return made
    # Its first 48 bits are the time, which the library takes from the clock only.
    milliseconds = (at - EPOCH) // timedelta(milliseconds=1)
    return UUID(int=milliseconds << WITHOUT_TIME | made.int & (1 << WITHOUT_TIME) - 1)


def moment_of(one: UUID) -> datetime | None:
    """Return when an id of `new_id` was made, to the millisecond; None for an id of another kind or of no such year."""
    if one.version != TIME_ORDERED:
        return None
    try:
        return EPOCH + timedelta(milliseconds=one.int >> WITHOUT_TIME)
    except OverflowError:
        return None


def id_from(text: str) -> UUID | None:
    """Return the id that a text is, such as an answer of a form; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def required_id(text: str) -> UUID:
    """Return the id that a text is; raise NotFound for anything else, which names nothing."""
    found = id_from(text)
    if found is None:
        raise NotFound
    return found


def ids_from(texts: Iterable[str]) -> list[UUID]:
    """Return the ids among some texts, each once, in their order."""
    return list(dict.fromkeys(found for text in texts if (found := id_from(text))))


def new_secret() -> str:
    """Return 256 random bits as text that fits a URL."""
    return secrets.token_urlsafe(32)


def keyed_digest(purpose: str, *parts: object) -> bytes:
    """Return 32 bytes that only this installation can derive from a purpose and some parts (HMAC-SHA-256)."""
    text = "\x1f".join([purpose, *map(str, parts)])
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
