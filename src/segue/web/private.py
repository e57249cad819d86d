"""Pages behind a link that is its own key: nobody else's, and opening one never acts."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.views.decorators.cache import never_cache

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
