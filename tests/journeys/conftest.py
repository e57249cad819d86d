"""What journeys share: the people at their browsers, the mails that arrived, and time that passes."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from segue.accounts.models import Person
from segue.kit import clock
from segue.outbox.models import Message
from segue.requests.bots import FASTEST
from segue.work import loop
from tests import people


@pytest.fixture
def aurora(live):
    """Aurora Partners as of yesterday, so that both partners are published."""
    return people.world(clock.now() - timedelta(days=1))


@pytest.fixture
def signed_in(live, settings):
    """Somebody signs in at a browser: `signed_in(page, aurora.ada)`."""

    def sign_in(page, actor):
        client = Client()
        client.force_login(Person.objects.get(id=actor.person_id))
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live}])

    return sign_in


@pytest.fixture
def sit_down(new_page, signed_in, settings):
    """A browser in which somebody has signed in: `sit_down(aurora.ada)` shows their desk."""

    def sit(actor, **options):
        page = new_page(**options)
        signed_in(page, actor)
        page.goto(settings.LOGIN_REDIRECT_URL)
        return page

    return sit


@pytest.fixture
def pass_time():
    """Lets time pass, and the worker do what became due: `pass_time(days=14)`."""

    def wait(**time):
        clock.shift_by(clock.shift() + timedelta(**time))
        loop.drain(at=clock.now())

    yield wait
    clock.shift_by(timedelta(0))


@pytest.fixture
def mails_to(aurora, live, settings, mailoutbox):
    """The mails of the journey that arrived at an address, the latest last; the worker brings those that wait."""
    settings.BASE_URL = live
    Message.objects.all().delete()  # what making the world told is no part of the journey

    def read(address):
        loop.drain(at=clock.now())
        return [mail for mail in mailoutbox if mail.to == [address] or f"<{address}>" in mail.to[0]]

    return read


def link_in(mail):
    """The address of the button in a mail's text."""
    [link] = re.findall(r"^https?://\S+$", mail.body, re.MULTILINE)
    return link


def kinds(mails):
    """What each of these mails is."""
    return [mail.extra_headers["X-Segue-Kind"] for mail in mails]


def main_of(page):
    """The text of a page without what stands around it."""
    return page.inner_text("main")


def ask(page, partner, *, pass_time, hot=False, forgets_to_agree=False):
    """As Anna Conti, find a partner in the directory and send it a request."""
    page.goto("/?what=warehouse")
    page.get_by_role("link", name=partner).first.click()
    page.get_by_role("link", name="Send a request").first.click()
    page.get_by_label("What do you need?").fill("Move our warehouse planning into the cloud before the summer")
    page.get_by_label("Company", exact=True).fill("Conti Logistica")
    page.get_by_label("Country").select_option("IT")
    page.get_by_label("Your name").fill("Anna Conti")
    page.get_by_label("E-mail address").fill("anna@conti.example")
    if hot:
        page.get_by_label("Contact me directly").check()
        page.get_by_role("textbox", name="Phone").fill("+39 040 555 0101")
    pass_time(seconds=FASTEST.total_seconds())
    if forgets_to_agree:
        page.get_by_role("button", name="Send the request").click()
        assert "Tick this, so that we may pass on what you wrote." in main_of(page)
        assert page.get_by_label("Your name").input_value() == "Anna Conti"
    page.get_by_label(f"{partner} may get what I wrote here").check()
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Thank you, Anna Conti").wait_for()
