"""A lead's whole life, told with the same few people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from segue.accounts.actions import change_roles
from segue.accounts.actor import Customer
from segue.accounts.models import Location
from segue.accounts.roles import PartnerRole
from segue.kit.errors import NotFound
from segue.kit.money import Money
from segue.leads import queries
from segue.leads.actions import close, employees, respond, work
from segue.leads.actions._advance import ChangedMeanwhile, NoSuchStep
from segue.leads.actions._hold import NothingHeld
from segue.leads.actions._step import AnsweredTooLate, BeingAnswered, NotYourStep
from segue.leads.actions.answers import Acceptance, Colleague, Deal
from segue.leads.actions.expire import sweep
from segue.leads.actions.receive import NewLead, receive
from segue.leads.actions.withdraw import withdraw
from segue.leads.actions.work import OwnedAlready
from segue.leads.models import HeldAnswer, Lead, LeadEvent
from segue.outbox.models import Message
from segue.work.loop import drain
from tests import make, people

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def story(lead: Lead) -> list[tuple[int, str, str]]:
    return [(event.version, event.step, event.by) for event in queries.history(lead)]


def facts(lead: Lead) -> list[str]:
    return list(
        Message.objects.filter(key__startswith=f"lead:{lead.id}:").order_by("id").values_list("fact", flat=True)
    )


@pytest.mark.parametrize(
    ("ends", "said", "value"),
    [
        (close.win, make.WON, 1_300_000),
        (close.win, replace(make.WON, money=None), 1_500_000),
        (close.lose, make.LOST, 1_500_000),
    ],
    ids=["won with a value", "won, value as it stands", "lost"],
)
def test_a_deal_is_edited_while_its_end_is_held_and_the_end_has_the_last_word_on_value_and_day(
    world, ends, said, value
):
    lead = make.lead(world, "accepted")
    held = ends(lead.id, actor=world.ada, at=world.at + HOUR, seen=2, answer=said)
    deal = Deal(deal_name="Both sheds", money=Money(1_500_000, "EUR"), time_frame="later", notes="Two sites")

    edited = work.edit(lead.id, actor=world.ben, at=world.at + HOUR + MINUTE, seen=2, deal=deal)
    assert (edited.version, edited.holding, edited.stage) == (3, held.step, "accepted")
    with pytest.raises(BeingAnswered, match="Ada Berg is answering this lead"):
        close.win(lead.id, actor=world.ben, at=world.at + HOUR + MINUTE, seen=3, answer=make.WON)
    assert respond.commit_held(at=held.commit_at) == 1

    lead.refresh_from_db()
    assert (lead.stage, lead.deal_name, lead.notes) == ("archived", "Both sheds", "Two sites")
    assert (lead.value_minor, lead.value_sort, lead.purchase_on) == (value, value, said.closed_on)
    assert story(lead)[2:] == [(3, "edit", "partner"), (4, held.step, "partner")]
    values = [event.changes.get("value_minor") for event in queries.history(lead)][2:]
    assert values == [[1_250_000, 1_500_000], None if value == 1_500_000 else [1_500_000, value]]


def test_what_was_edited_while_an_end_was_held_stays_when_that_is_undone(world):
    lead = make.lead(world, "accepted")
    close.win(lead.id, actor=world.ada, at=world.at + HOUR, seen=2, answer=make.WON)
    deal = Deal(deal_name="Both sheds", money=Money(1_500_000, "EUR"))

    work.edit(lead.id, actor=world.ben, at=world.at + HOUR, seen=2, deal=deal)
    undone = respond.undo(lead.id, actor=world.ada, at=world.at + HOUR + MINUTE)

    assert (undone.stage, undone.holding, undone.deal_name, undone.value_minor) == (
        "accepted",
        "",
        "Both sheds",
        1_500_000,
    )
    assert respond.commit_held(at=world.at + 2 * HOUR) == 0


def test_accepted_and_won(world):
    lead = make.lead(world, "won")

    assert (lead.stage, lead.outcome, lead.version, lead.value_minor) == ("archived", "won", 3, 1_300_000)
    assert story(lead) == [(1, "receive", "customer"), (2, "accept", "partner"), (3, "win", "partner")]
    assert facts(lead) == ["lead.received", "lead.accepted", "lead.won"]


@pytest.mark.parametrize(
    ("ending", "stage", "outcome"),
    [
        ("declined", "archived", "declined"),
        ("expired", "archived", "expired"),
        ("withdrawn", "archived", "withdrawn"),
        ("lost", "archived", "lost"),
        ("accepted", "accepted", None),
    ],
)
def test_every_other_ending(world, ending, stage, outcome):
    lead = make.lead(world, ending)

    assert (lead.stage, lead.outcome) == (stage, outcome)


def test_an_answer_freezes_what_it_will_mean(world):
    lead = make.lead(world, "declined")  # received at 10 in Bergen, declined at 11

    assert queries.history(lead)[-1].frozen == {
        "working_minutes": 60,
        "weekly_minutes": 5 * 8 * 60,
        "follow_until": "2026-09-14T15:00:00+00:00",  # the end of the fifth working day after
        "calendar_version": 1,
        "answered_at": "2026-09-07T09:00:00+00:00",
        "reason_meaning": "wrong_region",
        "reason_kind": "ordinary",
        "reason_version": 1,
    }


def test_at_the_due_moment_it_is_too_late_and_the_lead_expires(world):
    lead = make.lead(world)

    with pytest.raises(AnsweredTooLate):
        respond.accept(lead.id, actor=world.ada, at=lead.due_at, seen=None, answer=make.YES)

    lead.refresh_from_db()
    assert (lead.stage, lead.outcome) == ("archived", "expired")
    assert story(lead)[-1] == (2, "expire", "system")


def test_one_second_before_it_is_in_time(world):
    lead = make.lead(world)

    accepted = respond.accept(lead.id, actor=world.ada, at=lead.due_at - SECOND, seen=1, answer=make.YES)

    assert accepted.stage == "accepted"


def test_a_held_decline_is_told_to_nobody_until_it_is_committed(world):
    lead = make.lead(world)

    held = respond.decline(lead.id, actor=world.ben, at=world.at + HOUR, seen=1, answer=make.NO)
    lead.refresh_from_db()
    assert (lead.stage, lead.holding, facts(lead)) == ("received", "decline", ["lead.received"])

    assert respond.commit_held(at=held.commit_at - SECOND) == 0
    assert respond.commit_held(at=held.commit_at) == 1
    lead.refresh_from_db()
    assert (lead.outcome, lead.holding, lead.reason) == ("declined", "", "not_our_region")
    assert (story(lead)[-1], queries.history(lead)[-1].person.name) == ((2, "decline", "partner"), "Ben Haugen")
    assert not HeldAnswer.objects.exists()


def test_an_undone_decline_never_happened(world):
    lead = make.lead(world)
    respond.decline(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)

    respond.undo(lead.id, actor=world.ada, at=world.at + 4 * MINUTE)

    lead.refresh_from_db()
    assert (lead.stage, lead.holding, story(lead)) == ("received", "", [(1, "receive", "customer")])
    with pytest.raises(NothingHeld):
        respond.undo(lead.id, actor=world.ada, at=world.at + 4 * MINUTE)


def test_a_second_answer_while_one_is_held_names_who_is_answering(world):
    lead = make.lead(world)
    respond.decline(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)

    with pytest.raises(BeingAnswered) as refused:
        respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    assert str(refused.value) == "Ben Haugen is answering this lead right now."


def test_a_held_answer_does_not_expire_at_due(world):
    lead = make.lead(world)
    pressed = lead.due_at - MINUTE
    respond.decline(lead.id, actor=world.ben, at=pressed, seen=1, answer=make.NO)

    assert sweep(at=lead.due_at) == 0
    assert respond.commit_held(at=pressed + 5 * MINUTE) == 1
    lead.refresh_from_db()
    assert lead.outcome == "declined"


def test_a_held_answer_that_cannot_be_committed_stops_no_other_and_is_said(world):
    broken, fine = make.lead(world), make.lead(world)
    for lead in (broken, fine):
        respond.decline(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)
    HeldAnswer.objects.filter(lead=broken).update(data={"said": "nothing"}, commit_at=world.at)

    with pytest.raises(TypeError):
        respond.commit_held(at=world.at + HOUR)

    assert [Lead.objects.get(id=lead.id).outcome for lead in (broken, fine)] == [None, "declined"]


def test_whoever_gave_a_held_answer_cannot_be_deleted_away_from_it(world):
    lead = make.lead(world)
    respond.decline(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)

    with pytest.raises(ProtectedError):
        world.person(world.ben).delete()


def test_undone_after_due_the_next_sweep_expires_it(world):
    lead = make.lead(world)
    respond.decline(lead.id, actor=world.ben, at=lead.due_at - MINUTE, seen=1, answer=make.NO)

    respond.undo(lead.id, actor=world.ben, at=lead.due_at + MINUTE)

    assert sweep(at=lead.due_at + MINUTE) == 1
    lead.refresh_from_db()
    assert lead.outcome == "expired"


def test_withdrawing_goes_through_a_held_answer_and_removes_it(world):
    lead = make.lead(world)
    held = respond.decline(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.NO)

    withdraw([lead.id], actor=Customer(lead.request_id), at=world.at + MINUTE)

    assert respond.commit_held(at=held.commit_at) == 0
    lead.refresh_from_db()
    assert (lead.outcome, lead.holding) == ("withdrawn", "")


def test_withdrawing_an_accepted_lead_leaves_it_to_the_partner(world):
    lead = make.lead(world, "accepted")

    withdraw([lead.id], actor=Customer(lead.request_id), at=world.at + 3 * HOUR)

    lead.refresh_from_db()
    assert (lead.stage, lead.withdrawn_at) == ("accepted", world.at + 3 * HOUR)
    with pytest.raises(NoSuchStep):
        withdraw([lead.id], actor=Customer(lead.request_id), at=world.at + 4 * HOUR)


def test_the_vendor_recalls_a_received_lead_but_not_an_accepted_one(world):
    received, accepted = make.lead(world), make.lead(world, "accepted")

    [recalled] = withdraw([received.id], actor=world.vera, at=world.at + 3 * HOUR)

    assert recalled.outcome == "withdrawn"
    with pytest.raises(NotYourStep):
        withdraw([accepted.id], actor=world.vera, at=world.at + 3 * HOUR)


def test_the_archive_is_terminal(world):
    lead = make.lead(world, "declined")

    with pytest.raises(NoSuchStep):
        respond.accept(lead.id, actor=world.ada, at=world.at + 3 * HOUR, seen=None, answer=make.YES)


def test_pressing_accept_twice_is_accepting_once(world):
    lead = make.lead(world)
    first = respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    again = respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)

    assert (first.version, again.version, len(story(lead))) == (2, 2, 2)
    with pytest.raises(ChangedMeanwhile):
        respond.accept(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.YES)


def test_strangers_and_other_scopes_do_not_find_the_lead(world):
    bergen, trieste = make.lead(world), make.lead(world, location=world.trieste)

    for actor, lead in [(world.dora, bergen), (world.giulia, bergen), (world.cleo, trieste), (world.pia, bergen)]:
        with pytest.raises(NotFound):
            queries.access(lead.id, actor=actor)
    assert queries.access(trieste.id, actor=world.giulia) == trieste


def test_a_lead_that_a_colleague_owns_leaves_the_list_of_the_referrals_user(world):
    lead = make.lead(world)
    work.take(lead.id, actor=world.ben, at=world.at, seen=1)

    with pytest.raises(NotFound):
        queries.access(lead.id, actor=world.cleo)

    work.hand_to(lead.id, actor=world.ben, at=world.at, seen=2, person_id=world.cleo.person_id)
    assert queries.access(lead.id, actor=world.cleo).owner.name == "Cleo Dahl"


def test_who_owns_a_lead_or_is_on_its_team_sees_it_outside_the_own_locations_too(world):
    """Ben, referrals admin, is to look after Trieste alone."""
    owned, shared, others = (make.lead(world, "accepted") for _ in range(3))
    ben = people.keeping_only(world, world.ben, PartnerRole.REFERRALS_ADMIN, world.trieste)
    work.hand_to(owned.id, actor=world.ada, at=world.at, seen=2, person_id=ben.person_id)
    colleague = Colleague("Ben Haugen", world.person(ben).email)
    employees.add_employee(shared.id, actor=world.ada, at=world.at, seen=2, colleague=colleague)

    at_trieste = make.lead(world, location=world.trieste)
    assert {lead.id for lead in queries.worked_with_by(ben)} == {owned.id, shared.id, at_trieste.id}
    assert queries.access(owned.id, actor=ben).owner_id == ben.person_id
    assert queries.access(shared.id, actor=ben) == shared
    with pytest.raises(NotFound):
        queries.access(others.id, actor=ben)


def test_what_a_colleague_owns_is_handed_over_and_not_taken(world):
    lead = make.lead(world)
    work.take(lead.id, actor=world.ben, at=world.at, seen=None)
    with pytest.raises(OwnedAlready, match="Ben Haugen owns this lead"):
        work.take(lead.id, actor=world.ada, at=world.at, seen=None)
    work.hand_to(lead.id, actor=world.ada, at=world.at, seen=None, person_id=world.ada.person_id)
    assert queries.access(lead.id, actor=world.ada).owner.name == "Ada Berg"


def test_who_works_on_leads_no_more_leaves_those_they_owned_to_nobody(world):
    lead, won = make.lead(world), make.lead(world, "won")
    work.hand_to(lead.id, actor=world.ada, at=world.at, seen=1, person_id=world.cleo.person_id)
    Lead.objects.filter(id=won.id).update(owner=world.cleo.person_id)
    change_roles(world.cleo.membership_id, actor=world.ada, at=world.at, roles=[PartnerRole.PROFILE_ADMIN])
    drain(at=world.at)
    lead.refresh_from_db()
    won.refresh_from_db()
    assert (lead.owner_id, won.owner_id) == (None, world.cleo.person_id)
    assert story(lead)[-1] == (3, "hand_over", "system")


def test_who_gets_another_role_that_works_on_leads_keeps_theirs(world):
    lead = make.lead(world)
    work.hand_to(lead.id, actor=world.ada, at=world.at, seen=1, person_id=world.cleo.person_id)
    change_roles(world.cleo.membership_id, actor=world.ada, at=world.at, roles=[PartnerRole.REFERRALS_ADMIN])
    drain(at=world.at)
    lead.refresh_from_db()
    assert lead.owner_id == world.cleo.person_id


@pytest.mark.parametrize(("zone", "last_day"), [("America/Los_Angeles", (9, 30)), ("Pacific/Auckland", (12, 31))])
def test_this_quarter_is_that_of_the_location_as_its_reminders_are(world, zone, last_day):
    """Half past midnight of 1 October in Rome, where the programme is: still September, or October since hours."""
    at = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    Location.objects.filter(id=world.bergen.id).update(time_zone=zone)
    lead = make.lead(world, at=at - HOUR)
    respond.accept(lead.id, actor=world.ada, at=at, seen=1, answer=Acceptance(Deal(time_frame="this_quarter")))
    lead.refresh_from_db()
    assert (lead.purchase_on.month, lead.purchase_on.day) == last_day
    work.edit(lead.id, actor=world.ada, at=at, seen=2, deal=Deal(time_frame="this_month"))
    lead.refresh_from_db()
    assert lead.purchase_on.month == (9 if last_day == (9, 30) else 10)


def test_asking_the_same_partner_twice_is_one_lead(world):
    lead = make.lead(world)
    columns = {**make.ANNA, "consent_at": world.at}

    with transaction.atomic():
        ask = NewLead(lead.partner_id, lead.location_id, lead.request_id, lead.type, columns)
        [again] = receive([ask], actor=Customer(lead.request_id), at=world.at + HOUR)

    assert (again.id, Lead.objects.count(), LeadEvent.objects.count()) == (lead.id, 1, 1)
