"""The programme's logo, for the pages and the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.kit.errors import NotFound
from segue.programme.queries import logo_of
from segue.web.entrance import enter

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@enter(Visitor)
def logo(request: HttpRequest, version: int) -> HttpResponse:  # noqa: ARG001 -- every view takes the request
    """Show the logo of one version of the settings; a version never changes, so anybody may keep it for good."""
    picture = logo_of(version)
    if not picture:
        raise NotFound
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Disposition": "inline"}
    return HttpResponse(picture, content_type="image/png", headers=headers)
