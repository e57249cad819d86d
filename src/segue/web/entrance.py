"""The door of the pages: request id, language, who is asking, what every page shows, and refusals as pages.

Signing in is required by default: a view says with `@enter(...)` who may come in, and a contract test walks the
routes for one that does not say it.
"""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, overload
from urllib.parse import urlsplit, urlunsplit

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from segue.accounts.actions.languages import LANGUAGE_KEY
from segue.accounts.actor import VISITOR, Actor, Newcomer, Visitor
from segue.accounts.queries import actor_among, memberships_of
from segue.kit import clock
from segue.kit.errors import NotFound, Refused, TooMany
from segue.kit.ids import new_id
from segue.kit.net import client_address
from segue.kit.trace import request_id
from segue.programme.queries import Rules, rules
from segue.web.errors import RETRY_AFTER, unavailable
from segue.web.lost_leads import among_leads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Membership

    View = Callable[..., HttpResponse]
    Middleware = Callable[[HttpRequest], HttpResponse]

log = structlog.get_logger(__name__)
_Kind = TypeVar("_Kind")
_Other = TypeVar("_Other")
_GIVEN_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
MEMBERSHIP_KEY = "membership"
NAMED_LANGUAGE = "lang"
"""The part of an address that says in which language its page speaks."""


def request_id_middleware(get_response: Middleware) -> Middleware:
    """Give every request an id (or keep the proxy's) for logs, events and error pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        token = request_id.set(given if _GIVEN_ID.match(given) else new_id().hex)
        request.request_id = request_id.get()  # type: ignore[attr-defined]
        request.at = clock.now()  # type: ignore[attr-defined]
        try:
            response = get_response(request)
            response["X-Request-Id"] = request_id.get()
            return response
        finally:
            request_id.reset(token)

    return middleware


def language_middleware(get_response: Middleware) -> Middleware:
    """Speak the language that the address names, else of the cookie, else of the person signed in, else of the browser.

    A search engine carries no cookie: for it each language has an address of its own (`?lang=it`).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language = _language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware


def _language_of(request: HttpRequest) -> str:
    if f"{NAMED_LANGUAGE}=" in request.META.get("QUERY_STRING", ""):
        named = request.GET.get(NAMED_LANGUAGE, "")
        if named in dict(settings.LANGUAGES):
            return named
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME not in request.COOKIES
    own = "" if chosen else request.session.get(LANGUAGE_KEY, "")
    return own if own in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def refusals_middleware(get_response: Middleware) -> Middleware:
    """Turn refusals into pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return _told(request, response) if response.status_code == 405 and not response.content else response  # noqa: PLR2004 -- Method Not Allowed

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            log.error("database unavailable", path=request.path, exc_info=error)
            return unavailable(request)
        return refusal_page(request, error) if isinstance(error, Refused) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _told(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Return the page for an address that only takes what a button sends, opened by itself (after signing in, say)."""
    response = render(request, "405.html", {"request_id": request_id.get()}, status=refused.status_code)
    response["Allow"] = refused["Allow"]
    return response


def _actor_of(request: HttpRequest) -> Actor:
    person = request.user
    if not person.is_authenticated:
        return VISITOR
    return actor_among(person, companies_of(request), membership_id=request.session.get(MEMBERSHIP_KEY))


def companies_of(request: HttpRequest) -> Sequence[Membership]:
    """Return where the person signed in works; empty for a visitor."""
    person = request.user
    if not person.is_authenticated:
        return []
    if person.companies is None:
        # Signed in by this very request.
        person.companies = memberships_of(person.id)
    return person.companies


def rules_of(request: HttpRequest) -> Rules:
    """Return the rules in force, looked at once a request; raise NotSetUp when there are none."""
    if not hasattr(request, "rules"):
        request.rules = rules()  # type: ignore[attr-defined]
    found: Rules = request.rules  # type: ignore[attr-defined]
    return found


def who(request: HttpRequest) -> Actor:
    """Return who is asking, looked up once a request."""
    if not hasattr(request, "actor"):
        request.actor = _actor_of(request)  # type: ignore[attr-defined]
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@overload
def acting(request: HttpRequest, kind: type[_Kind], /) -> _Kind: ...
@overload
def acting(request: HttpRequest, kind: type[_Kind], other: type[_Other], /) -> _Kind | _Other: ...
def acting(request: HttpRequest, /, *kinds: type[Any]) -> Any:
    """Return who is asking, as one of the kinds that the view lets in; raise NotFound for anybody else."""
    actor = who(request)
    if not isinstance(actor, kinds):
        raise NotFound
    return actor


def at_of(request: HttpRequest) -> datetime:
    """Return the moment at which the request came in."""
    at: datetime = request.at  # type: ignore[attr-defined]
    return at


def address_of(request: HttpRequest) -> str:
    """Return the address to count the caller by; empty if unknown."""
    return client_address(request.META, proxies=settings.PROXIES)


def enter(*kinds: type[Any]) -> Callable[[View], View]:
    """Let only these kinds of actor in; a visitor is sent to sign in, a person without a role to their page.

    Everybody else gets 404: what is not for them is not there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = who(request)
            if isinstance(actor, kinds) or Visitor in kinds:
                return view(request, *args, **kwargs)
            if isinstance(actor, Visitor):
                return _to_sign_in(request)
            if isinstance(actor, Newcomer):
                return redirect("no-role")
            return refusal_page(request, NotFound())

        entered.admits = kinds  # type: ignore[attr-defined]
        return entered

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead a visitor to the sign-in and from there to what was asked for; who pressed something hears why."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    messages.info(request, translation.gettext("You were signed out meanwhile. Sign in and go on where you were."))
    return redirect_to_login(_page_left(request) or settings.LOGIN_REDIRECT_URL)


def _page_left(request: HttpRequest) -> str:
    """Return the address of the page on which something was pressed, within this site; empty where it is not known.

    What was pressed cannot be pressed again by going there.
    """
    named = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(named, allowed_hosts={request.get_host()}):
        return ""
    path = urlunsplit(("", "", *urlsplit(named)[2:4], ""))
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer a refusal with its status and a page that says the sentence."""
    log.info("refused", code=refused.code, path=request.path)
    template = {404: "404.html", 403: "403.html", 503: "503.html"}.get(refused.status, "400.html")
    context: dict[str, Any] = {"reason": str(refused), "request_id": request_id.get()}
    if refused.status == 404:  # noqa: PLR2004 -- Not Found
        context["leads"] = among_leads(request, who(request))
    response = render(request, template, context, status=refused.status)
    if refused.status == 503:  # noqa: PLR2004 -- Service Unavailable
        response["Retry-After"] = RETRY_AFTER
    if isinstance(refused, TooMany) and refused.seconds:
        response["Retry-After"] = str(refused.seconds)
    return response
