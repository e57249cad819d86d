from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.directory.models import BusinessProfile
from segue.leads.actions import close, respond
from segue.leads.actions.answers import Acceptance, Deal
from segue.leads.actions.expire import sweep
from segue.leads.actions.send_test import send_test_lead
from segue.leads.lists import tab_counts
from segue.leads.models import Lead, Stage
from segue.leads.room import full_partners, unanswered
from segue.leads.wanted import Filters, Tab
from segue.notifications.models import Mail, Notice
from segue.web.partner import more_leads
from segue.work.loop import drain
from tests import make
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db


def numbers(client):
    return [tip["number"] for tip in client.get("/leads/more").context["tips"]]


def test_each_tip_has_the_companys_own_number_and_one_way_on(ada, world):
    assert numbers(ada) == ["6 of 10", "–", "0", "0 of 0", "2 of 2"]
    assert [tip["good"] for tip in ada.get("/leads/more").context["tips"]] == [False, False, False, False, True]
    make.lead(world, "declined")
    make.lead(world, "expired", at=world.at - timedelta(days=20))
    make.lead(world, "expired", at=world.at - timedelta(days=120))
    make.lead(world, "accepted", location=world.oslo)
    make.lead(world, "accepted")
    unvalued = make.lead(world)
    respond.accept(unvalued.id, actor=world.ada, at=world.at, seen=1, answer=Acceptance(Deal(deal_name="Planning")))
    world.trieste.alert_contacts.update(verified_at=None)
    assert numbers(ada) == ["6 of 10", "–", "1", "1 of 2", "1 of 2"]
    page = ada.get("/leads/more")
    for tip in page.context["tips"]:
        assert ada.get(tip["url"], follow=True).status_code == 200
    assert "1 accepted" not in page.context["tips"][2]["name"]
    assert "2 accepted, 1 declined" in page.context["tips"][2]["name"]


def test_the_page_costs_the_same_for_one_lead_and_for_three(ada, world):
    def statements():
        with CaptureQueriesContext(connection) as taken:
            ada.get("/leads/more")
        return len(taken)

    make.lead(world, "accepted")
    one = statements()
    make.lead(world)
    make.lead(world, "won")
    assert statements() == one <= 10


def test_who_may_not_edit_the_profile_reads_who_may(as_, world, at):
    page = as_(world.cleo).get("/leads/more").content.decode()
    assert page.count("Who looks after the profile") == 2
    assert as_(world.pia).get("/leads/more").status_code == 403


def test_a_test_lead_arrives_like_a_real_one_and_tells_only_its_own(ada, world):
    assert "Send me one" in ada.get("/leads/test").content.decode()
    answer = ada.post("/leads/test")
    lead = Lead.objects.get()
    assert answer.url == f"/leads/{lead.id}"
    assert ada.post("/leads/test").url == f"/leads/{lead.id}"
    page = ada.get(answer.url).content.decode()
    assert "This is a test lead." in page
    assert "Sent as a test" in page
    assert '<span class="lead-origin">Test</span>' in ada.get("/leads/marketplace/received").content.decode()
    drain(at=world.at + timedelta(hours=2))
    assert Mail.objects.filter(kind="lead_new", to="ada@harbour.example").exists()
    close_at = world.at + timedelta(hours=2)
    respond.accept(lead.id, actor=world.ada, at=close_at, seen=1, answer=make.YES)
    close.lose(lead.id, actor=world.ada, at=close_at, seen=2, answer=make.on(close_at, make.LOST), hold=False)
    drain(at=world.at + timedelta(days=1))
    assert set(Notice.objects.filter(lead_id=lead.id).values_list("to", flat=True)) == {"ada@harbour.example"}
    assert ada.post("/leads/test").url != f"/leads/{lead.id}"


def test_a_test_lead_that_expires_is_nobody_elses_business(ada, world):
    lead = send_test_lead(actor=world.giulia, at=world.at)
    assert lead.location_id == world.trieste.id
    sweep(at=lead.due_at)
    drain(at=lead.due_at + timedelta(minutes=1))
    assert Lead.objects.get().outcome == "expired"
    assert not Notice.objects.filter(lead_id=lead.id, kind__startswith="lead_unanswered").exists()
    assert set(Notice.objects.filter(lead_id=lead.id).values_list("to", flat=True)) == {"giulia@harbour.example"}


def test_no_number_of_anybodys_counts_a_test_lead(ada, as_, world):
    BusinessProfile.objects.filter(partner_id=world.harbour.id).update(capacity=1)
    before = numbers(ada)
    lead = send_test_lead(actor=world.ada, at=world.at)
    assert unanswered(world.harbour.id, at=world.at) == 0
    assert full_partners(at=world.at) == frozenset()
    assert asked(world, world.bergen)
    assert send_test_lead(actor=world.ben, at=world.at).test_of_id == world.ben.person_id
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    assert numbers(ada) == before
    for who in (world.vera, world.paula, world.otto):
        vendor = as_(who)
        assert "Test customer" not in vendor.get("/vendor/leads").content.decode()
        assert vendor.get(f"/vendor/leads/{lead.id}").status_code == 404
        today = vendor.get("/vendor/today")
        assert today.status_code == 200
        assert "Test customer" not in today.content.decode()
    counted = tab_counts(world.ada, tab=Tab.MARKETPLACE, stages=[Stage.ACCEPTED], filters=Filters(), at=world.at)
    assert counted[Stage.ACCEPTED].number == 1, "a list counts what it shows"
    assert len(more_leads.PARTS) == 10
