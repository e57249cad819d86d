"""What a form sent is taken: the browser may let go of the copy it keeps (static/segue/kept.js)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from segue.web.cookies import cookie_name

if TYPE_CHECKING:
    from django.http import HttpResponse

TAKEN_COOKIE = "taken"
_Response = TypeVar("_Response", bound="HttpResponse")


def taken(response: _Response) -> _Response:
    """Say with a response that what was sent is taken, and return it; no other answer, nor none, lets a copy go.

    A cookie, because the answer is often a redirect, of which a script reads nothing else. It says only that.
    """
    response.set_cookie(cookie_name(TAKEN_COOKIE), "1", max_age=60, samesite="Lax", secure=settings.HTTPS)
    return response
