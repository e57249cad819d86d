"""Sign-in by the company's own identity provider, played by the library's: who is known here, and nobody else."""

import json
import re
import subprocess
import sys

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from segue.accounts.models import Person
from segue.notifications.models import Mail
from segue.web import company_sign_in
from tests.web.identity_provider import CLIENT, SECRET

START = "/accounts/oidc/company/login/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """The folder and the address of a provider that runs."""
    folder = tmp_path_factory.mktemp("provider")
    command = [sys.executable, "-m", "tests.web.identity_provider", str(folder), f"http://testserver{START}callback/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        port = process.stdout.readline().strip()
        yield folder, f"http://localhost:{port}"
        process.kill()


@pytest.fixture
def sign_in(provider, world, settings):
    """Signs in at the provider as somebody and comes back: the browser, and what the last page answered."""
    folder, address = provider
    cache.clear()
    is_there = folder / "person.json"
    is_there.write_text(json.dumps({"email": "ada@harbour.example", "verified": True}))
    app = {"provider_id": "company", "name": "Aurora's sign-in", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": address, "oauth_pkce_enabled": True}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    def go(email, *, verified=True):
        is_there.write_text(json.dumps({"email": email, "verified": verified}))
        browser = Client()
        sent = browser.post(START)
        assert sent.url.startswith(f"{address}/identity/o/authorize?"), sent
        returned = httpx.get(sent.url).headers["location"]
        assert returned.startswith(f"http://testserver{START}callback/?")
        return browser, browser.get(returned.removeprefix("http://testserver"), follow=True)

    return go


@pytest.mark.django_db
def test_a_person_who_is_known_signs_in_and_is_told_once(sign_in):
    for email in ("ada@harbour.example", "Ada@Harbour.example"):
        browser, answer = sign_in(email)
        assert answer.status_code == 200
        assert browser.get("/me").context["person"].email == "ada@harbour.example"
    told = Mail.objects.filter(to="ada@harbour.example", kind="account").values_list("subject", flat=True)
    assert list(told) == ["Your account can now be opened with your company's sign-in"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "verified", "sentence"),
    [
        ("eva@nowhere.example", True, "Nobody here has the e-mail address eva@nowhere.example."),
        ("vera@aurora.example", False, "does not say that it has checked your e-mail address"),
    ],
)
def test_who_is_not_known_or_not_checked_is_told_why_and_stays_out(sign_in, email, verified, sentence):
    people = Person.objects.count()
    browser, answer = sign_in(email, verified=verified)
    assert answer.redirect_chain[-1][0] == "/accounts/login/"
    assert sentence in answer.content.decode()
    assert browser.get("/me").status_code == 302
    assert not SocialAccount.objects.exists()
    assert Person.objects.count() == people


@pytest.mark.parametrize(
    ("said", "taken"), [(True, True), ("true", True), (False, False), ("false", False), ("no", False), (1, False)]
)
def test_a_provider_that_writes_its_no_as_a_word_has_not_checked_an_address(said, taken):
    assert company_sign_in.says_yes(said) is taken


@pytest.mark.django_db
def test_an_installation_may_trust_its_provider_with_addresses(sign_in, settings):
    settings.OIDC_TRUST_EMAIL = True
    browser, _ = sign_in("vera@aurora.example", verified=False)
    assert browser.get("/me").status_code == 200


@pytest.mark.django_db
def test_a_sign_in_that_was_broken_off_leads_back_with_a_sentence(sign_in, client):
    state = re.search(r"state=([^&]+)", client.post(START).url)[1]
    answer = client.get(f"{START}callback/?error=access_denied&state={state}", follow=True)
    assert answer.status_code == 200
    forged = client.get(f"{START}callback/?code=x&state=forged", follow=True)
    assert "did not let you in" in forged.content.decode()


@pytest.mark.django_db
def test_a_provider_that_is_away_is_no_fault_of_the_page(sign_in, settings, client):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = "http://localhost:9"
    assert "does not answer" in client.post(START, follow=True).content.decode()


@pytest.mark.django_db
def test_without_the_setting_nothing_is_offered(client, world):
    assert "oidc" not in client.get("/accounts/login/").content.decode()
    assert client.post(START).status_code == 404
    for closed in ("signup/", "connections/"):
        assert client.get(f"/accounts/company/{closed}").status_code == 404
