"""Error pages that stand by themselves: they ask no database, since it may be what is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template import loader

from segue.kit.trace import request_id
from segue.web.themes import theme_of

if TYPE_CHECKING:
    from django.http import HttpRequest

RETRY_AFTER = "5"
"""Seconds after which a caller may try again."""


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of a request that could not be read (400)."""
    del exception  # Django hands it over by this name
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
    """Return the page of a fault (500)."""
    return _page(request, "500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the page for a database that cannot be reached (503)."""
    response = _page(request, "503.html", status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def _page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    context = {"request_id": request_id.get(), "shell": {"theme": theme_of(request), "keys": ""}}
    return HttpResponse(loader.get_template(template).render(context), status=status)
