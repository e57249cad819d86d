import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import OperationalError

from segue.accounts.queries import partner_names
from segue.directory.actions import impression_writer as writer
from segue.directory.actions import pause
from segue.directory.gazetteer.fill import fill
from segue.directory.impressions import in_vain, last_searches, showings_of
from segue.directory.models import Impression
from segue.web.public import directory_data
from segue.web.public import noted as noting
from segue.web.public.directory_data import NAMES
from segue.web.public.noted import _times
from tests import people
from tests.towns import TOWNS

DOCS = (Path(__file__).parents[3] / "docs" / "directory-api.md").read_text()
URL = "/directory.json"


@pytest.fixture
def world(db):
    return people.world()


def test_a_question_is_answered_in_the_order_of_the_page_and_names_no_person(client, world):
    answer = client.get(URL, {"what": "warehouse"})
    told = answer.json()
    (harbour,) = told["partners"]
    assert (told["total"], told["total_is_at_least"], told["next"]) == (1, False, None)
    assert harbour["name"] == "Harbour IT"
    assert harbour["url"] == "http://localhost:8000/partners/harbour-it"
    assert harbour["ask_url"].startswith(f"http://localhost:8000/ask?location={world.bergen.id}")
    assert harbour["product"] == [{"code": "erp", "label": "ERP"}, {"code": "cloud", "label": "Cloud platform"}]
    assert [place["city"] for place in harbour["locations"]] == ["Bergen", "Trieste"]
    for actor in (world.ada, world.ben, world.giulia):
        person = world.person(actor)
        assert person.email not in answer.content.decode()
        assert person.name not in answer.content.decode()
    page = [card["name"] for card in client.get("/").context["cards"]]
    assert [one["name"] for one in client.get(URL).json()["partners"]] == page


def test_pages_follow_one_another_by_their_address(client, world):
    first = client.get(URL, {"limit": "1", "lang": "it"}).json()
    second = client.get(first["next"].removeprefix("http://localhost:8000")).json()
    assert {one["name"] for page in (first, second) for one in page["partners"]} == {"Fjord Cloud", "Harbour IT"}
    assert second["next"] is None
    assert "Piattaforma cloud" in str(second["partners"])


def test_a_town_that_is_not_known_is_told_with_what_may_be_meant(client, world):
    fill(TOWNS)
    told = client.get(URL, {"where": "Bergenhagn"}).json()
    assert (told["unknown_town"], told["towns_like"]) == ("Bergenhagn", ["Bergen, NO", "Bergen, NL"])
    meant = client.get(URL, {"where": told["towns_like"][0]}).json()
    assert (meant["looked_around"], meant["unknown_town"], meant["towns_like"]) == ("Bergen, NO", None, [])


def test_a_partner_on_a_break_says_so_and_cannot_be_asked(client, world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    (harbour,) = client.get(URL, {"what": "harbour it"}).json()["partners"]
    assert (harbour["accepts_requests"], harbour["ask_url"]) == (False, None)


@pytest.mark.parametrize(
    ("asked", "field", "says"),
    [
        ({"colour": "red"}, "colour", "There is no such part of a question."),
        ({"country": "XX"}, "country", "Give one of: AD, "),
        ({"product": "nothing"}, "product", "Give one of: "),
        ({"remote": "yes"}, "remote", "Give one of: 1."),
        ({"limit": "51"}, "limit", "Give a whole number from 1 to 50."),
        ({"limit": "1e3"}, "limit", "Give a whole number from 1 to 50."),
        ({"after": "forged"}, "after", "This is not where a page of this question ended."),
        ({"what": "x" * 201}, "what", "Shorten this to 200 characters."),
        ({"country": ["NO", "IT"]}, "country", "Give it once."),
        ({"lang": "xx"}, "lang", "Give one of: en, it."),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(client, world, asked, field, says):
    refused = client.get(URL, asked)
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    told = refused.json()
    assert (told["code"], told["request_id"]) == ("invalid", refused["X-Request-Id"])
    assert [one["field"] for one in told["errors"]] == [field]
    assert told["errors"][0]["detail"].startswith(says)


def test_every_other_refusal_has_the_same_shape(client, world, monkeypatch):
    shape = {"status", "title", "code", "request_id"}
    wrong_method = client.post(URL)
    assert (wrong_method.status_code, wrong_method["Allow"], set(wrong_method.json())) == (405, "GET, HEAD", shape)

    def away(_query):
        raise OperationalError

    monkeypatch.setattr(directory_data, "search", away)
    missing = client.get(URL)
    assert (missing.status_code, missing["Retry-After"], missing.json()["code"]) == (503, "5", "unavailable")
    assert set(missing.json()) == shape


def test_an_answer_may_be_kept_and_is_not_sent_twice(client, world):
    first = client.get(URL, {"limit": "1"})
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("public, max-age=60", "noindex")
    assert not first.cookies
    again = client.get(URL, {"limit": "1"}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.fixture
def noted():
    """Writes what waits, and returns the noted pages."""
    _times.clear()
    writer.clear()

    def written():
        writer.write()
        return list(Impression.objects.order_by("at", "id"))

    return written


def test_what_was_answered_is_noted_apart_from_what_visitors_were_shown(client, world, noted, time_machine):
    time_machine.move_to(world.at, tick=False)
    told = client.get(URL, {"what": "ERP mail anna@conti.example", "product": "erp"}).json()
    (impression,) = noted()
    assert (impression.by, impression.what, impression.filters) == ("data", "erp mail", {"product": "erp"})
    assert (impression.total, impression.cell) == (told["total"], "erp|")
    shown = [partner_names({row.partner_id})[row.partner_id] for row in impression.shown.order_by("place")]
    assert shown == [one["name"] for one in told["partners"]] != []
    assert (last_searches(), showings_of(world.harbour.id, limit=9)) == ([], [])
    assert in_vain(actor=world.vera, since=world.at - timedelta(days=1)) == []


def test_the_form_it_leads_to_is_noted_with_the_answer(client, world, noted, time_machine):
    time_machine.move_to(world.at, tick=False)
    (harbour,) = client.get(URL, {"what": "warehouse"}).json()["partners"]
    (impression,) = noted()
    searched = f"location={world.bergen.id}&searched=warehouse&found={impression.id.hex}"
    assert harbour["ask_url"] == f"http://localhost:8000/ask?{searched}"
    assert harbour["url"] == "http://localhost:8000/partners/harbour-it"
    client.get(harbour["ask_url"].removeprefix("http://localhost:8000"))
    noted()
    assert impression.shown.get().clicked_at == world.at


def test_the_form_it_leads_to_knows_what_was_searched_as_from_the_page(client, world):
    for question, words in (
        ({"what": "warehouse", "where": "Bergen"}, {"searched": "warehouse", "near": "Bergen"}),
        ({"product": "erp", "country": "NO"}, {"searched": "ERP", "near": "Norway"}),
        ({}, {}),
    ):
        url = client.get(URL, question).json()["partners"][0]["ask_url"]
        told = {name: text for name, text in parse_qsl(urlsplit(url).query) if name in {"searched", "near"}}
        tray = {one["name"]: one["value"] for one in client.get("/", question).context["tray"]["hidden"]}
        assert told == words == {name: text for name, text in tray.items() if name != "found"}


def test_what_nobody_was_shown_anew_is_not_noted(client, as_, world, noted):
    first = client.get(URL)
    assert client.get(URL, headers={"If-None-Match": first["ETag"]}).status_code == 304
    again = client.get(URL)
    assert again["ETag"] == first["ETag"]
    client.head(URL)
    client.get(URL, headers={"User-Agent": "Somebot/2.1"})
    as_(world.vera).get(URL)
    assert len(noted()) == 2


def test_no_more_is_noted_from_one_address_than_of_the_page(client, world, noted, time_machine, monkeypatch):
    time_machine.move_to(world.at, tick=False)
    monkeypatch.setattr(noting, "MOST_IN_A_MINUTE", 2)
    client.get("/")
    urls = [client.get(URL, {"limit": "1"}).json()["partners"][0]["ask_url"] for _ in range(3)]
    assert ["found=" in url for url in urls] == [True, False, False]
    assert sorted(one.by for one in noted()) == ["data", "directory"]


def test_who_asks_too_often_is_told_when_to_come_back(client, world, time_machine, monkeypatch):
    monkeypatch.setattr(directory_data, "MOST_IN_A_MINUTE", 3)
    time_machine.move_to(world.at, tick=False)
    for _ in range(3):
        assert client.get(URL, {"limit": "0"}).status_code == 422
    refused = client.get(URL)
    assert (refused.status_code, refused["Retry-After"], refused.json()["code"]) == (429, "60", "too-many")
    assert client.get(URL, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_page_about_it_names_every_part_and_every_field(client, world):
    told = client.get(URL).json()
    place = told["partners"][0]["locations"][0]
    choice = told["narrow"]["country"][0]
    fields = {"typed", "meant", *NAMES, *told, *told["partners"][0], *place, *choice}
    assert fields - set(re.findall(r"`([a-z_]+)`", DOCS)) == set()
