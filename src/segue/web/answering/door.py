"""The door of the answer links: whoever holds one answers one lead as the member it was mailed to, in no session."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from segue.accounts.actor import Visitor
from segue.leads.links import Answering, LinkOver, answering
from segue.store.counters import address_key, hit
from segue.web.entrance import address_of, at_of, enter, rules_of, who
from segue.web.private import private
from segue.web.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]

AN_HOUR = timedelta(hours=1)
MOST_OPENED = 300
"""Links opened an hour from one client address, good or not: an office, and programs that look into its mails."""


def by_link(signed_in: str) -> Callable[[View], View]:
    """Give a view who answers what; a link that is over says why, and who is signed in goes to the page `signed_in`."""

    def decorate(view: View) -> View:
        @wraps(view)
        @enter(Visitor)
        @private
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            _count(request)
            try:
                link = answering(token, at=at_of(request))
            except LinkOver as over:
                return over_page(request, over)
            if request.method != "POST" and who(request).person_id == link.person.id:
                return redirect(signed_in, link.lead.id)
            with translation.override(_language(request, link)):
                response = view(request, token, link)
                response["Content-Language"] = translation.get_language() or "en"
            return response

        return opened

    return decorate


def over_page(request: HttpRequest, over: LinkOver) -> HttpResponse:
    """Say why a link is good no more; signing in still leads to the lead, for whom it is still there."""
    context = {"reason": str(over), "lead_url": reverse("lead", args=[over.lead_id])}
    return render(request, "answering/over.html", context, status=over.status)


def reader_of_link(request: HttpRequest, link: Answering) -> Reader:
    """Return how to write for whom the mail was for: their own time zone, else the programme's."""
    own = link.person.time_zone
    return Reader(translation.get_language() or "en", ZoneInfo(own) if own else rules_of(request).zone)


def _language(request: HttpRequest, link: Answering) -> str:
    """Return the language of the mail, unless this browser has chosen one."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return (translation.get_language() or "en") if chosen else link.person.language


def _count(request: HttpRequest) -> None:
    hit(address_key("answer-link", address_of(request)), most=MOST_OPENED, within=AN_HOUR, at=at_of(request))
