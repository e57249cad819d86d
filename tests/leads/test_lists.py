"""The partner's lists: order, pages by key, search."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.lists import LeadPage, lead_list, tab_counts
from segue.leads.models import Lead, Stage
from segue.leads.wanted import Filters, Tab
from tests import make

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_the_list_pages_by_key_hot_first_then_due(world):
    cold = [make.lead(world, at=world.at + n * HOUR) for n in range(5)]
    hot = [make.lead(world, at=world.at + n * HOUR, direct_contact=True) for n in range(3)]
    wanted = [lead.id for lead in hot + cold]

    def read(page: str) -> LeadPage:
        return lead_list(
            world.ada,
            tab=Tab.MARKETPLACE,
            stage=Stage.RECEIVED,
            filters=Filters(),
            order="",
            page=page,
            at=world.at + 6 * HOUR,
            size=3,
        )

    first = read("")
    second = read(first.older)
    third = read(second.older)
    pages = [[lead.id for lead in page.rows] for page in (first, second, third)]
    assert pages == [wanted[:3], wanted[3:6], wanted[6:]]
    assert (first.newer, third.older) == ("", "")

    back = read(third.newer)
    assert [lead.id for lead in back.rows] == wanted[3:6]
    start = read(back.newer)
    assert ([lead.id for lead in start.rows], start.newer) == (wanted[:3], "")


def test_a_page_token_of_another_person_is_the_first_page(world):
    for n in range(3):
        make.lead(world, at=world.at + n * HOUR)

    def read(actor, page: str) -> LeadPage:
        stage = Stage.RECEIVED
        return lead_list(
            actor, tab=Tab.MARKETPLACE, stage=stage, filters=Filters(), order="due", page=page, at=world.at, size=2
        )

    older = read(world.ada, "").older
    assert len(read(world.ada, older).rows) == 1
    assert len(read(world.ben, older).rows) == 2


def found(world, words: str, *, actor=None, stage: Stage = Stage.RECEIVED) -> list[UUID]:
    filters = Filters(words=words)
    page = lead_list(
        actor or world.ada, tab=Tab.MARKETPLACE, stage=stage, filters=filters, order="", page="", at=world.at
    )
    return [lead.id for lead in page.rows]


def test_search_finds_word_prefixes_of_the_own_partner_only(world):
    ours = make.lead(world)
    make.lead(world, location=world.oslo)

    assert found(world, "wareh conti") == [ours.id]
    assert found(world, "warehouse zebra") == []
    assert found(world, "anna", actor=world.cleo) == [ours.id]
    assert found(world, "anna", actor=world.giulia) == []


def test_the_customers_name_finds_nothing_after_a_no(world):
    lead = make.lead(world, "declined")

    assert found(world, "anna", stage=Stage.ARCHIVED) == []
    assert found(world, "conti", stage=Stage.ARCHIVED) == [lead.id]


@pytest.mark.parametrize("state", ["received", "accepted", "won", "lost", "declined", "expired", "withdrawn"])
def test_a_lead_is_found_in_the_stage_it_came_to(world, state):
    lead = make.lead(world, state)
    for stage in Stage:
        assert found(world, "conti", stage=stage) == ([lead.id] if stage == lead.stage else [])


def test_counts_by_stage(world):
    make.lead(world)
    make.lead(world, "accepted")
    make.lead(world, "won")
    make.lead(world, "declined", location=world.oslo)

    counts = tab_counts(world.ada, tab=Tab.MARKETPLACE, stages=Stage, filters=Filters(), at=world.at)

    assert {stage: (count.number, count.more) for stage, count in counts.items()} == dict.fromkeys(Stage, (1, False))


def test_a_count_goes_as_far_as_is_counted_now(world, monkeypatch):
    for _ in range(3):
        make.lead(world)
    for most, number in ((1, 1), (2, 2), (5, 3)):
        monkeypatch.setattr("segue.leads.lists.COUNT_TO", most)
        monkeypatch.setattr("segue.leads.lists._many", {})
        counts = tab_counts(world.ada, tab=Tab.MARKETPLACE, stages=[Stage.RECEIVED], filters=Filters(), at=world.at)
        assert counts[Stage.RECEIVED].number == number


def test_a_count_beyond_what_is_counted_is_remembered_for_a_minute_and_for_that_list_only(world, monkeypatch):
    monkeypatch.setattr("segue.leads.lists.COUNT_TO", 2)
    for _ in range(3):
        make.lead(world)
    make.lead(world, "accepted")
    make.lead(world, location=world.trieste)

    def counted(actor, *, at=world.at, **filters):
        both = (Stage.RECEIVED, Stage.ACCEPTED)
        counts = tab_counts(actor, tab=Tab.MARKETPLACE, stages=both, filters=Filters(**filters), at=at)
        return [(counts[stage].number, counts[stage].more) for stage in both]

    for _ in range(2):
        assert counted(world.ada) == [(2, True), (1, False)]
        assert counted(world.giulia) == [(1, False), (0, False)]
        assert counted(world.ada, country="NO") == [(0, False), (0, False)]
        assert counted(world.dora) == [(0, False), (0, False)]

    for lead in Lead.objects.filter(stage=Stage.RECEIVED):
        respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=Refusal(reason="no_capacity"), hold=False)
    assert counted(world.ada, at=world.at + timedelta(seconds=59)) == [(2, True), (1, False)]
    assert counted(world.ada, at=world.at + timedelta(seconds=60)) == [(0, False), (1, False)]


def test_a_scope_without_a_location_lists_nothing(world):
    make.lead(world)
    nowhere = replace(world.ben, location_ids=frozenset())

    assert found(world, "", actor=nowhere) == []
    assert (
        tab_counts(nowhere, tab=Tab.MARKETPLACE, stages=[Stage.RECEIVED], filters=Filters(), at=world.at)[
            Stage.RECEIVED
        ].number
        == 0
    )
    assert len(found(world, "")) == 1


def test_who_has_no_leads_to_answer_lists_nothing(world):
    make.lead(world)

    assert found(world, "", actor=world.pia) == []
