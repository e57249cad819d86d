"""The gallery of mails: every one there is, in each language, as text and as it looks in a mail program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.kit.errors import NotFound
from segue.web.demo.mail_samples import kinds, sample
from segue.web.entrance import at_of, enter

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@enter(Visitor)
def mails(request: HttpRequest) -> HttpResponse:
    """Show every mail in each language."""
    at, languages = at_of(request), [code for code, _name in settings.LANGUAGES]
    shown = [
        {
            "kind": kind,
            "mails": [mail for language in languages if (mail := sample(kind, language=language, at=at)) is not None],
        }
        for kind in kinds()
    ]
    response = render(request, "demo/mails.html", {"kinds": shown})
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined] # noqa: SLF001 -- as its decorator
    return response


@require_safe
@enter(Visitor)
def one(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Show one mail as a mail program does: with the styles it carries itself."""
    known = kind in kinds() and language in dict(settings.LANGUAGES)
    mail = sample(kind, language=language, at=at_of(request)) if known else None
    if mail is None:
        raise NotFound
    response = HttpResponse(mail.html)
    response._csp_replace = {"style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]}  # type: ignore[attr-defined] # noqa: SLF001 -- the same
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
