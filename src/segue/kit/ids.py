"""Identifiers: time-ordered for rows (random ones made SQLite stall at checkpoints), random for secrets."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING
from uuid import UUID

import uuid_utils.compat
from django.conf import settings

from segue.kit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable


def new_id() -> UUID:
    """Return a new UUIDv7: unique, and later ids sort after earlier ones."""
    return uuid_utils.compat.uuid7()


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
    """Return the ids among some texts, in their order."""
    return [found for text in texts if (found := id_from(text))]


def new_secret() -> str:
    """Return 256 random bits as text that fits a URL."""
    return secrets.token_urlsafe(32)


def keyed_digest(purpose: str, *parts: object) -> bytes:
    """Return 32 bytes that only this installation can derive from a purpose and some parts (HMAC-SHA-256)."""
    text = "\x1f".join([purpose, *map(str, parts)])
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
