"""Next and previous within the list one came from, what came in since, and what a colleague did meanwhile."""

from datetime import timedelta
from itertools import pairwise

import pytest

from segue.leads.actions import respond, work
from segue.leads.models import Type
from tests import make

pytestmark = pytest.mark.django_db

RECEIVED = "/leads/marketplace/received"


def text(response):
    return response.content.decode()


def arrivals(client):
    page = text(client.get(RECEIVED))
    url = page.split('data-arrivals="')[1].split('"')[0].replace("&amp;", "&")
    return lambda: client.get(url)


@pytest.mark.parametrize("order", ["hot", "received"])
def test_next_and_previous_follow_the_list_with_its_filters_and_order(ada, world, order):
    late, hot, early = (
        make.lead(world, customer_company=name, at=world.at - timedelta(hours=hours), direct_contact=name == "Hot")
        for name, hours in (("Late", 1), ("Hot", 2), ("Early", 3))
    )
    make.lead(world, customer_company="Norwegian", customer_country="NO", at=world.at - timedelta(hours=4))
    ada.get(f"{RECEIVED}?country=IT&order={order}")
    ada.get(RECEIVED)
    way = {"hot": [hot, early, late], "received": [late, hot, early]}[order]
    for one, another in pairwise(way):
        assert ada.get(f"/leads/{one.id}/next").url == f"/leads/{another.id}"
        assert ada.get(f"/leads/{another.id}/previous").url == f"/leads/{one.id}"
    assert ada.get(f"/leads/{way[0].id}/previous").url == RECEIVED
    end = ada.get(f"/leads/{way[-1].id}/next", follow=True)
    assert "This list ends here." in text(end)

    # What was answered has left the list; the way goes on from where it stood.
    respond.accept(way[0].id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    assert ada.get(f"/leads/{way[0].id}/next").url == f"/leads/{way[1].id}"
    assert f'href="/leads/{way[0].id}/next"' in text(ada.get(f"/leads/{way[0].id}"))


def test_new_leads_are_counted_and_the_list_stays(ada, world, at):
    make.lead(world)
    ask = arrivals(ada)
    assert ask().status_code == 204
    at.shift(timedelta(minutes=2))
    for country, kind, by in (
        ("IT", Type.INQUIRY, {}),
        ("NO", Type.INQUIRY, {}),
        ("IT", Type.SALES, {"by": world.sven}),
    ):
        make.lead(world, at=world.at + timedelta(minutes=61), customer_country=country, type=kind, **by)
    assert "2 new" in text(ask())
    ada.get(f"{RECEIVED}?country=IT")
    assert "1 new" in text(ask())
    assert arrivals(ada)().status_code == 204
    assert "data-arrivals" not in text(ada.get("/leads/marketplace/accepted"))


@pytest.mark.parametrize("since", ["", "yesterday", "2026-09-07T10:00:00"])
def test_no_moment_is_no_question(ada, since):
    assert ada.get(f"{RECEIVED}/arrivals", {"since": since}).status_code == 404


def test_a_stranger_hears_of_no_arrival(as_, world, at):
    ask = arrivals(as_(world.dora))
    make.lead(world, at=world.at + timedelta(minutes=61))
    assert ask().status_code == 204


def test_what_a_colleague_did_while_i_was_writing_stands_above_my_words(ada, world):
    lead = make.lead(world, "accepted")
    url = f"/leads/{lead.id}/details"
    assert "while you were writing" not in text(ada.get(url))
    work.edit(lead.id, actor=world.ben, at=world.at, seen=2, deal=make.Deal(deal_name="Bens name", notes="ERP"))
    answer = ada.post(url, {"seen": 2, "deal_name": "My name", "currency": "EUR", "notes": "My long note"})
    assert answer.status_code == 409
    page = text(answer)
    assert "This lead changed while you were writing." in page
    assert "Ben Haugen changed the deal, 7 Sep, 10:00. " in page
    assert "What you wrote is kept below; it is not sent yet." in page
    assert "My long note" in page
    sent = ada.post(url, {"seen": 3, "deal_name": "My name", "currency": "EUR", "notes": "My long note"})
    assert sent.status_code == 302


def test_a_contact_link_leads_to_the_question_whether_it_reached_anybody(ada, world):
    lead = make.lead(world)
    page = text(ada.get(f"/leads/{lead.id}"))
    assert f'data-contact="called" data-lead="/leads/{lead.id}"' in page
    asked = page.split(f'data-reached="/leads/{lead.id}"')[1].split("Log a contact")[0]
    assert asked.split(">")[0].endswith("hidden")
    for words in ("Did you reach Anna?", "Yes", "No answer", "Later"):
        assert words in asked
