"""Passkeys and authenticator apps as the library keeps them, under the programme's name and address."""

from __future__ import annotations

from urllib.parse import urlsplit

import qrcode  # type: ignore[import-untyped] # it has no types
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped] # it has none

from segue.kit.sealed import seal, unseal
from segue.programme.queries import rules

BOUND_TO = "second-step"


class SecretKeyChanged(Exception):  # noqa: N818 -- it reads as what happened
    """The secret of an authenticator app cannot be read any more: SEGUE_SECRET_KEY is another one."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """The library asks this object wherever a project may differ."""

    def get_totp_issuer(self) -> str:
        """Return the name under which an authenticator app lists the account."""
        return rules().programme.name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom a passkey is for: the address of the installation, whatever address the request named."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": rules().programme.name}

    def build_totp_svg(self, url: str) -> str:
        """Return the address as a drawing to scan, fit to stand inside a page."""
        drawing: bytes = qrcode.make(url, image_factory=SvgPathImage, border=0).to_string()
        return drawing.decode()

    def encrypt(self, text: str) -> str:
        """Return the secret of an authenticator app as it is stored."""
        return seal(text, bound_to=BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again; raise SecretKeyChanged when it was sealed under another key."""
        secret = unseal(encrypted_text, bound_to=BOUND_TO)
        if not isinstance(secret, str):
            raise SecretKeyChanged
        return secret
