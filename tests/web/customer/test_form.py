from datetime import timedelta

import pytest
from django.urls import reverse

from segue.directory.actions import pause
from segue.leads.models import Lead
from segue.requests import bots
from segue.requests.links import thanks_token
from segue.requests.models import Request

pytestmark = pytest.mark.django_db

ANNA = {
    "need": "Move our warehouse planning into the cloud before the summer",
    "company": "Conti Logistica",
    "country": "IT",
    "name": "Anna Conti",
    "email": "anna@conti.example",
    "consent": "on",
}


@pytest.fixture
def clock(world, monkeypatch):
    """The moment at which the next request comes in; a test may move it."""
    state = {"at": world.at}
    monkeypatch.setattr("segue.kit.clock.now", lambda: state["at"])
    return state


def filled(clock, *locations, seconds=50, **changed):
    stamp = bots.stamp("nonce", at=clock["at"] - timedelta(seconds=seconds))
    return {**ANNA, "stamp": stamp, "location": [str(location.id) for location in locations], **changed}


def test_the_form_names_who_gets_what(client, world, clock):
    page = client.get(reverse("ask"), {"location": [world.bergen.id, world.oslo.id]}).content.decode()
    assert "Your request to Harbour IT and Fjord Cloud" in page
    assert "Harbour IT and Fjord Cloud may get what I wrote here and contact me about it." in page
    assert f'name="location" value="{world.bergen.id}"' in page


def test_without_a_partner_the_vendor_finds_someone(client, world, clock):
    page = client.get(reverse("ask")).content.decode()
    assert "Let Aurora Software find someone" in page
    answer = client.post(reverse("ask"), filled(clock))
    request = Request.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("thanks", args=[thanks_token(request)]))
    assert request.held == "no_partner"
    assert "Aurora Software is looking for a partner that fits" in client.get(answer["Location"]).content.decode()


def test_a_person_is_served_at_once(client, world, clock):
    answer = client.post(reverse("ask"), filled(clock, world.bergen))
    request = Request.objects.get()
    assert (request.held, request.possible_spam) == ("", False)
    assert Lead.objects.get().location_id == world.bergen.id
    page = client.get(answer["Location"]).content.decode()
    assert "Harbour IT has your request." in page
    assert "anna@conti.example" in page


def test_two_presses_ask_once_and_a_changed_form_asks_anew(client, world, clock):
    first = client.post(reverse("ask"), filled(clock, world.bergen))
    again = client.post(reverse("ask"), filled(clock, world.bergen))
    assert again["Location"] == first["Location"]
    changed = client.post(reverse("ask"), filled(clock, world.bergen, need="And a training for ten people"))
    assert changed["Location"] != first["Location"]
    assert Request.objects.count() == 2


def test_what_was_written_stays_beside_what_is_wrong(client, world, clock):
    answer = client.post(
        reverse("ask"), filled(clock, world.bergen, email="anna at conti", phone="", direct_contact="on")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Look at the e-mail address again; it should look like anna@conti.example." in page
    assert "To be contacted directly, give a phone number." in page
    assert "Move our warehouse planning into the cloud before the summer" in page
    assert 'value="anna at conti"' in page
    assert page.count('class="error-summary"') == 1
    assert Request.objects.count() == 0


def test_a_page_open_since_yesterday_is_shown_again_with_the_text(client, world, clock):
    answer = client.post(reverse("ask"), filled(clock, world.bergen, seconds=86_400))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing is lost: please look at it and send it once more." in page
    assert "Move our warehouse planning into the cloud before the summer" in page
    assert Request.objects.count() == 0
    stamp = page.split('name="stamp" value="')[1].split('"')[0]
    client.post(reverse("ask"), filled(clock, world.bergen, stamp=stamp))
    assert Request.objects.get().held == ""


@pytest.mark.parametrize("stamp", ["", "nonsense", "nonce.1.0", "nonce.99999999999999.x"])
def test_a_stamp_that_is_not_ours_loses_nothing(client, world, clock, stamp):
    answer = client.post(reverse("ask"), filled(clock, world.bergen, stamp=stamp))
    assert answer.status_code == 422
    assert "Move our warehouse planning" in answer.content.decode()


@pytest.mark.parametrize(
    "sign",
    [
        {"website": "https://cheap.example"},
        {"seconds": 1},
        {"need": "https://a.example https://b.example https://c.example www.d.example"},
    ],
)
def test_what_looks_like_a_machine_is_held_and_thanked_like_everybody(client, world, clock, sign):
    answer = client.post(reverse("ask"), filled(clock, world.bergen, **sign))
    request = Request.objects.get()
    assert answer.status_code == 302
    assert request.held == "suspicion"
    assert Lead.objects.count() == 0
    assert "Somebody at Aurora Software looks at your request" in client.get(answer["Location"]).content.decode()


def test_many_in_an_hour_are_held_then_refused_with_the_text_kept(client, world, clock):
    held = []
    for number in range(10):
        client.post(reverse("ask"), filled(clock, world.bergen, need=f"Need number {number}"))
        held.append(Request.objects.get(need=f"Need number {number}").held)
    assert held == ["", "", "", *["suspicion"] * 7]
    answer = client.post(reverse("ask"), filled(clock, world.bergen, need="One more"))
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "That was too often. Please wait a little and try again." in page
    assert "One more" in page


def test_a_partner_that_paused_meanwhile_is_named_and_nothing_is_sent_elsewhere(client, world, clock):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    answer = client.post(reverse("ask"), filled(clock, world.bergen, world.oslo))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Harbour IT is taking a break." in page
    assert "Your request to Fjord Cloud" in page
    assert Request.objects.count() == 0


def test_a_form_that_comes_from_elsewhere_is_refused(world, clock):
    from django.test import Client  # noqa: PLC0415 -- a client that checks what a browser would be checked for

    answer = Client(enforce_csrf_checks=True).post(reverse("ask"), filled(clock, world.bergen))
    assert answer.status_code == 403
    assert Request.objects.count() == 0
