"""Scripts at the request form, and people: the scripts are simulated, each kind as it is known from the wild."""

import re
from collections import Counter
from datetime import timedelta
from itertools import count, cycle, islice

import pytest
from django.test import Client

from segue.kit import clock
from segue.leads.models import Lead
from segue.requests.models import Request

PAGE = "/ask"
TYPED = {
    "need": "Move our warehouse planning into the cloud",
    "company": "Conti Logistica",
    "country": "IT",
    "name": "Anna Conti",
    "consent": "on",
}
ADVERT = " ".join(f"https://cheap{n}.example" for n in range(9))
numbers = count(1)


@pytest.fixture
def wait():
    """Lets time pass, as whoever fills in a form does."""
    yield lambda seconds: clock.shift_by(clock.shift() + timedelta(seconds=seconds))
    clock.shift_by(timedelta(0))


def form(world, address):
    browser = Client(REMOTE_ADDR=address)
    page = browser.get(PAGE, {"location": str(world.bergen.id)}).content.decode()
    return browser, re.search(r'name="stamp" value="([^"]+)"', page)[1]


def post(world, browser, stamp, **typed):
    mine = {"location": str(world.bergen.id), "stamp": stamp, "email": f"anna{next(numbers)}@conti.example"}
    return browser.post(PAGE, TYPED | mine | typed)


def somewhere():
    number = next(numbers)
    return f"10.{number >> 8}.{number & 255}.7"


SCRIPTS = {
    "never asks for the form": {"website": "https://cheap.example"},
    "sends it at once": {},
    "fills in the hidden field too": {"website": "https://cheap.example"},
    "has something to sell": {"need": ADVERT},
    "does as a person would, from one address": {},
}
"""What a kind of script does, and what it types beside what everybody types."""


@pytest.mark.django_db
@pytest.mark.parametrize("posts", [50, pytest.param(1000, marks=pytest.mark.soak)])
def test_scripts_are_stopped_people_are_not_and_nothing_is_lost(world, wait, posts, figure):
    forms = []
    for kind, typed in islice(cycle(SCRIPTS.items()), posts):
        browser, stamp = form(world, "10.99.0.1" if "one address" in kind else somewhere())
        if kind in {"never asks for the form", "sends it at once"}:
            post(world, browser, "" if "never" in kind else stamp, **typed)
        else:
            forms.append((browser, stamp, typed))
    wait(20)
    for browser, stamp, typed in forms:
        post(world, browser, stamp, **typed)
    through = Lead.objects.count()
    held = Request.objects.filter(held="suspicion").count()

    for number in range(posts // 5):
        # Four in five from an address of their own, the fifth from an office of four.
        browser, stamp = form(world, somewhere() if number % 5 else f"10.98.{number // 20}.1")
        wait(40)
        assert post(world, browser, stamp).status_code == 302
    people = Counter(Request.objects.filter(held="").values_list("possible_spam", flat=True))[False] - through
    assert people == posts // 5

    # Five an hour pass from one address before the others are held, however many come.
    assert through == 5
    assert Request.objects.count() == through + held + people
    figure(
        f"{posts} simulated scripted posts: {through} came through, {held} wait for a person, the others were refused "
        f"or shown the form again; {people} of {posts // 5} people's posts went through"
    )
