"""Parts of a page that htmx asks for and that turn out to be another page: the browser goes there as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

LEADS_ELSEWHERE = range(300, 400)
BROKE = 400
FAULT = 500


def whole_page_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let a redirect (signed out meanwhile, answered by a colleague) and an error page take the whole window.

    htmx would put the page it is led to into the part it asked for, and would show nothing of an error. A part that
    is one (a form sent back) names its place. At a fault the page stays as it is, with what was typed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.headers.get("HX-Request"):
            return response
        if response.status_code in LEADS_ELSEWHERE and response.get("Location"):
            gone = HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
            gone.cookies = response.cookies
            return gone
        # The same address is also a page of its own: the browser must not take one for the other when going back.
        response["Cache-Control"] = "no-store"
        if response.status_code >= BROKE and not response.has_header("HX-Retarget"):
            if request.method == "GET":
                response["HX-Redirect"] = request.get_full_path()
            elif response.status_code < FAULT:
                response["HX-Refresh"] = "true"
        return response

    return middleware
