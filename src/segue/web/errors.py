"""Error pages that stand by themselves: they ask no database, since it may be what is broken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader

from segue.kit.trace import request_id
from segue.web.themes import theme_of

if TYPE_CHECKING:
    from django.http import HttpRequest

RETRY_AFTER = "5"
"""Seconds after which a caller may try again."""


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of a request that could not be read (400).

    A session that could not be kept because the database is away is told as one that is gone; that is no 400.
    """
    if database_is_away(exception):
        return unavailable(request)
    return _page(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of a step that is not allowed (403)."""
    del exception
    return _page(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of an address where nothing is (404)."""
    del exception
    return _page(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Return the page of a fault (500); a database that is missed before or after the view is none (503)."""
    if database_is_away(sys.exc_info()[1]):
        return unavailable(request)
    return _page(request, "500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the page for a database that cannot be reached (503)."""
    response = _page(request, "503.html", status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def database_is_away(error: BaseException | None) -> bool:
    """Return whether an error came of a database that could not be reached, at whatever remove."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    context = {"request_id": request_id.get(), "shell": {"theme": theme_of(request), "keys": ""}}
    return HttpResponse(loader.get_template(template).render(context), status=status)
