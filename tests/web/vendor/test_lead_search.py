"""The vendor's people find leads by what they see of them anyway: the customer, the partner's name, the id."""

from importlib import import_module
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection
from django.utils.html import escape

from segue.leads import following
from segue.leads.actions.answers import Colleague, Deal
from segue.leads.actions.employees import add_employee
from segue.leads.actions.send_test import send_test_lead
from segue.leads.actions.work import edit
from segue.leads.models import LeadText, Stage
from tests import make
from tests.web.vendor.test_leads import sent_by

RENEE = {"customer_company": "Müller & Søn GmbH", "customer_name": "Renée Łukasz", "need": "Xylophones"}


@pytest.fixture
def leads(world):
    """An inquiry at Harbour IT, one that Sven sent to Fjord Cloud and that was lost, one of Marta's at Harbour IT."""
    return {
        "inquiry": make.lead(world, **RENEE),
        "svens": make.lead(world, "lost", location=world.oslo, **sent_by(world.sven)),
        "martas": make.lead(world, "accepted", customer_company="Nordic Mills", **sent_by(world.marta)),
    }


def found(client, leads, **asked):
    names = {str(lead.id): name for name, lead in leads.items()}
    return {names[lead_id] for lead_id in ids_on(client.get("/vendor/leads", asked))}


def ids_on(page):
    return [urlsplit(row["url"]).path.rsplit("/", 1)[1] for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("looked_for", "names"),
    [
        ("muller", {"inquiry"}),
        ("MÜLL søn", {"inquiry"}),
        ("gmbh renee", {"inquiry"}),
        ("lukasz", {"inquiry"}),
        ("anna logistica", {"svens"}),
        ("anna", {"svens", "martas"}),
        ("harbour", {"inquiry", "martas"}),
        ("harb it", {"inquiry", "martas"}),
        ("fjord", {"svens"}),
        ("nord", {"martas"}),
        ("ordic", set()),
        ("§", set()),
        ("", {"inquiry", "svens", "martas"}),
        ("  ", {"inquiry", "svens", "martas"}),
        ("\0", {"inquiry", "svens", "martas"}),
        ("' OR 1=1 --", set()),
        ("NOT anna*", set()),
    ],
)
def test_words_begin_those_of_the_customer_or_of_the_partners_name(as_, world, leads, looked_for, names):
    assert found(as_(world.vera), leads, q=looked_for) == names


def test_a_lead_is_found_by_its_id_however_it_is_written(as_, world, leads):
    client, lead = as_(world.vera), leads["inquiry"]
    assert found(client, leads, q=f" {lead.id} ") == {"inquiry"}
    assert found(client, leads, q=lead.id.hex.upper()) == {"inquiry"}
    assert found(client, leads, q=str(lead.request_id)) == set()


def test_everybody_finds_within_what_they_follow_only(as_, world, leads):
    sven = as_(world.sven)
    assert found(sven, leads, q="anna") == {"svens"}
    for of_others in ("harbour", "muller", str(leads["martas"].id)):
        assert found(sven, leads, q=of_others) == set()
    assert sven.get("/vendor/leads?view=all&q=anna").status_code == 404
    paula = as_(world.paula)
    assert found(paula, leads, q="anna", view="partners") == {"svens", "martas"}
    assert found(paula, leads, q="anna", view="partners", stage="archived") == {"svens"}
    assert found(paula, leads, q=str(leads["svens"].id), view="partners", stage="received") == set()


def test_nothing_of_the_partners_own_finds_a_lead(as_, world, leads):
    lead = make.lead(world, "accepted", customer_company="Quiet Ltd", customer_name="Hugo Quiet", need="Zithers")
    deal = Deal(deal_name="Dealword", notes="Notesword", crm_id="CRMWORD", campaign_id="CAMPWORD")
    edit(lead.id, actor=world.ada, at=world.at, seen=None, deal=deal)
    colleague = Colleague(name="Teamword Person", email="team@harbour.example", phone="")
    add_employee(lead.id, actor=world.ada, at=world.at, seen=None, colleague=colleague)
    own = ("dealword", "notesword", "crmword", "campword", "teamword")
    assert set(own) <= set(LeadText.objects.get(lead=lead).words.split())
    for name in ("vera", "otto", "paula"):
        client = as_(getattr(world, name))
        for word in (*own, "zithers", f"p{world.harbour.id.hex}"):
            assert found(client, leads, q=word) == set(), (name, word)
        assert found(client, leads | {"quiet": lead}, q="hugo") == {"quiet"}


def test_after_a_no_the_vendor_still_finds_whom_it_sent(as_, world, leads):
    lead = make.lead(world, "declined", customer_name="Hugo Quiet")
    assert found(as_(world.vera), leads | {"declined": lead}, q="hugo") == {"declined"}


def test_a_test_lead_is_nobodys_find(as_, world, leads):
    send_test_lead(actor=world.ada, at=world.at)
    assert found(as_(world.vera), leads, q="harbour") == {"inquiry", "martas"}


def test_pages_view_and_stage_keep_what_is_looked_for(as_, world, monkeypatch):
    monkeypatch.setattr(following, "PAGE", 2)
    made = {str(make.lead(world, customer_company=f"Nordic {n}").id) for n in range(5)}
    make.lead(world)
    client, seen, url = as_(world.vera), [], "/vendor/leads?q=nordic&stage=received"
    while url:
        page = client.get(url)
        seen += ids_on(page)
        url = page.context["older_url"]
        assert all("q=nordic" in tab["url"] for tab in [*page.context["tabs"], *page.context["stages"]])
    assert (len(seen), set(seen)) == (5, made)

    older = client.get("/vendor/leads?q=nordic").context["older_url"]
    of_another = client.get(older.replace("q=nordic", "q=nord"))
    assert ids_on(of_another) == seen[:2]


def test_a_lead_leads_back_to_the_list_it_was_opened_from(as_, world, leads):
    client = as_(world.vera)
    for here in ("/vendor/leads", "/vendor/leads?view=all&stage=received&q=m%C3%BCll"):
        [url] = {row["url"] for row in client.get(here).context["rows"] if str(leads["inquiry"].id) in row["url"]}
        assert client.get(url).context["back"]["url"] == here
    forged = client.get(f"/vendor/leads/{leads['inquiry'].id}?of=//elsewhere.example/")
    assert forged.context["back"]["url"] == "/vendor/leads?%2F%2Felsewhere.example%2F="


def test_who_finds_nothing_reads_why_and_goes_on(as_, world, leads):
    client = as_(world.paula)
    page = client.get("/vendor/leads?view=partners&stage=received&q=anna+<b>")
    said = page.content.decode()
    assert "No lead here is found by this" in said
    assert escape("“anna <b>”") in said
    assert page.context["wider_url"] == "/vendor/leads?view=partners&q=anna+%3Cb%3E"
    assert page.context["clear_url"] == "/vendor/leads?view=partners&stage=received"
    everywhere = client.get("/vendor/leads?view=partners&q=zebra")
    assert everywhere.context["wider_url"] == ""
    assert 'href="/vendor/leads?view=partners"' in everywhere.content.decode()


MIXED = {
    "renee harbour": {"inquiry"},
    "harb muller it": {"inquiry"},
    "nordic anna harbour": {"martas"},
    "anna fjord cloud": {"svens"},
    "anna": {"svens", "martas"},
    "renee fjord": set(),
    "fjord harbour": set(),
    "anna harbour zebra": set(),
}


@pytest.mark.parametrize("looked_for", MIXED)
def test_words_of_the_customer_and_of_the_partner_are_looked_for_together(as_, world, leads, looked_for):
    assert found(as_(world.vera), leads, q=looked_for) == MIXED[looked_for]
    assert found(as_(world.sven), leads, q=looked_for) == MIXED[looked_for] & {"svens"}


@pytest.mark.parametrize(("common", "few"), [(0, 20), (0, 0), (5000, 0)])
def test_they_find_the_same_however_many_leads_and_partners_have_them(as_, world, leads, monkeypatch, common, few):
    monkeypatch.setattr("segue.leads.search.COMMON", common)
    monkeypatch.setattr("segue.leads.search.FEW_PARTNERS", few)
    for looked_for, names in MIXED.items():
        assert found(as_(world.paula), leads, q=looked_for, view="partners") == names


@pytest.mark.parametrize("limit", ["MOST_PARTNERS", "MOST_WAYS"])
def test_where_too_many_partners_are_called_like_this_each_word_is_still_found(as_, world, leads, monkeypatch, limit):
    monkeypatch.setattr(f"segue.leads.search.{limit}", 0)
    for looked_for, names in {
        "anna": {"svens", "martas"},
        "harb it": {"inquiry", "martas"},
        "renee harb": set(),
    }.items():
        assert found(as_(world.vera), leads, q=looked_for) == names


def test_beside_a_partners_name_nothing_of_its_own_finds_a_lead(as_, world, leads):
    deal = Deal(deal_name="Dealword", notes="Notesword", crm_id="CRMWORD", campaign_id="CAMPWORD")
    edit(leads["martas"].id, actor=world.ada, at=world.at, seen=None, deal=deal)
    assert found(as_(world.vera), leads, q="harbour nordic") == {"martas"}
    for word in ("dealword", "notesword", "crmword", "campword", f"p{world.harbour.id.hex}"):
        assert found(as_(world.vera), leads, q=f"harbour {word}") == set()
        assert found(as_(world.vera), leads, q=f"nordic {word}") == set()


def test_pages_of_mixed_words_follow_each_other(as_, world, monkeypatch):
    monkeypatch.setattr(following, "PAGE", 2)
    made = {str(make.lead(world, stage, customer_company="Nordic Mills").id) for stage in Stage if stage != "archived"}
    made |= {str(make.lead(world, stage, customer_company="Nordic Mills").id) for stage in ("won", "lost", "declined")}
    make.lead(world, location=world.oslo, customer_company="Nordic Mills")
    client, seen, url = as_(world.vera), [], "/vendor/leads?q=nordic+harbour"
    while url:
        page = client.get(url)
        seen += ids_on(page)
        url = page.context["older_url"]
    assert (len(seen), set(seen)) == (5, made)


@pytest.mark.parametrize("common", [1, 3])
def test_words_that_stand_in_many_leads_find_the_same(as_, world, leads, monkeypatch, common):
    monkeypatch.setattr("segue.leads.search.COMMON", common)
    for looked_for, names in (("anna logist", {"svens"}), ("anna", {"svens", "martas"}), ("renee mull", {"inquiry"})):
        assert found(as_(world.vera), leads, q=looked_for) == names


def test_searching_costs_the_same_for_many(as_, world, django_assert_max_num_queries):
    client = as_(world.vera)
    for _ in range(2):
        for _ in range(8):
            make.lead(world)
        with django_assert_max_num_queries(8):
            assert len(client.get("/vendor/leads?q=conti").context["rows"]) % 8 == 0


def test_leads_from_before_are_found_after_the_migration(as_, world, leads):
    words = dict(LeadText.objects.values_list("lead_id", "words"))
    for text in LeadText.objects.all():
        text.words = text.words.split(" §")[0]
        text.save()
    client = as_(world.vera)
    assert found(client, leads, q="muller") == set()
    mark = import_module("segue.leads.migrations.0006_found_by_those_who_follow").mark
    for _ in range(2):
        mark(apps, SimpleNamespace(connection=connection))
        assert dict(LeadText.objects.values_list("lead_id", "words")) == words
    assert found(client, leads, q="muller", stage=Stage.RECEIVED) == {"inquiry"}
