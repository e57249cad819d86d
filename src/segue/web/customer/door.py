"""What all pages behind the private link share: nobody else's, and a step leads back to the letter."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from segue.kit.errors import NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Mark answers as nobody else's: kept by no cache and no index, and the address told to no other site.

    The policy is `same-origin` rather than `no-referrer`, under which browsers send forms with an origin of "null".
    """

    @wraps(view)
    @never_cache
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return marked


def said(request: HttpRequest, token: str, step: Callable[[], str]) -> HttpResponse:
    """Take a step and go back to the letter, which says what came of it, or why it could not be."""
    try:
        messages.success(request, step())
    except NotFound:
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("letter", token=token)
