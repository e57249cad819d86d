"""The crowd's histories are lives that could have been."""

import pytest
from django.db.models import F

from segue.accounts.models import Membership
from segue.accounts.queries import actor_for
from segue.directory.search import Search, search
from segue.leads.actions._words import place_token
from segue.leads.lists import lead_list
from segue.leads.models import Employee, Favourite, Lead, LeadEvent, LeadText, Stage, Type
from segue.leads.search import matching, query_of
from segue.leads.wanted import Filters, Tab
from segue.requests.models import Request
from segue.requests.queries import letter
from segue.worlds import crowd
from tests.people import MONDAY_MORNING
from tests.worlds.test_aurora import assert_every_history_is_legal

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    crowd.build(MONDAY_MORNING, partners=4, leads=600)


def test_a_small_crowd(small):
    assert Lead.objects.count() == 600
    assert Lead.objects.filter(partner__name="Crowd 0000").count() == 200
    assert Lead.objects.filter(partner__name="Crowd 0003").count() == 1
    assert set(Lead.objects.values_list("stage", "outcome")) == {
        ("received", None), ("accepted", None),
        ("archived", "won"), ("archived", "lost"), ("archived", "declined"), ("archived", "expired"),
        ("archived", "withdrawn"),
    }  # fmt: skip
    assert_every_history_is_legal()


def test_whoever_waits_for_the_crowd_hears_how_far_it_is(monkeypatch):
    monkeypatch.setattr(crowd, "BATCH", 20)
    heard = []
    crowd.build(MONDAY_MORNING, partners=2, leads=50, tell=lambda *told: heard.append(told))
    assert heard == [("Writing leads", done, 50) for done in (20, 40, 50)]


def test_every_step_of_the_crowd_came_in_time(small):
    last = {}
    for event in LeadEvent.objects.select_related("lead").order_by("lead_id", "version"):
        lead = event.lead
        before = last.get(lead.id)
        assert event.version == (before.version + 1 if before else 1)
        assert event.at > before.at if before else event.at == lead.received_at
        if event.step in {"accept", "decline"}:
            assert event.at < lead.due_at
        last[lead.id] = event
    for lead in Lead.objects.all():
        assert (lead.version, lead.updated_at) == (last[lead.id].version, last[lead.id].at)
        assert lead.updated_at < MONDAY_MORNING
    assert not Lead.objects.filter(stage="received", due_at__lte=MONDAY_MORNING).exists()
    assert not Lead.objects.filter(stage="archived").exclude(closed_at=F("updated_at")).exists()


def test_owners_teams_and_hearts_are_the_partners_own(small):
    of = dict(Membership.objects.filter(partner__isnull=False).values_list("person_id", "partner_id"))
    owned = Lead.objects.filter(owner__isnull=False)
    assert owned.exists()
    taken = LeadEvent.objects.filter(step="take").values_list("lead_id", "person_id")
    assert dict(taken) == dict(owned.values_list("id", "owner_id"))
    for model in (Employee, Favourite):
        assert model.objects.exists()
        assert all(of[row.person_id] == row.partner_id == row.lead.partner_id for row in model.objects.all())
    scoped = Membership.objects.get(whole_company=False, person__email="person3@crowd-0000.example")
    seen = Lead.objects.filter(owner_id=scoped.person_id)
    assert seen.exists()
    assert set(seen.values_list("location_id", flat=True)) <= set(scoped.scoped.values_list("location_id", flat=True))


def test_every_lead_of_the_crowd_answers_a_request(small):
    assert Request.objects.count() == 600
    lead = Lead.objects.filter(stage="accepted").first()
    told = letter(Request.objects.get(id=lead.request_id), at=MONDAY_MORNING)
    assert [(one.lead_id, one.stage) for one in told.asked] == [(lead.id, "accepted")]


def test_partners_of_the_crowd_are_found(small):
    found = search(Search(at=MONDAY_MORNING, what="ERP"))
    assert [result.profile.partner.name for result in found.results] == ["Crowd 0000"]


def test_leads_of_the_crowd_are_found_by_words_of_its_partner_only(small):
    admin = actor_for(Membership.objects.get(person__email="admin@crowd-0001.example").person)
    own = Lead.objects.filter(partner_id=admin.partner_id, stage="received", type="inquiry")

    def found(words):
        return lead_list(
            admin, tab=Tab.MARKETPLACE, stage=Stage.RECEIVED, filters=Filters(words=words), order="", page="",
            at=MONDAY_MORNING, size=600,
        ).rows  # fmt: skip

    assert {lead.id for lead in found("wareh")} == set(own.values_list("id", flat=True))
    company = own.first().customer_company
    assert {lead.customer_company for lead in found(company)} == {company}
    for stage in Stage:
        query = query_of("wareh", partner_id=admin.partner_id, stage=stage, types=list(Type))
        assert set(matching(Lead.objects.all(), query)) == set(
            Lead.objects.filter(partner_id=admin.partner_id, stage=stage)
        )


def test_the_crowds_leads_stand_in_their_place_of_the_index(small):
    tokens = {text.words.split()[0] for text in LeadText.objects.all()}
    assert len(tokens) > 9
    for lead_id, words in LeadText.objects.values_list("lead_id", "words"):
        lead = Lead.objects.only("partner_id", "stage", "type").get(id=lead_id)
        assert words.split()[0] == place_token(lead.partner_id, stage=lead.stage, type=lead.type)
