"""The programme's logo and those of the partners, for the pages and the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.directory.queries import logo_of as partners_logo
from segue.kit.errors import NotFound
from segue.programme.queries import logo_of
from segue.web.entrance import enter, who

if TYPE_CHECKING:
    from django.http import HttpRequest

    from segue.directory.models import BusinessProfile

FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
@enter(Visitor)
def logo(request: HttpRequest, version: int) -> HttpResponse:  # noqa: ARG001 -- every view takes the request
    """Show the logo of one version of the settings; a version never changes, so anybody may keep it for good."""
    picture = logo_of(version)
    if not picture:
        raise NotFound
    return _png(picture, keep=FOR_GOOD)


@require_safe
@enter(Visitor)
def partner_logo(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """Show a partner's logo; another one has another version. That of a draft is kept by nobody."""
    picture, for_everybody = partners_logo(slug, version, actor=who(request))
    return _png(picture, keep=FOR_GOOD if for_everybody else "private, no-store")


def _png(picture: bytes, *, keep: str) -> HttpResponse:
    headers = {"Cache-Control": keep, "Content-Disposition": "inline"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def logo_url(profile: BusinessProfile) -> str:
    """Return where the logo of a profile loaded with its partner is; empty when it has none."""
    if profile.logo_version is None:
        return ""
    return reverse("partner-logo", args=[profile.partner.slug, profile.logo_version])
