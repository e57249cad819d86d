"""Who guesses passwords, addresses or codes learns nothing, neither by what is said nor by how long it takes."""

import re
import statistics
import time

import pytest
from django.core.cache import cache
from django.test import Client

from segue.notifications import allauth_adapter
from segue.notifications.models import Mail
from tests.passwords import IN_EARNEST, QuickArgon2

pytestmark = pytest.mark.django_db
LOGIN, CODE, RESET = "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"
CONFIRM = "/accounts/login/code/confirm/"
PASSWORD = "a very good password"
NOBODY = "nobody@conti.example"
MOST_APART = 8
"""Milliseconds of computing: who may ask six times an hour cannot tell them from the network's."""
ROUNDS = 20


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada(world):
    """Somebody with a password."""
    person = world.person(world.ada)
    person.set_password(PASSWORD)
    person.save()
    return person


def tried(path, *, address="203.0.113.7", **form):
    """What a new browser at an address is answered; what the library counts in memory is gone each time."""
    cache.clear()
    return Client(REMOTE_ADDR=address).post(path, form)


def told(response, *emails):
    """All that an answer says, without what is new in each."""
    text = response.content.decode()
    for email in emails:
        text = text.replace(email, "EMAIL")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|data-request="[^"]*"|[0-9a-f]{32}', "", text)
    return response.status_code, response.headers.get("Location"), sorted(response.cookies), text


def test_one_password_tried_on_many_people_is_soon_refused_from_that_address_only(world, ada, monkeypatch):
    monkeypatch.setattr(allauth_adapter, "MOST_PASSWORDS_FROM_ADDRESS", 5)
    for number in range(5):
        assert tried(LOGIN, login=f"person{number}@harbour.example", password=PASSWORD).status_code == 200

    refused = tried(LOGIN, login=ada.email, password=PASSWORD)

    assert refused.status_code == 200
    assert "Too many failed login attempts" in refused.content.decode()
    assert tried(LOGIN, address="203.0.113.8", login=ada.email, password=PASSWORD).headers["Location"] == "/home"


class Counted(QuickArgon2):
    """Notes each hash that is computed, to compare a password or for nothing but the time it takes."""

    computed = 0

    def encode(self, password, salt):
        Counted.computed += 1
        return super().encode(password, salt)

    def verify(self, password, encoded):
        Counted.computed += 1
        return super().verify(password, encoded)


FORMS = pytest.mark.parametrize(
    ("path", "form"),
    [(LOGIN, {"login": "EMAIL", "password": "wrong"}), (CODE, {"email": "EMAIL"}), (RESET, {"email": "EMAIL"})],
    ids=["password", "code", "reset"],
)


def filled_in(form, email):
    return {name: email if value == "EMAIL" else value for name, value in form.items()}


@FORMS
def test_nobody_learns_who_is_known_here(settings, world, ada, path, form):
    settings.PASSWORD_HASHERS = [f"{__name__}.{Counted.__name__}"]
    ada.set_password(PASSWORD)
    ada.save()
    ben = world.person(world.ben)  # who has no password
    emails = [ada.email, ben.email, NOBODY]
    said = {}
    for email in emails:
        computed, mails = Counted.computed, Mail.objects.count()
        answer = told(tried(path, **filled_in(form, email)), *emails)
        # What takes long is the same for everybody: one hash, or one mail.
        said[email] = answer, Counted.computed - computed, Mail.objects.count() - mails
    assert said[ada.email] == said[ben.email] == said[NOBODY]
    assert said[NOBODY][1:] == ((1, 0) if path == LOGIN else (0, 1))


@pytest.mark.soak
@FORMS
def test_nor_by_how_long_it_takes(settings, world, ada, monkeypatch, path, form, figure):
    settings.PASSWORD_HASHERS = [IN_EARNEST]
    monkeypatch.setattr(allauth_adapter, "MOST_MAILS", ROUNDS)
    monkeypatch.setattr(allauth_adapter, "MOST_MAILS_FROM_ADDRESS", 3 * ROUNDS)
    monkeypatch.setattr(allauth_adapter, "MOST_PASSWORDS", ROUNDS)
    ada.set_password(PASSWORD)
    ada.save()
    spent = {email: [] for email in (ada.email, world.person(world.ben).email, NOBODY)}
    for _ in range(ROUNDS):
        for email, times in spent.items():
            began = time.thread_time()
            tried(path, **filled_in(form, email))
            times.append((time.thread_time() - began) * 1000)
    known, without, unknown = (statistics.median(times) for times in spent.values())
    figure(f"{path}: {known:.1f} ms for who is known, {without:.1f} without a password, {unknown:.1f} for nobody (CPU)")
    assert max(known, without, unknown) - min(known, without, unknown) < MOST_APART


def test_a_code_opens_once_and_three_wrong_ones_end_it(world, ada):
    def asked():
        cache.clear()
        browser = Client()
        browser.post(CODE, {"email": ada.email})
        mail = Mail.objects.order_by("id").last()
        code = re.search(r"^ *([A-Z0-9-]{6,}) *$", mail.text, flags=re.MULTILINE)[1]
        mail.delete()
        return browser, code

    browser, code = asked()
    another = Client()
    another.cookies = browser.cookies.copy()
    assert browser.post(CONFIRM, {"code": code}).headers["Location"] == "/home"
    assert "/home" not in another.post(CONFIRM, {"code": code}).headers.get("Location", "")
    assert another.get("/leads").headers["Location"].startswith(LOGIN)

    browser, code = asked()
    for _ in range(3):
        browser.post(CONFIRM, {"code": "WRONG"})
    assert "/home" not in browser.post(CONFIRM, {"code": code}).headers.get("Location", "")
    assert browser.get("/leads").headers["Location"].startswith(LOGIN)


def test_the_link_to_set_a_password_leads_to_us_and_works_once(world, ada, settings):
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://partners.aurora.example", ["*"]
    Client(SERVER_NAME="evil.example").post(RESET, {"email": ada.email})
    link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", Mail.objects.get().text)[0]
    assert link.startswith("https://partners.aurora.example/accounts/password/reset/key/")
    path = link.removeprefix(settings.BASE_URL)
    browser = Client()
    form = browser.get(path, follow=True)
    new = {"password1": "quite another password", "password2": "quite another password"}
    assert browser.post(form.redirect_chain[-1][0], new).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("quite another password")
    assert "password1" not in Client().get(path, follow=True).content.decode()
