"""Every route, method and person: what belongs to Harbour IT is not there for strangers, and they cannot even tell."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.test import Client

from segue.accounts.models import Location, Membership
from segue.directory.models import AlertContact
from segue.leads.actions import respond
from segue.leads.actions.answers import Acceptance
from segue.leads.models import Employee, Favourite, HeldAnswer, Lead, LeadEvent, Type
from segue.outbox.models import Message
from segue.requests.models import Request
from tests import make
from tests.contracts.everyone import (
    CUSTOMER,
    DEAL,
    EVERYBODY,
    ON_BOTH,
    OWN_WORDS,
    READABLE_BY,
    ROUTES,
    TEAM,
    address,
    clients,
    names_a_thing,
    on_this_database,
    routes,
    text_of,
    things,
)

METHODS = ("GET", "POST")
OTHER_METHODS = ("PUT", "PATCH", "DELETE")
NOT_FOR_YOU = {302, 403, 404, 405, 422}
POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"}


def test_every_route_says_by_name_whom_it_admits():
    silent = [name for name, route in routes().items() if not getattr(route.callback, "admits", ())]

    assert not silent, "decorate these views with @enter(...)"


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(routes()) - set(ROUTES) == set(), "say in tests/contracts/everyone.py who may know of what it names"
    assert set(ROUTES) - set(routes()) == set()


def strangers():
    """Each address that names a thing, with each person who may not know of it and each method."""
    for name, route in routes().items():
        for who in sorted(EVERYBODY - ROUTES.get(name, EVERYBODY)) if names_a_thing(route) else ():
            for method in METHODS + (OTHER_METHODS if who == "dora" else ()):
                yield name, route, who, method


@pytest.mark.django_db
@ON_BOTH
def test_strangers_cannot_tell_what_is_there_from_what_is_not(world, figure, on_both):
    here, browsers = things(world), clients(world)
    before = everything()
    asked = 0
    for name, route, who, method in on_this_database(strangers(), on_both=on_both):
        there, nowhere = address(route, here.guessed), address(route, here.none)
        found, missing = (browsers[who].generic(method, url) for url in (there, nowhere))
        assert found.status_code == missing.status_code, (method, name, who)
        assert found.status_code in NOT_FOR_YOU, (method, name, who)
        assert where_to(found) == where_to(missing), (method, name, who)
        asked += 2
    assert everything() == before
    figure(f"{asked} requests for another company's things: none answered, none told apart")


@pytest.mark.django_db
@ON_BOTH
def test_those_who_may_know_of_a_thing_do_find_it(world, figure, on_both):
    here, browsers = things(world), clients(world)
    named = [(name, who) for name, route in routes().items() if names_a_thing(route) for who in sorted(ROUTES[name])]
    looked_for = on_this_database(named, on_both=on_both)
    lost = []
    for name, who in looked_for:
        for real, method in product(here.real, METHODS):
            with transaction.atomic():
                answer = browsers[who].generic(method, address(routes()[name], real))
                transaction.set_rollback(True)
            if answer.status_code not in (404, 405):
                break
        else:
            lost.append((name, who))
    assert [(name, who) for name, who in lost if name not in SENT] == []
    figure(f"{len(looked_for)} times an address of a thing and a person who may know of it: each found it")


SENT = {"sent-lead", "sent-lead-another", "sent-lead-order", "sent-lead-withdrawal"}
"""Addresses of a lead that one's company has sent; the leads made here it has received, and nobody sent them."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        *("/static/segue/icons.svg", "/static/segue/css/base.css", "/static/nothing", "/accounts/login/"),
        *("/accounts/login/code/", "/accounts/logout/", "/accounts/password/reset/", "/accounts/password/change/"),
        *("/accounts/sessions/", "/accounts/signup/", "/accounts/inactive/", "/health"),
    ],
)
@pytest.mark.parametrize("who", ["ada", "visitor"])
def test_drawings_styles_and_the_pages_of_the_sign_in_keep_the_same_policy(world, url, who):
    response = clients(world)[who].get(url)

    check_headers(response, where=url)
    response.close()  # a drawing is an open file


def everything():
    """What no stranger's press may have changed."""
    kinds = (Lead, LeadEvent, Employee, Favourite, HeldAnswer, Message, Request, AlertContact, Location, Membership)
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in kinds}


def where_to(response):
    """Where a redirect leads, without the address that signing in comes back to."""
    return response.headers.get("Location", "").partition("?")[0]


@pytest.mark.django_db
@ON_BOTH
def test_private_words_stand_only_on_the_pages_of_those_who_may_read_them(world, figure, on_both):
    here, browsers = things(world), clients(world)
    urls = dict.fromkeys(address(route, real) for route in routes().values() for real in here.real)
    pages = on_this_database(product(browsers, urls), on_both=on_both)
    read = set()
    for who, url in pages:
        open_to_holder = OWN_WORDS if url.startswith(("/r/", "/thanks/")) else frozenset()
        response = browsers[who].get(url)
        assert response.status_code < 500, (who, url)
        text = text_of(response)
        found = {word for word in READABLE_BY if word in text}
        assert not {word for word in found - open_to_holder if who not in READABLE_BY[word]}, (who, url)
        read |= found
        check_headers(response, where=(who, url))
    written_there = {DEAL.notes, DEAL.crm_id, TEAM.email.partition("@")[0], CUSTOMER["customer_email"]}
    assert written_there <= read, "the private words are on the pages of those who may read them"
    figure(f"{len(pages)} pages read as {len(browsers)} people: no private word where it does not belong")


def check_headers(response, *, where):
    policy = {rule.strip() for rule in response.headers.get("Content-Security-Policy", "").split(";")}
    assert not POLICY - policy, where
    assert not [rule for rule in policy if "unsafe" in rule or "*" in rule], where
    assert response.headers.get("X-Content-Type-Options") == "nosniff", where
    assert response.headers.get("X-Frame-Options") == "DENY", where
    assert response.headers.get("Referrer-Policy") in ("same-origin", "no-referrer"), where
    if "text/html" in response.headers.get("Content-Type", ""):
        text = response.content.decode()
        assert " style=" not in text, where
        assert "<style" not in text, where
        assert "<script>" not in text, where


PRESSED_IN_A_MAIL_PROGRAM = {"stop-mails"}
"""RFC 8058: a sealed link that stops mails to one address, by a POST from whoever keeps the mailbox."""


@pytest.mark.django_db
def test_unsafe_methods_need_the_forms_token(world):
    here = things(world)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.person(world.ada))
    for name, route in routes().items():
        response = browser.post(address(route, here.real[0]))
        assert (response.status_code in (403, 405)) == (name not in PRESSED_IN_A_MAIL_PROGRAM), name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/nothing/here", "/leads/not-an-id", "/vendor", "/leads/marketplace/nowhere/", "/demo"]
)
def test_an_address_without_a_page_is_a_page_that_says_so(world, client, url):
    response = client.get(url)

    assert response.status_code == 404
    assert response.headers["X-Request-Id"] in response.content.decode()
    check_headers(response, where=url)


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_is_answered_with_a_page(world, client):
    response = client.post("/preferences/theme", {f"field{n}": "" for n in range(501)})

    assert response.status_code == 400
    assert response.headers["X-Request-Id"] in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "columns", "url"),
    [
        ("dora", {"sender_partner_id": "fjord"}, "/sent/{id}"),
        ("sven", {"sender_person_id": "sven"}, "/vendor/leads/{id}"),
    ],
)
def test_a_sender_reads_how_it_went_and_nothing_of_the_partners_own(world, client, who, columns, url):
    sent = {name: _id_of(getattr(world, named)) for name, named in columns.items()}
    lead = make.lead(world, by=getattr(world, who), type=Type.SALES, sender_name="Sender", **sent)
    at = world.at + timedelta(hours=1)
    respond.accept(lead.id, actor=world.ada, at=at, seen=1, answer=Acceptance(DEAL, (TEAM,)))
    client.force_login(world.person(getattr(world, who)))

    page = client.get(url.format(id=lead.id))

    text = page.content.decode()
    assert page.status_code == 200
    private = [DEAL.notes, DEAL.crm_id, TEAM.name, TEAM.email, TEAM.phone]
    private += ["4,711"] if who == "dora" else []
    assert not [word for word in private if word in text]


def _id_of(thing):
    return getattr(thing, "person_id", None) or thing.id
