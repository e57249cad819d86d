"""Links that are derived and not stored: the id of what they open, and 128 bits that only we can work out.

A link is as good as what it is derived from: when a part of it changes (an epoch, an address), the link dies.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from segue.kit.errors import NotFound
from segue.kit.ids import keyed_digest, required_id

if TYPE_CHECKING:
    from uuid import UUID

_DIGITS = 32
"""Hexadecimal digits of the digest that stand in a link: 128 bits."""


def link_of(thing: UUID, *, purpose: str, parts: tuple[object, ...] = ()) -> str:
    """Return what stands in the link to a thing, for one purpose."""
    return f"{thing.hex}-{keyed_digest(purpose, thing, *parts).hex()[:_DIGITS]}"


def thing_in(token: str) -> UUID:
    """Return the id that a link names; raise NotFound for what is no link. It is not yet shown to be ours."""
    return required_id(token.partition("-")[0])


def require_same(token: str, expected: str) -> None:
    """Let through the link that was given out; raise NotFound for any other, in the same time."""
    if not hmac.compare_digest(token.encode(), expected.encode()):
        raise NotFound
