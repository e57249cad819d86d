"""Whoever sends a lead searches for the partner first, among any number of them; what is typed is never lost."""

import re

import pytest

from segue.accounts.actions import Place, add_location
from segue.accounts.models import Location
from segue.directory.actions import pause, unpublish
from segue.directory.gazetteer.fill import fill
from segue.kit.working_time import office_hours
from segue.leads.models import Lead
from tests.towns import TOWNS
from tests.web.sending.test_send import answers

URL = "/send/partner"
BOTH = [("Fjord Cloud", ["Oslo"]), ("Harbour IT", ["Bergen", "Trieste"])]


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
    assert sorted(offered(page)) == BOTH  # they are tied, and take turns
    form = client.get("/send", {"what": "harbour", "where": "", "location": world.trieste.id})
    assert "<strong>Harbour IT, Trieste</strong>" in form.content.decode()


def test_a_partner_is_found_by_words_and_place(as_, world):
    fill(TOWNS)
    client = as_(world.sven)
    assert offered(client.get(URL, {"what": "fjord"})) == [("Fjord Cloud", ["Oslo"])]
    assert offered(client.get(URL, {"where": "Trieste"}))[0] == ("Harbour IT", ["Trieste", "Bergen"])
    nobody = client.get(URL, {"what": "nobody-is-called-so"})
    assert offered(nobody) == []
    assert "Nobody fits all of this" in nobody.content.decode()
    assert (
        '<button class="button" data-kind="primary" type="submit" name="everybody" value="1">'
        in nobody.content.decode()
    )
    everybody = client.get(URL, {"what": "nobody-is-called-so", "everybody": "1"})
    assert sorted(offered(everybody)) == BOTH
    assert "nobody-is-called-so" not in everybody.content.decode().partition("<main")[2]


def test_where_no_partner_is_published_the_page_says_so(as_, world):
    for partner, admin in ((world.fjord, world.dora), (world.harbour, world.ada)):
        unpublish(partner.id, actor=admin, at=world.at)
    page = as_(world.marta).get(URL).content.decode()
    assert "No partner takes leads yet" in page
    assert 'name="everybody"' not in page


def test_what_is_not_published_is_found_by_the_vendor_alone(as_, world):
    unpublish(world.fjord.id, actor=world.dora, at=world.at)
    page = as_(world.sven).get(URL, {"what": "fjord"})
    assert offered(page) == []
    assert page.context["unpublished"] == [{"id": world.oslo.id, "words": "Fjord Cloud, Oslo (not published)"}]
    assert as_(world.sven).get(URL).context["unpublished"] == []
    assert "Fjord Cloud" not in as_(world.ada).get(URL, {"what": "fjord"}).content.decode()


def open_in(world, partner, *cities, after=0):
    """Give a partner further locations, one in each town; not published."""
    countries = ["NO", "SE", "DK", "FI", "IT"]
    for number, city in enumerate(cities, start=after):
        country = countries[number // 4]
        hours = office_hours("Europe/Oslo").hours
        place = Place(name=f"Office {city}", city=city, country=country, time_zone="Europe/Oslo", hours=hours)
        add_location(partner.id, actor=world.vera, at=world.at, place=place)


def test_every_location_of_a_partner_is_reached_by_its_town(as_, world):
    client = as_(world.sven)
    cities = ["Alta", "Hamar", "Lund", "Malmö", "Moss", "Narvik"]
    open_in(world, world.fjord, *cities)
    assert "More locations" not in client.get(URL, {"what": "fjord"}).content.decode()
    Location.objects.filter(partner=world.fjord).update(published=True)
    page = client.get(URL, {"what": "fjord"})
    assert offered(page) == [("Fjord Cloud", ["Oslo", "Alta", "Hamar", "Lund", "Malmö"])]
    assert "More locations: search for a town." in page.content.decode()
    Location.objects.filter(city="Lund").update(city="Moss")
    there = client.get(URL, {"what": "fjord", "where": "Moss"})
    assert offered(there)[0][1][:2] == ["Moss", "Moss"]
    Location.objects.filter(partner=world.fjord).exclude(city="Oslo").update(city="Moss")
    assert offered(client.get(URL, {"what": "fjord", "where": "Moss"}))[0][1] == ["Moss"] * len(cities)


def test_every_unpublished_location_is_reached_by_its_town(as_, world):
    client = as_(world.sven)
    cities = [f"Town {letter}" for letter in "abcdefghijklmnopqrs"]
    open_in(world, world.fjord, *cities[:18])
    unpublish(world.fjord.id, actor=world.dora, at=world.at)
    full = client.get(URL, {"what": "fjord"})
    assert len(full.context["unpublished"]) == 19
    assert "More locations" not in full.content.decode()
    open_in(world, world.fjord, "Ålesund", "Ørsta", after=18)
    page = client.get(URL, {"what": "fjord"})
    assert len(page.context["unpublished"]) == 20
    assert "Ørsta" not in page.content.decode()
    assert "More locations: search for a town, or for more of the name." in page.content.decode()
    there = client.get(URL, {"what": "fjord", "where": "ørsta"})
    assert there.context["unpublished"][0]["words"] == "Fjord Cloud, Office Ørsta (not published)"


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


def test_who_changes_their_mind_keeps_the_partner_and_what_was_typed(as_, world):
    client = as_(world.vera)
    typed = answers(world, need="Plan the warehouse", products=["erp", "crm"], type="sales")
    keep = f'name="location" value="{world.trieste.id}" formaction="/send/draft">Keep Harbour IT, Trieste</button>'
    first = client.post(URL, typed).content.decode()
    assert keep in first
    assert 'data-guard="typed"' in first
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', first))
    searched = client.post(URL, carried | {"what": "fjord"})
    assert offered(searched) == [("Fjord Cloud", ["Oslo"])]
    assert keep in searched.content.decode()
    form = client.post("/send/draft", typed | {"chosen": carried["chosen"], "what": "fjord"})
    assert "<strong>Harbour IT, Trieste</strong>" in form.content.decode()
    kept = form.context["form"]
    assert (kept["need"].value(), kept["products"].value()) == ("Plan the warehouse", ["erp", "crm"])


def test_nothing_is_kept_before_a_partner_is_chosen_or_by_who_could_not_choose_it(as_, world):
    assert "Keep " not in as_(world.sven).get(URL).content.decode()
    assert "Keep " not in as_(world.sven).post(URL, answers(world, location="")).content.decode()
    assert "Keep " not in as_(world.ada).post(URL, answers(world)).content.decode()


def test_a_page_of_the_search_leads_to_the_next(as_, world, monkeypatch):
    monkeypatch.setattr("segue.requests.receivers.PAGE", 1)
    client = as_(world.sven)
    first = client.get(URL)
    second = client.get(URL, {"page": first.context["more"]})
    assert sorted(offered(first) + offered(second)) == BOTH
    assert "To the first" in second.content.decode()
    again = client.post(URL, answers(world, page=first.context["more"]))
    assert offered(again) == offered(second)
    assert offered(client.get(URL, {"page": "somebody-elses"})) == offered(first)
