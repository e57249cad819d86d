"""axe-core on every page that people come to by links: WCAG 2.2 AA, light (English) and dark (Italian), 1280 and 360
pixels wide.

In every run each page is looked at once, in one of the four ways, half of the pages on each database; `make soak` looks
at all pages in all four ways. While it is open, each is also drawn at 1280, 768 and 360 pixels: everything has room.
"""

from collections import Counter
from itertools import product
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from tests.contracts import room
from tests.contracts.everyone import address, routes, things
from tests.web.test_https import Links, inside, view

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WAYS = list(product(("light", "dark"), (1280, 360)))
LANGUAGES = {"light": "en", "dark": "it"}
READERS = ("visitor", "ada", "vera")
LOOK = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
    .map(found => [found.id, found.nodes.length, found.nodes[0].html.slice(0, 200), found.nodes[0].failureSummary])"""


def pages_of(world, who, known, *, mailed=()):
    """The addresses that a reader comes to by links, or is `mailed`, one a route not `known` yet; and the cookies."""
    browser = Client()
    if who != "visitor":
        browser.force_login(world.person(getattr(world, who)))
    found, seen, waiting = {}, {view("/")}, ["/", *mailed]
    while waiting:
        path = waiting.pop()
        answer = browser.get(path)
        html = "text/html" in answer.headers.get("Content-Type", "")
        if html and answer.status_code == 200:
            found.setdefault(route_of(path), path)
        links = [answer.headers.get("Location", ""), *(Links(answer.content.decode()).found if html else [])]
        for led_to in filter(None, (inside(path, link) for link in links)):
            if view(led_to) not in seen and not led_to.startswith("/static/"):
                seen.add(view(led_to))
                waiting.append(led_to)
    new = sorted(found.keys() - known)
    known.update(new)
    return [found[route] for route in new], browser.cookies


def route_of(path):
    """The route of a page; lists of leads are pages of their own by tab and stage."""
    plain = path.partition("?")[0]
    try:
        match = resolve(plain)
    except Resolver404:
        return plain
    slugs = [value for value in match.kwargs.values() if isinstance(value, str)]
    return "/".join([str(match.url_name), *slugs, *(["asked"] if "?" in path else [])])


@pytest.mark.parametrize("ways", [pytest.param(1, id="one-way"), pytest.param(4, id="all", marks=pytest.mark.soak)])
def test_no_page_breaks_a_rule_of_accessibility(world, live, browser, ways, figure):
    here = things(world)
    mailed = [address(route, here.real[1]) for route in routes().values() if "<str:token>" in str(route.pattern)]
    looked, broken, known = Counter(), [], set()
    half = 0 if connection.vendor == "sqlite" else 1
    for who in READERS:
        pages, cookies = pages_of(world, who, known, mailed=mailed if who == "visitor" else ())
        for number, (scheme, width) in enumerate(WAYS):
            context = browser.new_context(
                base_url=live, color_scheme=scheme, viewport={"width": width, "height": 800}, locale="en-GB"
            )
            context.add_init_script(path=AXE)
            sent = {name: one.value for name, one in cookies.items()}
            sent[settings.LANGUAGE_COOKIE_NAME] = LANGUAGES[scheme]
            context.add_cookies([{"name": name, "value": value, "url": live} for name, value in sent.items()])
            page = context.new_page()
            for place, path in enumerate(pages):
                if ways == len(WAYS) or (place % 2 == half and place // 2 % len(WAYS) == number):
                    page.goto(path)
                    broken += [(who, path, scheme, width, *rule) for rule in page.evaluate(LOOK, RULES)]
                    broken += [(who, path, *one) for one in room.cramped(page)]
                    looked[who] += 1
            context.close()
    assert not broken, "\n".join(map(str, broken))
    figure(f"axe-core on pages of {dict(looked)}: no violation of WCAG 2.2 AA, and room for all")
