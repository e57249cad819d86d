"""What search engines are told: which addresses there are, when they changed, and which are none of their business."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.directory.addresses import portion, portions
from segue.store.counters import address_key, hit
from segue.web.entrance import address_of, at_of, enter
from segue.web.reading import iso

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

EXPLAINING = ("directory", "how-ordered", "apply", "privacy")
"""Pages for everybody beside those of the partners."""
CLOSED = (
    "/accounts/",
    "/ask",
    "/demo/",
    "/leads/",
    "/vendor/",
    "/*?*after=",
    "/*?*found=",
    "/*?*location=",
    "/*?*what=",
    "/*?*where=",
)
"""Signing in, forms and desks; and of the directory's addresses those of which there are as many as questions."""
MOST_IN_AN_HOUR = 120
"""Sitemaps one address is given within an hour; each is a walk over many profiles."""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
@enter(Visitor)
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- every view takes the request
    """Say where the sitemap is and which addresses need no visit."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {_whole('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@enter(Visitor)
@cache_control(public=True, max_age=3600)
def index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps: one of the pages that explain, and one for every 50,000 partners."""
    _count(request)
    maps = [
        _whole("sitemap-pages"),
        *(f"{_whole('sitemap-partners')}?{urlencode({'from': one})}" for one in portions()),
    ]
    rows = (f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in maps)
    return _xml("sitemapindex", rows)


@require_safe
@enter(Visitor)
@cache_control(public=True, max_age=3600)
def pages(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- every view takes the request
    """List the pages for everybody that are not a partner's."""
    return _xml("urlset", (f"<url><loc>{escape(_whole(name))}</loc></url>\n" for name in EXPLAINING))


@require_safe
@enter(Visitor)
@cache_control(public=True, max_age=3600)
def partners(request: HttpRequest) -> HttpResponse:
    """List the pages of partners from one on, each with when its profile was last changed."""
    _count(request)
    found = portion(request.GET.get("from", "").replace("\x00", ""))
    # One address is asked for and the others are written from it: `reverse` would take longer than the database.
    start, end = _whole("partner", "-").rsplit("-", 1)
    return _xml("urlset", (_row(f"{start}{slug}{end}", changed) for slug, changed in found))


def _row(address: str, changed: datetime) -> str:
    return f"<url><loc>{escape(address)}</loc><lastmod>{iso(changed)}</lastmod></url>\n"


def _xml(root: str, rows: Iterable[str]) -> HttpResponse:
    text = f'{HEAD}<{root} xmlns="{SCHEMA}">\n{"".join(rows)}</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _whole(name: str, *arguments: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=arguments)}"


def _count(request: HttpRequest) -> None:
    hit(address_key("sitemap", address_of(request)), most=MOST_IN_AN_HOUR, within=timedelta(hours=1), at=at_of(request))
