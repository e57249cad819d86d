"""The customer's private link, the thank-you link and the six-figure code. All are derived: no secret is stored.

The thank-you link is shown to whoever sent the form; the private link and the code travel by mail only, so that
knowing them shows that the address is read by the one who asked.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from segue.kit.errors import NotFound
from segue.kit.ids import keyed_digest
from segue.requests.models import Request

_DIGITS = 32
"""Hexadecimal digits of the digest that stand in a link: 128 bits."""


def link_token(request_id: UUID, epoch: int) -> str:
    """Return what stands in the private link of a request; it dies when the epoch moves."""
    return f"{request_id.hex}-{_digest('request-link', request_id, epoch)}"


def request_of(token: str) -> Request:
    """Return the request that a private link opens; raise NotFound for anything else."""
    request = _named(token)
    return _same(token, link_token(request.id, request.link_epoch), request)


def thanks_token(request: Request) -> str:
    """Return what stands in the address of the thank-you page, which tells nothing that the form did not hold."""
    return f"{request.id.hex}-{_digest('request-thanks', request.id, request.link_epoch)}"


def thanked(token: str) -> Request:
    """Return the request that a thank-you page is about; raise NotFound for anything else."""
    request = _named(token)
    return _same(token, thanks_token(request), request)


def code_for(request: Request) -> str:
    """Return the six figures that confirm the customer's e-mail address."""
    digest = keyed_digest("request-code", request.id, request.link_epoch, request.customer_email)
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def _digest(purpose: str, request_id: UUID, epoch: int) -> str:
    return keyed_digest(purpose, request_id, epoch).hex()[:_DIGITS]


def _named(token: str) -> Request:
    number, _, _ = token.partition("-")
    try:
        request_id = UUID(hex=number)
    except ValueError as error:
        raise NotFound from error
    request = Request.objects.filter(id=request_id).first()
    if request is None:
        raise NotFound
    return request


def _same(token: str, expected: str, request: Request) -> Request:
    if not hmac.compare_digest(token.encode(), expected.encode()):
        raise NotFound
    return request
