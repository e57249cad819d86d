"""The customer's private link, the thank-you link and the six-figure code. All are derived: no secret is stored.

The thank-you link is shown to whoever sent the form; the private link and the code travel by mail only, so that
knowing them shows that the address is read by the one who asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.kit.derived import link_of, require_same, thing_in
from segue.kit.errors import NotFound
from segue.kit.ids import keyed_digest
from segue.requests.models import Request

if TYPE_CHECKING:
    from uuid import UUID


def link_token(request_id: UUID, epoch: int) -> str:
    """Return what stands in the private link of a request; it dies when the epoch moves."""
    return link_of(request_id, purpose="request-link", parts=(epoch,))


def request_of(token: str) -> Request:
    """Return the request that a private link opens; raise NotFound for anything else."""
    request = _named(token)
    require_same(token, link_token(request.id, request.link_epoch))
    return request


def thanks_token(request: Request) -> str:
    """Return what stands in the address of the thank-you page, which tells nothing that the form did not hold."""
    return link_of(request.id, purpose="request-thanks", parts=(request.link_epoch,))


def thanked(token: str) -> Request:
    """Return the request that a thank-you page is about; raise NotFound for anything else."""
    request = _named(token)
    require_same(token, thanks_token(request))
    return request


def code_for(request: Request) -> str:
    """Return the six figures that confirm the customer's e-mail address."""
    digest = keyed_digest("request-code", request.id, request.link_epoch, request.customer_email)
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def _named(token: str) -> Request:
    request = Request.objects.filter(id=thing_in(token)).first()
    if request is None:
        raise NotFound
    return request
