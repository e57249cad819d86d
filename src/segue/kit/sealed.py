"""A small value that travels in an address and comes back: nobody else can read, change or move it elsewhere."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from segue.kit.ids import keyed_digest

_NONCE = 12
"""Bytes drawn anew for each value: what AES-GCM wants."""


def seal(value: Any, *, bound_to: str) -> str:  # noqa: ANN401 -- whatever JSON holds
    """Return a value (of JSON) as text that fits an address; only `unseal` with the same `bound_to` reads it."""
    nonce = secrets.token_bytes(_NONCE)
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, text, bound_to.encode())).rstrip(b"=").decode()


def unseal(sealed: str, *, bound_to: str) -> Any | None:  # noqa: ANN401 -- the same
    """Return the value that was sealed; None for a text that is not ours, was changed, or belongs elsewhere."""
    try:
        raw = base64.b64decode(sealed.encode() + b"=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        if base64.urlsafe_b64encode(raw).rstrip(b"=") != sealed.encode():
            return None  # the last letter has bits that count for nothing: one value, one text
        text = _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError, binascii.Error):
        return None
    return json.loads(text)


def _cipher() -> AESGCM:
    return _cipher_of(settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _cipher_of(secret: str) -> AESGCM:
    """Return the cipher of one secret key, by which it is remembered; the key itself never leaves `keyed_digest`."""
    del secret
    return AESGCM(keyed_digest("sealed"))
