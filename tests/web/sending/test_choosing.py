"""Whoever sends a lead searches for the partner first, among any number of them; what is typed is never lost."""

import re

import pytest

from segue.directory.actions import pause, unpublish
from segue.leads.models import Lead
from tests.web.sending.test_send import answers

URL = "/send/partner"


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)


def offered(page):
    return [(one.name, [place.city for place in one.locations]) for one in page.context["candidates"]]


def test_without_a_partner_in_the_address_one_is_chosen_first(as_, world):
    client = as_(world.sven)
    for address in ("/send", "/send?location=Oslo", "/send?location=01a20831-b51b-7186-ae05-0c8fa7ed2933"):
        assert client.get(address).url == URL
    page = client.get(URL)
    assert 'method="get"' in page.content.decode()
    assert offered(page) == [("Fjord Cloud", ["Oslo"]), ("Harbour IT", ["Bergen", "Trieste"])]
    form = client.get("/send", {"what": "harbour", "where": "", "location": world.trieste.id})
    assert "<strong>Harbour IT, Trieste</strong>" in form.content.decode()


def test_a_partner_is_found_by_words_and_place(as_, world):
    client = as_(world.sven)
    assert offered(client.get(URL, {"what": "fjord"})) == [("Fjord Cloud", ["Oslo"])]
    assert offered(client.get(URL, {"where": "Trieste"}))[0] == ("Harbour IT", ["Trieste", "Bergen"])
    nobody = client.get(URL, {"what": "nobody-is-called-so"})
    assert offered(nobody) == []
    assert "Nobody fits all of this" in nobody.content.decode()


def test_what_is_not_published_is_found_by_the_vendor_alone(as_, world):
    unpublish(world.fjord.id, actor=world.dora, at=world.at)
    page = as_(world.sven).get(URL, {"what": "fjord"})
    assert offered(page) == []
    assert page.context["unpublished"] == [{"id": world.oslo.id, "words": "Fjord Cloud, Oslo (not published)"}]
    assert as_(world.sven).get(URL).context["unpublished"] == []
    assert "Fjord Cloud" not in as_(world.ada).get(URL, {"what": "fjord"}).content.decode()


def test_who_takes_a_break_is_found_with_the_reason(as_, world):
    pause(world.fjord.id, actor=world.dora, at=world.at)
    page = as_(world.sven).get(URL, {"what": "fjord"})
    assert "Takes no requests at present" in page.content.decode()
    assert f'value="{world.oslo.id}"' in page.content.decode()


def test_ones_own_company_is_not_among_them(as_, world):
    assert offered(as_(world.ada).get(URL)) == [("Fjord Cloud", ["Oslo"])]


def test_who_sends_nothing_chooses_nobody(as_, world):
    for name in ("cleo", "pia", "otto", "paula"):
        client = as_(getattr(world, name))
        assert client.get(URL).status_code == 403
        assert client.post("/send/draft", answers(world)).status_code == 403


def test_another_partner_is_chosen_without_losing_what_was_typed(as_, world):
    client = as_(world.vera)
    wrong = client.post("/send", answers(world, consent_how=""))
    assert wrong.status_code == 422
    assert f'formaction="{URL}"' in wrong.content.decode()
    typed = answers(world, need="Plan <b>the</b> warehouse", products=["erp", "crm"], type="sales")
    search = client.post(URL, typed | {"what": "fjord"})
    page = search.content.decode()
    assert 'method="post"' in page
    assert offered(search) == [("Fjord Cloud", ["Oslo"])]
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    assert ("need", "Plan &lt;b&gt;the&lt;/b&gt; warehouse") in carried
    assert [value for name, value in carried if name == "products"] == ["erp", "crm"]
    assert "location" not in dict(carried)
    form = client.post("/send/draft", typed | {"location": str(world.oslo.id), "what": "fjord"})
    text = form.content.decode()
    assert form.status_code == 200
    assert "<strong>Fjord Cloud, Oslo</strong>" in text
    assert "Please look at this again" not in text
    assert 'method="post" action="/send"' in text
    kept = form.context["form"]
    assert (kept["company"].value(), kept["products"].value()) == ("Conti Logistica", ["erp", "crm"])
    assert not Lead.objects.exists()
    client.post("/send", typed | {"products": ["erp"], "location": str(world.oslo.id)})
    assert Lead.objects.get().location == world.oslo


def test_a_page_of_the_search_leads_to_the_next(as_, world, monkeypatch):
    monkeypatch.setattr("segue.requests.receivers.PAGE", 1)
    client = as_(world.sven)
    first = client.get(URL)
    assert offered(first) == [("Fjord Cloud", ["Oslo"])]
    second = client.get(URL, {"page": first.context["more"]})
    assert offered(second) == [("Harbour IT", ["Bergen", "Trieste"])]
    assert "To the first" in second.content.decode()
    again = client.post(URL, answers(world, page=first.context["more"]))
    assert offered(again) == [("Harbour IT", ["Bergen", "Trieste"])]
    assert offered(client.get(URL, {"page": "somebody-elses"})) == offered(first)
