import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.leads import found
from segue.leads.actions import work
from segue.leads.models import Type
from tests import make
from tests.web.partner.test_lead_list import RECEIVED, customers

pytestmark = pytest.mark.django_db


def search(client, words):
    return client.get("/leads/search", {"q": words})


def test_what_has_the_words_is_found_in_every_tab_and_stage_whatever_is_filtered(ada, world):
    make.lead(world, customer_company="Received", need="Warehouse planning")
    make.lead(world, customer_company="Sent", need="A warehouse", type=Type.SALES, by=world.sven)
    make.lead(world, "won", customer_company="Won", need="Two warehouses")
    make.lead(world, customer_company="Other", need="Time sheets")
    ada.get(f"{RECEIVED}?country=NO")
    page = search(ada, "  wareh ")
    assert customers(page) == ["Sent", "Received", "Won"]
    text = page.content.decode()
    assert re.findall(r'<h2 id="group-\d">([^<]+)<', text) == ["Received", "Archived"]
    assert text.count('id="marks"') == 1
    assert "3 leads" in text
    assert 'value="wareh"' not in ada.get("/leads/marketplace/received").content.decode()
    assert "No lead has these words" in search(ada, "nowhere").content.decode()
    assert customers(search(ada, " … ")) == []


def test_nothing_is_found_beyond_what_one_works_with(ada, as_, world):
    bergen = make.lead(world, customer_company="In Bergen", need="Warehouse")
    make.lead(world, customer_company="In Trieste", need="Warehouse", location=world.trieste)
    make.lead(world, customer_company="In Oslo", need="Warehouse", location=world.oslo)
    make.lead(world, "declined", customer_name="Bruno Conti", need="Warehouse")
    assert sorted(customers(search(ada, "wareh"))) == ["Conti Logistica", "In Bergen", "In Trieste"]
    assert customers(search(ada, "bruno")) == []
    assert customers(search(as_(world.giulia), "wareh")) == ["In Trieste"]
    assert customers(search(as_(world.dora), "wareh")) == ["In Oslo"]
    work.take(bergen.id, actor=world.ben, at=world.at, seen=1)
    assert "In Bergen" not in customers(search(as_(world.cleo), "wareh"))
    assert as_(world.pia).get("/leads/search?q=wareh").status_code == 403


def test_a_common_word_shows_the_newest_and_says_so_at_the_same_cost(ada, world, monkeypatch):
    monkeypatch.setattr(found, "EACH", 2)

    def statements():
        with CaptureQueriesContext(connection) as taken:
            page = search(ada, "wareh")
        return len(taken), page

    make.lead(world, customer_company="Oldest", need="Warehouse")
    one, _page = statements()
    for number in range(2):
        make.lead(world, customer_company=f"New {number}", need="Warehouse")
    three, page = statements()
    assert customers(page) == ["New 1", "New 0"]
    assert "One more word finds fewer." in page.content.decode()
    assert one == three <= 8
