"""What was searched travels from the directory to the lead, and nothing of the customer's own with it."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from segue.leads.models import Lead
from segue.requests.checks import searched
from tests.requests.asking import ANNA

SEARCH = {"what": "ERP migration", "where": "Trieste"}


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(searched|near|stamp)" value="([^"]*)">', unescape(page)))


def filled(page, **more):
    return {**ANNA, "consent": "on", **hidden(page), **more}


def test_the_search_goes_from_the_card_to_the_lead(client, as_, world, time_machine):
    card = client.get("/", SEARCH).context["cards"][0]
    profile = client.get(card["url"])
    assert profile.context["back"] == {"url": "/?what=ERP+migration&where=Trieste", "words": "Back to the results"}
    assert (
        f'<link rel="canonical" href="http://localhost:8000/partners/{world.harbour.slug}">' in profile.content.decode()
    )
    form = client.get(profile.context["ask"]["url"]).content.decode()
    time_machine.shift(60)
    refused = client.post(reverse("ask"), filled(form, location=str(world.trieste.id), need=""))
    assert refused.status_code == 422
    assert hidden(refused.content.decode())["searched"] == "ERP migration"
    client.post(reverse("ask"), filled(refused.content.decode(), location=str(world.trieste.id)))
    lead = Lead.objects.get()
    assert (lead.found_what, lead.found_where) == ("ERP migration", "Trieste")
    page = as_(world.ada).get(reverse("lead", args=[lead.id])).content.decode()
    assert "Found you searching “ERP migration” near Trieste." in page


def test_ticked_cards_and_the_vendors_search_take_it_along_too(client, world):
    page = client.get("/", {"product": "erp", "country": "IT"})
    assert 'name="searched" value="ERP"' in page.content.decode()
    assert 'name="near" value="Italy"' in page.content.decode()
    assert parse_qs(urlsplit(page.context["vendor_url"]).query) == {"searched": ["ERP"], "near": ["Italy"]}


def test_without_a_search_nothing_is_said(client, as_, world, time_machine):
    profile = client.get(client.get("/").context["cards"][0]["url"])
    assert profile.context["back"]["words"] == "All partners"
    form = client.get(reverse("ask"), {"location": str(world.oslo.id)}).content.decode()
    time_machine.shift(60)
    client.post(reverse("ask"), filled(form, location=str(world.oslo.id)))
    page = as_(world.dora).get(reverse("lead", args=[Lead.objects.get().id])).content.decode()
    assert "Found you in the directory and asked you directly." in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ERP migration", "ERP migration"),
        ("call Anna +39 040 555-0101 today", "call Anna today"),
        ("anna@conti.example ERP", "ERP"),
        ("https://conti.example/x SAP 4 HANA", "SAP 4 HANA"),
        ("Windows 2022", "Windows 2022"),
        ("IT 01234567890", "IT"),
    ],
)
def test_what_may_be_somebodys_is_left_out(typed, kept):
    assert searched(typed) == kept


def test_it_is_bounded(client, world, time_machine):
    form = client.get(reverse("ask"), {"location": str(world.oslo.id), "searched": "word " * 100, "near": "x" * 500})
    time_machine.shift(60)
    client.post(reverse("ask"), filled(form.content.decode(), location=str(world.oslo.id)))
    lead = Lead.objects.get()
    assert (len(lead.found_what), len(lead.found_where)) == (80, 60)
