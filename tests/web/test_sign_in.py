"""The door: who somebody is depends on an e-mail address that an admin has given, and nobody can try for ever."""

import json
import logging

import pytest
from django.core.cache import cache
from django.test import Client

from segue.accounts.models import Person
from segue.logs import configure
from segue.notifications.models import Mail
from segue.requests.links import link_token
from tests.requests.asking import asked

LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["signup/", "email/", "confirm-email/", "confirm-email/MQ:abc/", "sessions/nothing"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gives_themselves_an_account_or_an_address(world, as_, page, method):
    told = {"email": "ben@harbour.example", "action_add": "", "action_primary": "", "password": "x"}

    response = getattr(as_(world.cleo), method)(f"/accounts/{page}", told)

    assert response.status_code == 404
    assert Person.objects.get(id=world.cleo.person_id).email == "cleo@harbour.example"


@pytest.mark.django_db
def test_a_mailbox_cannot_be_filled_from_the_sign_in_whether_we_know_the_person_or_not(world):
    answers = {}
    for email in ("ada@harbour.example", "nobody@conti.example"):
        answers[email] = []
        for _ in range(12):
            cache.clear()  # what the library counts in memory is gone, as after a restart or in another process
            answers[email].append(Client().post(CODE, {"email": email}).status_code)
        assert Mail.objects.filter(to=email).count() == 6

    known, unknown = answers.values()
    assert known == unknown == [302] * 6 + [429] * 6


@pytest.mark.django_db
def test_what_we_mail_to_somebody_unknown_names_no_page_that_is_closed(world, client):
    client.post(CODE, {"email": "nobody@conti.example"})

    mail = Mail.objects.get(to="nobody@conti.example")
    assert mail.subject == "Nobody here has this e-mail address"
    assert "http" not in mail.text


@pytest.mark.django_db
def test_passwords_are_tried_so_often_an_hour_and_then_not_even_the_right_one_opens(world):
    ada = world.person(world.ada)
    ada.set_password("a very good password")
    ada.save()
    for _ in range(20):
        cache.clear()
        assert "/home" not in Client().post(LOGIN, {"login": ada.email, "password": "wrong"}).headers.get(
            "Location", ""
        )
    cache.clear()

    response = Client().post(LOGIN, {"login": ada.email.upper(), "password": "a very good password"})

    assert response.status_code == 200
    assert "Too many failed login attempts" in response.content.decode()


@pytest.mark.django_db
def test_a_session_begins_anew_with_the_sign_in_and_ends_with_the_password(world, client):
    ada = world.person(world.ada)
    ada.set_password("a very good password")
    ada.save()
    client.get("/?location=x")
    client.session["planted"] = "yes"
    before = client.session.session_key
    client.post(LOGIN, {"login": ada.email, "password": "a very good password"})
    assert client.session.session_key != before
    assert client.get("/leads").status_code == 302

    ada.set_password("quite another password")
    ada.save()

    assert client.get("/leads").headers["Location"].startswith(LOGIN)


@pytest.mark.django_db
def test_a_session_is_worth_nothing_once_the_account_is_closed(world, as_):
    browser = as_(world.ada)
    Person.objects.filter(id=world.ada.person_id).update(is_active=False)

    assert browser.get("/leads").headers["Location"].startswith(LOGIN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_signing_in_leads_to_no_other_site(world, client, target):
    ada = world.person(world.ada)
    ada.set_password("a very good password")
    ada.save()

    response = client.post(LOGIN, {"login": ada.email, "password": "a very good password", "next": target})

    assert response.status_code == 302
    assert response.headers["Location"] == "/home"
    assert client.post("/preferences/theme", {"theme": "dark", "next": target}).headers["Location"] == "/"


@pytest.mark.django_db
def test_a_refusal_on_a_private_page_is_logged_without_its_link(world, client, capsys):
    token = link_token(asked(world, world.bergen).id, 1)
    configure()
    try:
        Client(enforce_csrf_checks=True).post(f"/r/{token}/another", {"location": "x"})
        client.post(f"/r/{token}/another", {"location": "x"})
        client.get("/nothing%0A2026-01-01 [error] all is lost")
        logging.getLogger("django.request").error("Internal Server Error: /r/%s", token)
    finally:
        logged = capsys.readouterr().err
    lines = [json.loads(line) for line in logged.splitlines()]
    assert len([line for line in lines if "/r/..." in json.dumps(line)]) >= 3
    assert token not in logged


@pytest.mark.django_db
@pytest.mark.parametrize("page", [CODE, "/accounts/password/reset/"])
def test_an_address_longer_than_any_is_refused_with_a_sentence(world, client, page):
    answer = client.post(page, {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example"})
    assert answer.status_code == 200
    assert "254" in answer.content.decode()
    assert not Mail.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "next_page"),
    [
        ("http://testserver/leads/7/acceptance?from=mail", "/leads/7/acceptance%3Ffrom%3Dmail"),
        ("", "/home"),
        ("https://evil.example/leads", "/home"),
        ("http://testserver//evil.example/leads", "/home"),
        ("http://testserver/\\evil.example", "/home"),
        ("javascript:alert(1)", "/home"),
        ("http://[testserver/", "/home"),
    ],
)
def test_who_was_signed_out_while_writing_hears_it_and_comes_back_to_the_page_never_to_another_site(
    client, world, named, next_page
):
    for headers in ({"Referer": named}, {"HX-Current-URL": named}):
        pressed = client.post("/profile/text", {"description": "Cloud and data"}, headers=headers)
        assert pressed.headers["Location"] == f"/accounts/login/?next={next_page}"
        sentence = "You were signed out meanwhile. Sign in and go on where you were."
        assert sentence in client.get(pressed.headers["Location"]).content.decode()
    assert sentence not in client.get("/accounts/login/").content.decode()


def test_the_pages_of_the_sign_in_do_not_say_who_reads_them(client, world, as_):
    assert "data-membership" not in client.get(LOGIN).content.decode()
    assert 'data-membership=""' in client.get("/").content.decode()
    assert f'data-membership="{world.ada.membership_id}"' in as_(world.ada).get("/people").content.decode()
