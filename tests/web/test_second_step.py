"""Passkeys and authenticator apps: who has one is asked for it, and hears of every change."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from segue.accounts.models import Person
from segue.notifications.models import Mail
from segue.web import sign_in

PASSWORD = "a-good-long-word"
INDEX, ACTIVATE = "/accounts/second-step/", "/accounts/second-step/totp/activate/"
SECOND = "/accounts/second-step/authenticate/"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada(world, db):
    person = world.person(world.ada)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def signed_in(person):
    client = Client()
    return client, client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


def code_of(secret, *, counter):
    return format_hotp_value(hotp_value(secret, counter))


def set_up(client, monkeypatch, *, counter=1):
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([counter]))
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'id="secret" value="(\w+)"', page)[1]
    assert "<svg" in page
    assert "data:image" not in page
    assert client.post(ACTIVATE, {"code": code_of(secret, counter=counter)}).status_code == 302
    return secret


def test_who_has_an_authenticator_app_is_asked_for_its_figures(ada, monkeypatch):
    client, _ = signed_in(ada)
    secret = set_up(client, monkeypatch)
    kept = Authenticator.objects.get(user=ada, type="totp")
    assert secret not in str(kept.data)

    client, answer = signed_in(ada)
    assert answer.url == SECOND
    assert client.get("/leads").status_code == 302
    assert "Incorrect code." in client.post(SECOND, {"code": "000000"}).content.decode()

    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([2]))
    assert client.post(SECOND, {"code": code_of(secret, counter=2)}).status_code == 302
    assert client.get("/leads").status_code in {200, 302}
    assert client.get("/me").status_code == 200


def test_figures_work_once_and_a_recovery_code_works_instead(ada, monkeypatch):
    client, _ = signed_in(ada)
    secret = set_up(client, monkeypatch)
    codes = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()

    client, _ = signed_in(ada)
    assert client.post(SECOND, {"code": code_of(secret, counter=1)}).status_code == 302
    client, _ = signed_in(ada)
    cache.clear()  # another process remembers nothing of the library's
    spaced = " ".join(code_of(secret, counter=1))
    for again in (code_of(secret, counter=1), spaced):
        assert client.post(SECOND, {"code": again}).status_code == 200
    assert client.post(SECOND, {"code": codes[0]}).status_code == 302
    client, _ = signed_in(ada)
    assert client.post(SECOND, {"code": codes[0]}).status_code == 200


def test_the_second_step_is_asked_for_after_a_mailed_code_too(ada, monkeypatch):
    client, _ = signed_in(ada)
    set_up(client, monkeypatch)

    client = Client()
    client.post("/accounts/login/code/", {"email": ada.email})
    mailed = re.search(r"\b([A-Z0-9-]{6,9})\b\n", Mail.objects.filter(kind="sign_in_code").latest("created_at").text)
    answer = client.post("/accounts/login/code/confirm/", {"code": mailed[1]})
    assert (answer.status_code, answer.url) == (302, SECOND)


def test_every_change_is_mailed_to_the_person_in_their_language(ada, monkeypatch, django_capture_on_commit_callbacks):
    Person.objects.filter(id=ada.id).update(language="it")
    client, _ = signed_in(ada)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client, monkeypatch)
    subjects = set(Mail.objects.filter(to=ada.email, kind="account").values_list("subject", flat=True))
    assert "Ora un'app di autenticazione protegge il suo account" in subjects
    [mail] = Mail.objects.filter(subject__startswith="Ora un'app")
    assert "127.0.0.1" in mail.text
    assert "/me" in mail.text


def test_switching_it_off_asks_who_is_there_again(ada, monkeypatch, settings):
    client, _ = signed_in(ada)
    set_up(client, monkeypatch)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    answer = client.post("/accounts/second-step/totp/deactivate/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer.url
    assert Authenticator.objects.filter(user=ada, type="totp").exists()


def test_pages_of_the_second_step_speak_to_whoever_is_signed_in_only(ada):
    for page in (INDEX, ACTIVATE, "/accounts/second-step/webauthn/", "/accounts/second-step/webauthn/add/"):
        assert Client().get(page).status_code == 302
        client, _ = signed_in(ada)
        assert client.get(page).status_code == 200, page
    assert 'id="passkey_login"' in Client().get("/accounts/login/").content.decode()


def test_figures_are_not_guessed_however_many_processes_count_for_themselves(ada, monkeypatch):
    monkeypatch.setattr(sign_in, "MOST_FIGURES", 3)
    client, _ = signed_in(ada)
    secret = set_up(client, monkeypatch)
    client, _ = signed_in(ada)
    for _ in range(3):
        cache.clear()
        assert "Incorrect code" in client.post(SECOND, {"code": "000000"}).content.decode()
    cache.clear()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([2]))

    refused = client.post(SECOND, {"code": code_of(secret, counter=2)})

    assert refused.status_code == 200
    assert client.get("/me").status_code == 302
