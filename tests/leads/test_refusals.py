"""What cannot be done with a lead although its stage allows it: too late, not theirs, not told well enough."""

from datetime import timedelta

import pytest
from django.db import transaction

from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.leads.actions import close, employees, favourite, respond, work
from segue.leads.actions._hold import NothingHeld
from segue.leads.actions._step import NotYourStep
from segue.leads.actions.answers import Acceptance, Closing, Colleague, Deal, Refusal
from segue.leads.models import Employee, Favourite, Lead, Type
from tests import make

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
IVO = Colleague("Ivo Berg", "ivo@harbour.example")


def test_an_answer_can_be_undone_until_its_moment_and_no_longer(world):
    first, second = make.lead(world), make.lead(world)
    held = [respond.decline(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.NO) for lead in (first, second)]

    assert respond.undo(first.id, actor=world.ada, at=held[0].commit_at - SECOND).holding == ""
    with pytest.raises(NothingHeld):
        respond.undo(second.id, actor=world.ada, at=held[1].commit_at)


def test_only_the_partner_undoes_its_answer(world):
    lead = make.lead(world, type=Type.SALES, by=world.sven, sender_person_id=world.sven.person_id)
    respond.decline(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)

    for who in (world.sven, world.vera):
        with pytest.raises(NotYourStep):
            respond.undo(lead.id, actor=who, at=world.at)
    with pytest.raises(NotFound):
        respond.undo(lead.id, actor=world.dora, at=world.at)
    lead.refresh_from_db()
    assert lead.holding == "decline"


@pytest.mark.parametrize("answer", [Refusal("other"), Refusal("other", note="  "), Refusal("accepted_by_mistake")])
def test_a_no_names_a_reason_that_is_offered_and_says_which_other(world, answer):
    lead = make.lead(world)

    with pytest.raises(Invalid):
        respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=answer)
    lead.refresh_from_db()
    assert (lead.stage, lead.holding) == ("received", "")


def test_a_won_deal_has_no_reason_and_keeps_the_value_that_nobody_corrected(world):
    lead = make.lead(world, "accepted")

    won = close.win(
        lead.id,
        actor=world.ada,
        at=world.at + 2 * HOUR,
        seen=2,
        answer=Closing(closed_on=world.at.date(), reason="budget"),
        hold=False,
    )
    assert (won.outcome, won.reason, won.value_minor, won.currency) == ("won", "", 1_250_000, "EUR")


@pytest.mark.parametrize(
    ("deal", "field"),
    [
        (Deal(deal_name="n" * 161), "deal_name"),
        (Deal(notes="n" * 10_001), "notes"),
        (Deal(crm_id="n" * 81), "crm_id"),
        (Deal(campaign_id="n" * 81), "campaign_id"),
        (Deal(time_frame="soon"), "time_frame"),
        (Deal(time_frame="date"), "purchase_on"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_deal_that_cannot_be_kept_is_refused_at_its_field_and_nothing_is_accepted(world, deal, field):
    lead = make.lead(world)

    with pytest.raises(Invalid) as refused:
        respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=Acceptance(deal))
    assert set(refused.value.fields) == {field}
    lead.refresh_from_db()
    assert (lead.stage, lead.version) == ("received", 1)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-1, "Give a day that is not before the lead came."),
        (0, None),
        (3653, None),
        (3654, "Give a day within the next ten years, or choose a time frame."),
    ],
)
def test_a_purchase_is_expected_since_the_lead_came_and_within_ten_years(world, days, sentence):
    deal = Deal(time_frame="date", purchase_on=world.at.date() + timedelta(days=days))
    lead = make.lead(world, "accepted", at=world.at + 6 * HOUR)

    asking = {"actor": world.ada, "at": world.at + 8 * HOUR, "seen": 2, "deal": deal}
    if sentence is None:
        assert work.edit(lead.id, **asking).purchase_on == deal.purchase_on
        return
    with pytest.raises(Invalid) as refused:
        work.edit(lead.id, **asking)
    assert {name: str(words) for name, words in refused.value.fields.items()} == {"purchase_on": sentence}


def test_the_day_of_purchase_that_stands_there_outlives_every_other_change(world):
    lead = make.lead(world, "accepted")
    long_ago = world.at.date() - timedelta(days=400)
    Lead.objects.filter(id=lead.id).update(time_frame="date", purchase_on=long_ago, purchase_sort=long_ago)

    deal = Deal(deal_name="Cloud", time_frame="date", purchase_on=long_ago)
    assert work.edit(lead.id, actor=world.ada, at=world.at + 2 * HOUR, seen=2, deal=deal).deal_name == "Cloud"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-2, "Give a day that is not before the lead came."),
        (-1, None),  # west of Hawaii it came the day before
        (0, None),
        (1, "Give a day that is not in the future."),
    ],
)
@pytest.mark.parametrize("verb", [close.win, close.lose])
def test_a_deal_ends_on_a_day_between_its_receipt_and_today(world, verb, days, sentence):
    lead = make.lead(world, "accepted", at=world.at)
    answer = Closing(closed_on=world.at.date() + timedelta(days=days), reason="budget")

    asking = {"actor": world.ada, "at": lead.accepted_at, "seen": 2, "answer": answer, "hold": False}
    if sentence is None:
        assert verb(lead.id, **asking).purchase_on == answer.closed_on
        return
    with pytest.raises(Invalid) as refused:
        verb(lead.id, **asking)
    assert {name: str(words) for name, words in refused.value.fields.items()} == {"closed_on": sentence}
    assert Lead.objects.get(id=lead.id).stage == "accepted"


def test_a_deal_may_end_on_the_day_of_its_reader_where_it_is_tomorrow_already(world):
    lead = make.lead(world, "accepted", at=world.at)
    in_auckland = world.at.date() + timedelta(days=1)
    answer = Closing(closed_on=in_auckland)
    assert (
        close.win(lead.id, actor=world.ada, at=world.at + 8 * HOUR, seen=2, answer=answer, hold=False).purchase_on
        == in_auckland
    )


@pytest.mark.parametrize(
    ("colleague", "field"),
    [
        (Colleague(" ", "ivo@harbour.example"), "name"),
        (Colleague("Ivo Berg", "ivo at harbour"), "email"),
        (Colleague("I" * 121, "ivo@harbour.example"), "name"),
        (Colleague("Ivo Berg", "ivo@harbour.example", phone="4" * 41), "phone"),
    ],
)
def test_a_colleague_who_cannot_be_kept_is_refused_with_the_whole_answer(world, colleague, field):
    lead = make.lead(world)

    with pytest.raises(Invalid) as refused:
        respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=Acceptance(Deal(), (IVO, colleague)))
    assert set(refused.value.fields) == {field}
    assert (Lead.objects.get(id=lead.id).stage, Employee.objects.count()) == ("received", 0)


def test_nobody_touches_the_team_of_a_lead_outside_their_scope(world):
    lead = make.lead(world, "accepted", location=world.bergen)
    employees.add_employee(lead.id, actor=world.ada, at=world.at + 2 * HOUR, seen=2, colleague=IVO)
    [ivo] = lead.team.all()
    asking = {"actor": world.giulia, "at": world.at + 3 * HOUR, "seen": None}

    with pytest.raises(NotFound):
        employees.remove_employee(ivo.id, **asking)
    with pytest.raises(NotFound):
        employees.correct_employee(ivo.id, **asking, colleague=Colleague("Ivo B.", IVO.email))
    assert [person.name for person in lead.team.all()] == ["Ivo Berg"]


def test_a_colleague_with_an_account_gets_the_lead_and_a_corrected_address_another_person(world):
    lead = make.lead(world, "accepted", location=world.trieste)
    at = world.at + 2 * HOUR
    employees.add_employee(lead.id, actor=world.ada, at=at, seen=2, colleague=Colleague("Cleo", "Cleo@Harbour.example"))
    [cleo] = lead.team.all()
    assert (cleo.person_id, cleo.email) == (world.cleo.person_id, "cleo@harbour.example")

    employees.correct_employee(
        cleo.id, actor=world.ada, at=at, seen=3, colleague=Colleague("Ivo", "ivo@harbour.example")
    )
    assert [person.person_id for person in lead.team.all()] == [None]


def test_who_sent_a_lead_to_another_company_sees_it_but_hearts_only_the_own(world):
    sent = make.lead(world, type=Type.SALES, by=world.dora, sender_partner_id=world.fjord.id)

    for press in (favourite.mark, favourite.unmark):
        with pytest.raises(Forbidden):
            press(sent.id, actor=world.dora)
    with pytest.raises(NotFound):
        favourite.mark(make.lead(world).id, actor=world.dora)
    assert not Favourite.objects.exists()


def test_the_first_contact_counts_and_a_late_one_does_not_light_the_flame_again(world):
    lead = make.lead(world, direct_contact=True)
    first, late = world.at + HOUR, world.at + timedelta(days=5)

    work.log_contact(lead.id, actor=world.ada, at=first, seen=1, how="called")
    work.log_contact(lead.id, actor=world.ada, at=late, seen=2, how="met")
    lead.refresh_from_db()
    assert (lead.contacted_at, lead.hot_until) == (first, first)

    with pytest.raises(Invalid):
        work.log_contact(lead.id, actor=world.ada, at=late, seen=3, how="by pigeon")


def test_a_lead_is_handed_to_a_colleague_only(world):
    lead = make.lead(world)

    for somebody in (world.dora.person_id, world.nora.person_id, "nobody"):
        with transaction.atomic(), pytest.raises(Invalid):
            work.hand_to(lead.id, actor=world.ada, at=world.at, seen=1, person_id=somebody)
    lead.refresh_from_db()
    assert lead.owner_id is None
