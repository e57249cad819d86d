"""What a reader chooses on any page: colours, language, and the company to work for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from segue.accounts.actions.languages import speak
from segue.accounts.actor import Member, Newcomer, Staff, Visitor
from segue.kit.errors import NotFound
from segue.web.cookies import cookie_name
from segue.web.entrance import MEMBERSHIP_KEY, NAMED_LANGUAGE, companies_of, enter, who
from segue.web.themes import THEME_COOKIE, THEMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

A_YEAR = 365 * 24 * 3600


@require_POST
@enter(Visitor)
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the colours chosen in a cookie and go back."""
    response = back(request)
    chosen = request.POST.get("theme", "")
    _keep(response, cookie_name(THEME_COOKIE), chosen if chosen in THEMES else "")
    return response


@require_POST
@enter(Visitor)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen in a cookie, and as the language of the person signed in, and go back."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise NotFound
    person_id = who(request).person_id
    if person_id is not None:
        speak(person_id, language=chosen)
    return keep_language(_unnamed(back(request)), chosen)


def _unnamed(response: HttpResponseRedirect) -> HttpResponseRedirect:
    """Return the way back without the language that its address named: the one just chosen is to be spoken there."""
    path, _, text = response["Location"].partition("?")
    if f"{NAMED_LANGUAGE}=" not in text:
        return response
    rest = [(name, value) for name, value in parse_qsl(text, keep_blank_values=True) if name != NAMED_LANGUAGE]
    response["Location"] = f"{path}?{urlencode(rest)}" if rest else path
    return response


@require_POST
@enter(Member, Staff, Newcomer)
def company(request: HttpRequest) -> HttpResponse:
    """Work for another of one's companies from now on, for this session: at its desk, or on the page asked for."""
    chosen = request.POST.get("membership", "")
    if chosen not in {str(membership.id) for membership in companies_of(request)}:
        raise NotFound
    request.session[MEMBERSHIP_KEY] = chosen
    return back(request, otherwise=settings.LOGIN_REDIRECT_URL)


def keep_language(response: HttpResponseRedirect, language: str) -> HttpResponseRedirect:
    """Let this browser's next pages speak a language, and return the response."""
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _keep(response: HttpResponseRedirect, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)


def back(request: HttpRequest, *, otherwise: str = "/") -> HttpResponseRedirect:
    """Return to the page the form names, or to `otherwise` where it names none; never to another site."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None) or not target.startswith("/"):
        target = otherwise
    return redirect(target)
