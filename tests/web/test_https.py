"""Segue behind a proxy that speaks https, read by somebody who follows every link of every page."""

from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest
from django.test import Client

from segue.serve import web_command
from tests.contracts.everyone import things
from tests.contracts.test_isolation import check_headers
from tests.processes import await_that, environment, free_port, healthy, running

PLACE = "https://localhost"
A_YEAR = 365 * 24 * 3600
READERS = {
    "visitor": {"/partners/harbour-it", "/ask", "/accounts/login/", "/privacy"},
    "ada": {"/leads/qualified/archived", "/profile", "/people", "/me", "/send"},
    "vera": {"/vendor/leads", "/vendor/inbox", "/vendor/programme", "/me"},
}
"""Who follows the links, and pages that each of them comes to."""


class Links(HTMLParser):
    """Where the links, pictures, styles and scripts of a page lead."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


@pytest.mark.django_db(transaction=True)
def test_every_page_over_https_says_so_and_keeps_its_cookies_to_itself(world, tmp_path, figure):
    port = free_port()
    (tmp_path / "static").mkdir()
    things(world)
    sessions = {who: session_of(world, who) for who in READERS}
    with running(web_command(host="127.0.0.1", port=port, workers=1), environment(tmp_path, SEGUE_BASE_URL=PLACE)):
        assert await_that(lambda: healthy(f"http://localhost:{port}"))
        read = {who: crawled(port, session) for who, session in sessions.items()}

    assert {who: READERS[who] - {urlsplit(page).path for page in pages} for who, pages in read.items()} == {
        who: set() for who in READERS
    }
    figure(f"{sum(map(len, read.values()))} pages read over https by following links: policy, HSTS and cookies on each")


def session_of(world, who):
    browser = Client()
    if who != "visitor":
        browser.force_login(world.person(getattr(world, who)))
    return {f"__Host-{name.removesuffix('id')}": cookie.value for name, cookie in browser.cookies.items()}


def crawled(port, session):
    """The addresses of the pages that a reader comes to by links, each of them checked."""
    seen, waiting, pages = {view("/")}, ["/"], []
    cookie = "; ".join(f"{name}={value}" for name, value in session.items())
    with httpx.Client(base_url=f"http://localhost:{port}", headers={"X-Forwarded-Proto": "https"}) as browser:
        while waiting:
            path = waiting.pop()
            answer = browser.get(path, headers={"Cookie": cookie})
            assert answer.status_code in {200, 302}, path
            check_headers(answer, where=path)
            assert answer.headers["Strict-Transport-Security"].startswith(f"max-age={A_YEAR}"), path
            check_cookies(answer, where=path)
            if "text/html" in answer.headers.get("Content-Type", "") and answer.status_code == httpx.codes.OK:
                pages.append(path)
            found = [answer.headers.get("Location", "")]
            found += Links(answer.text).found if "html" in answer.headers.get("Content-Type", "") else []
            for address in filter(None, (inside(path, link) for link in found)):
                if view(address) not in seen:
                    seen.add(view(address))
                    waiting.append(address)
    return pages


def inside(path, link):
    """The address within Segue that a link leads to; empty when it leads elsewhere."""
    there = urldefrag(urljoin(f"{PLACE}{path}", link)).url
    return there.removeprefix(PLACE) if there.startswith(f"{PLACE}/") else ""


def view(address):
    """What makes a page another one: its path, and whether something is asked of it."""
    parts = urlsplit(address)
    return parts.path, bool(parts.query)


def check_cookies(answer, *, where):
    for header in answer.headers.get_list("Set-Cookie"):
        for name, cookie in SimpleCookie(header).items():
            assert name.startswith("__Host-"), (where, name)
            assert cookie["secure"], (where, name)
            assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax"), (where, name)
