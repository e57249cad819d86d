"""Who is asked after whom: chosen on the request form, shown and changed on the private page."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from segue.accounts.actor import Customer
from segue.leads import queries as leads
from segue.requests.actions.confirm import confirm
from segue.requests.actions.in_turn import pass_on_in_turn
from segue.requests.links import link_token
from segue.requests.models import Request
from segue.requests.turns import turns_of
from tests.requests.asking import asked, nordlicht
from tests.web.customer.test_form import filled
from tests.web.customer.test_letter import address, clock, read  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(world, clock):  # noqa: F811 -- the fixture
    """Anna's confirmed request: first Bergen, then Oslo, then Hamburg."""
    request = asked(world, world.bergen, world.oslo, nordlicht(world), in_turn=True)
    return confirm(request.id, actor=Customer(request.id), at=world.at)


def test_the_form_asks_how_and_in_which_order_once_there_are_several(client, world, clock):  # noqa: F811
    one = client.get(reverse("ask"), {"location": [world.bergen.id]}).content.decode()
    assert "One after the other" not in one
    two = client.get(reverse("ask"), {"location": [world.bergen.id, world.oslo.id]}).content.decode()
    assert "One after the other" in two
    order = {"how": "in_turn", f"place-{world.bergen.id}": "2", f"place-{world.oslo.id}": "1"}
    answer = client.post(reverse("ask"), filled(clock, world.bergen, world.oslo, **order))
    request = Request.objects.get()
    assert [lead.partner.name for lead in leads.of_request(request.id)] == ["Fjord Cloud"]
    assert turns_of(request.id).names == ["Harbour IT"]
    thanks = client.get(answer["Location"]).content.decode()
    assert "Harbour IT is asked afterwards, once the e-mail address is confirmed." in thanks


def test_the_letter_says_whose_turn_it_is_and_who_is_next(client, world, anna):
    page = read(client, anna)
    assert "Harbour IT has it until Wednesday 9 September, 17:00; then Fjord Cloud is asked." in page
    assert "After that: Nordlicht." in page
    assert "you can ask another from" not in page
    pass_on_in_turn(at=world.at + timedelta(days=3))
    assert "Fjord Cloud has it until" in read(client, anna)


def test_what_is_to_come_stands_in_the_order_in_which_it_happens(client, world, anna):
    page = client.get(address(anna)).context
    assert page["opening"][0] == "Harbour IT has your request."
    to_come = [(step["words"], step["when"]) for step in page["steps"] if step["state"] == "next"]
    turn = "{} is asked, unless somebody has taken it on before"
    assert to_come == [
        (turn.format("Fjord Cloud"), "Wednesday 9 September, 17:00"),
        (turn.format("Nordlicht"), ""),
        ("Harbour IT answers by Monday 21 September, 10:00", ""),
    ]


def test_a_turn_that_waits_for_the_confirmation_has_no_day_yet(client, world, clock):  # noqa: F811
    page = client.get(address(asked(world, world.bergen, world.oslo, in_turn=True))).context
    assert page["opening"][0] == "Harbour IT has your request and answers by Monday 21 September, 10:00."
    last = page["steps"][-1]
    assert (last["words"], last["when"]) == ("Fjord Cloud is asked, unless somebody has taken it on before", "")


def test_the_order_is_changed_by_buttons_that_say_the_whole_of_it(client, world, anna):
    here = address(anna, "letter-order")
    oslo, hamburg = (one.id for one in turns_of(anna.id).left)
    page = client.get(here)
    rows = [(row["name"], row["earlier"], row["later"], row["out"]) for row in page.context["order"]["rows"]]
    assert rows == [
        ("Fjord Cloud", "", f"{hamburg},{oslo}", str(hamburg)),
        ("Nordlicht", f"{hamburg},{oslo}", "", str(oslo)),
    ]
    assert client.post(here, {"order": f"{hamburg},{oslo}"}).url == here
    assert turns_of(anna.id).names == ["Nordlicht", "Fjord Cloud"]
    client.post(here, {"order": ""})
    assert turns_of(anna.id) is None
    page = unescape(client.get(here).content.decode())
    assert "Nobody further is asked by itself." in page
    assert "Ask Fjord Cloud next" in page


def test_who_asked_one_can_name_who_is_next(client, world, clock):  # noqa: F811
    request = asked(world, world.bergen)
    assert "asked next" not in read(client, request)
    confirm(request.id, actor=Customer(request.id), at=world.at)
    assert "Say who is asked next, if you hear nothing" in read(client, request)
    client.post(address(request, "letter-order"), {"order": str(world.oslo.id)})
    assert "then Fjord Cloud is asked." in read(client, request)


def test_a_link_that_is_not_theirs_opens_nothing(client, world, anna):
    url = reverse("letter-order", args=[link_token(anna.id, anna.link_epoch + 1)])
    assert client.get(url).status_code == client.post(url, {"order": ""}).status_code == 404
    assert turns_of(anna.id).names == ["Fjord Cloud", "Nordlicht"]
