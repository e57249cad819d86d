import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.leads import export
from segue.leads.actions import favourite, respond, work
from segue.leads.actions.answers import Acceptance, Deal
from segue.leads.models import Type
from tests import make
from tests.contracts.everyone import text_of
from tests.web.partner.test_lead_list import RECEIVED

pytestmark = pytest.mark.django_db

LIST = "/leads/export?of=marketplace/received"


def rows(response, sign=","):
    text = text_of(response)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(text[1:].splitlines(keepends=True), delimiter=sign))


def test_the_file_holds_what_the_list_shows(ada, world):
    lead = make.lead(world, customer_company="Hot", direct_contact=True)
    work.take(lead.id, actor=world.ben, at=world.at, seen=1)
    favourite.mark(lead.id, actor=world.ada)
    make.lead(world, customer_company="Cold", need="Two\nlines")
    make.lead(world, customer_company="Norwegian", customer_country="NO")
    make.lead(world, customer_company="Sent", type=Type.SALES, by=world.sven)
    make.lead(world, customer_company="Fjord's", location=world.oslo)
    ada.get(f"{RECEIVED}?country=IT")
    answer = ada.get(LIST)
    assert answer["Content-Disposition"] == 'attachment; filename="leads-received-2026-09-07.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    hot, cold = rows(answer)
    assert hot == {
        "Customer": "Hot",
        "Need": "Move our warehouse planning into the cloud before the summer",
        "Type": "Inquiry",
        "Value": "",
        "Currency": "",
        "Country": "Italy",
        "Received": "2026-09-07 10:00",
        "Owner": "Ben Haugen",
        "To do": "Call Anna",
        "Answer by": "2026-09-21 10:00",
        "Favourite": "yes",
        "Address": f"http://localhost:8000/leads/{lead.id}",
    }
    assert (cold["Customer"], cold["Need"], cold["Favourite"]) == ("Cold", "Two lines", "")


def test_columns_and_numbers_are_the_readers(ada, world):
    lead = make.lead(world, customer_city="=cmd|' /C calc'!A0")
    deal = Deal(deal_name="+Planning", money=make.YES.deal.money, crm_id="-7")
    respond.accept(lead.id, actor=world.ada, at=world.at + timedelta(minutes=5), seen=1, answer=Acceptance(deal))
    ada.post("/leads/columns", {"columns": ["value", "city", "crm_id", "updated"]})
    ada.cookies["django_language"] = "it"
    [row] = rows(ada.get("/leads/export?of=marketplace/accepted"), sign=";")
    assert list(row.values())[:7] == [
        "Conti Logistica", "'+Planning", "12500,00", "EUR", "'=cmd|' /C calc'!A0", "'-7", "2026-09-07 10:05",
    ]  # fmt: skip


def test_a_choice_of_leads_keeps_its_order_and_holds_only_ones_own(ada, as_, world):
    first, second = make.lead(world, customer_company="First"), make.lead(world, "won", customer_company="Second")
    strange = make.lead(world, location=world.oslo)
    ids = [str(second.id), str(strange.id), str(first.id), "nonsense", str(second.id)]
    for answer in (
        ada.post("/leads/export", {"leads": ids}),
        ada.get("/leads/export", {"lead": ids}),
        ada.get(f"/leads/export?leads={','.join(ids)}"),
    ):
        assert [row["Customer"] for row in rows(answer)] == ["Second", "First"]
    elsewhere = make.lead(world, location=world.trieste, customer_company="In Trieste")
    ids.append(str(elsewhere.id))
    assert [row["Customer"] for row in rows(as_(world.giulia).post("/leads/export", {"leads": ids}))] == ["In Trieste"]
    assert rows(as_(world.dora).post("/leads/export", {"leads": ids}))[0]["Address"].endswith(str(strange.id))


def test_after_a_no_the_person_is_in_no_file(ada, world):
    for outcome in ("declined", "expired", "withdrawn"):
        make.lead(world, outcome)
    make.lead(world, "lost", customer_email="bruno@conti.example")
    ada.post("/leads/columns", {"columns": ["stage", "contact", "phone", "email"]})
    found = rows(ada.get("/leads/export?of=marketplace/archived"))
    people = {row["Stage"]: (row["Contact"], row["E-mail"]) for row in found}
    assert people == {
        "lost": ("Anna Conti", "bruno@conti.example"),
        **dict.fromkeys(("declined", "expired", "withdrawn"), ("", "")),
    }


@pytest.mark.parametrize("narrowed", ["", "?country=IT"])
def test_a_long_list_comes_in_portions_each_lead_once_and_in_order(ada, world, monkeypatch, narrowed):
    monkeypatch.setattr(export, "IDS", 4)
    monkeypatch.setattr(export, "ROWS", 3)
    for number in range(9):
        make.lead(world, customer_company=f"Customer {number}", direct_contact=number % 4 == 3)
    ada.get(f"{RECEIVED}{narrowed}")
    with CaptureQueriesContext(connection) as taken:
        answer = ada.get(LIST)
    assert not [query for query in taken.captured_queries if "customer_company" in query["sql"]], (
        "not before it is read"
    )
    found = [row["Customer"] for row in rows(answer)]
    assert found == [f"Customer {number}" for number in (3, 7, 0, 1, 2, 4, 5, 6, 8)]


def test_a_person_without_leads_gets_no_file(as_, world, at):
    assert as_(world.pia).get(LIST).status_code == 403
    assert as_(world.vera).get(LIST).status_code == 404
    assert as_(world.ada).get("/leads/export?of=elsewhere/received").status_code == 404
