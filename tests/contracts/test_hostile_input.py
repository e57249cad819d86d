"""Whatever is written into whatever field: taken, or refused with a page that says so; never a fault."""

from contextlib import contextmanager
from copy import deepcopy
from html.parser import HTMLParser
from zlib import crc32

import pytest
from django.db import transaction
from django.urls import reverse

from tests.contracts.everyone import HOUR, address, clients, on_this_database, routes, text_of, things

LONGEST_IN_ADDRESS = 2000
"""Characters; servers take no much longer addresses."""
A_MEGABYTE = "Lagerplanung " * 80_000
HOSTILE = (
    "\x00",
    "a\x00b",
    A_MEGABYTE,
    "\u202egpj.exe\u2066",
    "\u200f\u0639\u0631\u0628\u064a",
    "\U0001f4a9\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dA",
    "\ufdfd\ufeff\u2028\u0085\x7f\x1b[31m",
    "Name\r\nBcc: victim@conti.example\r\n\r\nText",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% debug %}${7*7}%(name)s%s%n{0}",
    "'; DROP TABLE leads_lead; -- \" OR 1=1",
    "javascript:alert(1)",
    "http://a/%%30%30",
    "../../../etc/passwd",
    "\\\\",
    "",
    " ",
    "0",
    "-1",
    "1e309",
    "9" * 40,
    "-" + "9" * 20,
    "9223372036854775808",
    "NaN",
    "Infinity",
    "0x7f",
    "\u0661\u0662\u0663",
    "\u00b2",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "00000000-0000-0000-0000-000000000000",
    "a@b@c",
    "a?bcc=victim@conti.example",
    "a" * 300 + "@conti.example",
    "\u212aelvin@conti.example",
    "null",
    "[]",
    "None",
)
USUAL = {
    "email": "anna@conti.example",
    "name": "Anna Conti",
    "company": "Conti Logistica",
    "need": "Move the stock",
    "country": "IT",
    "consent": "on",
    "city": "Trieste",
    "phone": "+39 040 555 0101",
    "value": "1000",
    "currency": "EUR",
    "reason": "no_capacity",
    "note": "A note",
    "closed_on": "2026-09-07",
    "how": "called",
    "time_frame": "date",
    "purchase_on": "2026-10-30",
    "deal_name": "Stock",
    "notes": "Some notes",
    "consent_how": "On the phone",
    "consent_at": "2026-09-01",
    "type": "sales",
    "budget": "1000",
    "answer": "yes",
    "code": "123456",
    "language": "en",
    "theme": "dark",
    "contacted": "yes",
    "until": "2026-12-01",
    "status": "active",
    "favourite": "on",
    "scope": "whole",
    "roles": "referrals_user",
    "login": "a@conti.example",
    "password": "wrong",
    "website": "https://conti.example",
    "description": "We move stock.",
    "keyword": "stock",
    "budget_from": "10",
    "capacity": "5",
    "street": "Riva 8",
    "postal_code": "34124",
    "next": "/",
    "inbox": "inbox@aurora.example",
    "vendor_name": "Aurora",
    "day_0": "9-17",
    "manager": "",
    "form_key": "k" * 20,
}
ASKED_IN_ADDRESSES = (
    *("page", "after", "q", "what", "where", "country", "industry", "product", "service", "size", "language", "remote"),
    *("location", "type", "campaign", "owned", "hot", "order", "clear", "of", "view", "stage", "next", "to", "theme"),
)
SIGN_IN = ("account_login", "account_request_login_code", "account_logout")
READERS = ("ada", "vera", "visitor")


class Forms(HTMLParser):
    """The posted forms of a page: where each posts to, and its fields, name -> the value it comes with."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self._posted = False
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._posted = given.get("method", "").lower() == "post"
            self.found += [(given.get("action", ""), {})] if self._posted else []
        if not self._posted:
            return
        fields = self.found[-1][1]
        name = given.get("name")
        if tag in {"input", "textarea", "button"} and name:
            if given.get("type") in {"checkbox", "radio"}:
                fields.setdefault(name, given.get("value", "on"))
            else:
                fields[name] = given.get("value") or ""
        if tag == "select" and name:
            self._select = name
            fields[name] = ""
        if tag == "option" and self._select and not fields[self._select]:
            fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag):
        self._posted = self._posted and tag != "form"
        self._select = "" if tag == "select" else self._select


@contextmanager
def taken_back(browser):
    """Whatever is written here, the next one finds the same world, and the browser signed in as before."""
    cookies = deepcopy(browser.cookies)  # signing out is among the forms
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    browser.cookies = cookies


def answered(browser, method, url, data):
    """The status of an answer; what it wrote is taken back."""
    browser.raise_request_exception = False  # a fault is counted, by the page that says so
    with taken_back(browser):
        return getattr(browser, method)(url, data).status_code


def pages(here):
    found = {str(route.name): address(route, here.real[0]) for route in routes().values()}
    received, archived = here.real[1]["lead_id"], here.real[2]["lead_id"]
    answers = {name: reverse(name, args=[received]) for name in ("lead-acceptance", "lead-declination")}
    return found | answers | {name: reverse(name) for name in SIGN_IN} | {"over": reverse("lead", args=[archived])}


def forms_of(browser, urls):
    """Every form that somebody can reach, once: where it posts to, and what it comes with.

    Of two that post to one address it is that with more fields: the hearts of a page have a form of their own.
    """
    found = {}
    for url in urls:
        response = browser.get(url)
        for action, fields in Forms(text_of(response)).found if response.status_code == 200 else ():
            target = (action or url).partition("?")[0]
            found[target] = max(found.get(target, {}), fields, key=len)
    return {url: fields for url, fields in found.items() if url.startswith("/")}


def filled_in(fields):
    usual = {name: value or USUAL.get(name, "") for name, value in fields.items()}
    return usual | {"website": ""} if "stamp" in fields else usual


def in_addresses(urls, *, rounds):
    """Addresses in which every part that any page reads holds such a string."""
    short = [text for text in HOSTILE if len(text) < LONGEST_IN_ADDRESS]
    for number in range(rounds):
        for place, url in enumerate(urls):
            texts = [short[(place + number + at) % len(short)] for at in range(len(ASKED_IN_ADDRESSES))]
            yield url, dict(zip(ASKED_IN_ADDRESSES, texts, strict=True))


def in_forms(forms, *, most):
    """Forms as they would be sent, with such a string in one field after the other."""
    for url, fields in forms.items():
        for name in sorted(fields.keys() - {"csrfmiddlewaretoken"}):
            first = crc32(f"{url[:9]} {name}".encode())  # another one in each field, the same in each run
            for text in [HOSTILE[(first + 7 * number) % len(HOSTILE)] for number in range(most)]:
                yield url, filled_in(fields) | {name: text}


def faults(world, *, rounds, most):
    """What was answered with a fault (who, where, what was sent), and how many requests were made."""
    urls, browsers = pages(things(world)).values(), clients(world)
    found, asked, seen = [], 0, set()
    for who in READERS:
        browser = browsers[who]
        forms = {url: fields for url, fields in forms_of(browser, urls).items() if url not in seen}
        seen |= forms.keys()
        sent = [("get", *one) for one in in_addresses(urls, rounds=rounds)]
        sent += [("post", *one) for one in in_forms(forms, most=most)]
        for method, url, data in on_this_database(sent, on_both=most > 1):
            asked += 1
            if answered(browser, method, url, data) >= 500:
                found.append((who, method, url, {name: text[:40] for name, text in data.items()}))
    return found, asked


@pytest.fixture(autouse=True)
def _while_leads_can_be_answered(world, time_machine):
    time_machine.move_to(world.at + 2 * HOUR, tick=False)


@pytest.mark.django_db
def test_whatever_is_typed_is_taken_or_refused(world, figure):
    found, asked = faults(world, rounds=1, most=1)

    assert asked > 300  # the rest on the other database
    assert not found
    figure(f"{asked} requests with strings nobody types, in every field and address: no fault")


@pytest.mark.soak
@pytest.mark.django_db
def test_every_such_string_in_every_field_is_taken_or_refused(world, figure):
    found, asked = faults(world, rounds=len(HOSTILE), most=len(HOSTILE))

    assert not found
    figure(f"{asked} requests with {len(HOSTILE)} strings, in every field and address: no fault")
