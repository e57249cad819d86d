"""Nobody is forgotten: who is reminded of what and when, typed from the design's table; nobody twice, nobody late."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.actions import assign_manager
from segue.accounts.actor import Customer
from segue.leads.actions import respond, work
from segue.leads.actions.answers import Acceptance, Deal
from segue.leads.models import Lead
from segue.notifications.models import Notice, Watch
from segue.notifications.watching import sweep
from segue.requests.actions.confirm import confirm
from segue.requests.actions.feedback import say_whether_contacted
from segue.requests.actions.withdraw import choose
from segue.work.loop import drain
from tests import make, people
from tests.leads.crowd import crowd
from tests.requests.asking import asked

OF_THE_CALENDAR = {"today", "alert_confirm"}
"""What comes by the day, whatever becomes of a lead."""
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(db):
    return people.world(told=True)


@pytest.fixture
def told(mailoutbox):
    """Works off what has happened by a moment and gives the mails that went out for it: who -> subjects."""

    def work_off(at):
        mailoutbox.clear()
        drain(at=at)
        found = {}
        for mail in mailoutbox:
            if mail.extra_headers["X-Segue-Kind"] in OF_THE_CALENDAR:
                continue
            found.setdefault(mail.to[0], []).append(mail.subject)
        return found

    return work_off


def utc(*when):
    return datetime(*when, tzinfo=UTC)


def test_an_unanswered_lead_is_reminded_of_on_the_partners_working_time(world, told):
    """Received on Monday 7 September at 10, due on Monday 21 at 10; people work until 17."""
    make.lead(world, location=world.trieste, customer_language="en")
    told(world.at)
    first, second = utc(2026, 9, 8, 15), utc(2026, 9, 9, 15)
    assert told(first - MINUTE) == {}
    assert told(first) == {"giulia@harbour.example": ["Ancora senza risposta: Conti Logistica"]}
    assert told(second - MINUTE) == {}
    assert told(second) == {
        "giulia@harbour.example": ["Ancora senza risposta: Conti Logistica"],
        "ada@harbour.example": ["Still unanswered: Conti Logistica"],
        "paula@aurora.example": ["Harbour IT has not answered yet: Conti Logistica"],
    }
    due = world.at + timedelta(days=14)
    assert told(due - timedelta(days=3) - MINUTE) == {}
    assert set(told(due - timedelta(days=3))) == {"giulia@harbour.example", "ada@harbour.example"}
    assert told(due - timedelta(days=1)) == {
        "giulia@harbour.example": ["Ultimo giorno per rispondere: Conti Logistica"],
        "ada@harbour.example": ["Last day to answer: Conti Logistica"],
    }
    assert told(due - MINUTE) == {}
    assert "anna@conti.example" in told(due)
    assert not Watch.objects.exists()


def test_a_hot_lead_is_reminded_of_after_four_working_hours_and_a_working_day(world, told):
    friday = utc(2026, 9, 11, 13)  # 15 o'clock: two working hours are left of the week
    make.lead(world, at=friday, direct_contact=True)
    told(friday)
    monday = utc(2026, 9, 14, 9)
    assert told(monday - MINUTE) == {}
    assert told(monday) == {"ada@harbour.example": ["Hot and still unanswered: Conti Logistica"]}
    assert told(utc(2026, 9, 14, 15)) == {
        "ada@harbour.example": ["Still unanswered: Conti Logistica"],  # 72 hours have passed: it has cooled
        "paula@aurora.example": ["Harbour IT has not answered yet: Conti Logistica"],
    }


def test_who_answers_and_who_is_answering_is_not_reminded(world, told):
    answered, held = make.lead(world), make.lead(world)
    told(world.at)
    first = utc(2026, 9, 8, 15)
    respond.accept(answered.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    respond.decline(held.id, actor=world.ada, at=first - MINUTE, seen=1, answer=make.NO)
    sweep(at=first)
    assert not Notice.objects.filter(kind="lead_unanswered").exists()
    respond.undo(held.id, actor=world.ada, at=first + MINUTE)
    assert told(first + timedelta(minutes=5))["ada@harbour.example"] == ["Still unanswered: Conti Logistica"]


def test_what_was_answered_between_the_sweep_and_the_mail_is_not_told(world, told):
    lead = make.lead(world)
    told(world.at)
    first = utc(2026, 9, 8, 15)
    sweep(at=first)
    respond.accept(lead.id, actor=world.ada, at=first, seen=1, answer=make.YES)
    assert "Still unanswered" not in str(told(first))
    assert Notice.objects.get(kind="lead_unanswered").dropped_at == first


def test_after_days_without_a_worker_only_the_latest_reminder_comes(world, told):
    make.lead(world)
    told(world.at)
    assert told(world.at + timedelta(days=12)) == {
        "ada@harbour.example": ["Still unanswered: Conti Logistica"],
        "paula@aurora.example": ["Harbour IT has not answered yet: Conti Logistica"],
    }


def test_without_a_partner_manager_the_programme_inbox_hears(world, told):
    assign_manager(world.harbour.id, actor=world.vera, at=world.at, manager_id=None)
    make.lead(world)
    told(world.at)
    assert "partners@aurora.example" in told(utc(2026, 9, 9, 15))


def test_no_contact_after_72_hours_asks_the_owner_and_the_customer(world, told, mailoutbox):
    request = asked(world, world.bergen, language="en")
    lead = Lead.objects.get(request_id=request.id)
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    work.take(lead.id, actor=world.ada, at=world.at, seen=2)
    told(world.at)
    at = world.at + timedelta(hours=72)
    assert told(at - MINUTE) == {}
    assert told(at) == {
        "ada@harbour.example": ["Have you been in touch? Conti Logistica"],
        "anna@conti.example": ["Did Harbour IT contact you?"],
    }
    [anna] = [mail.body for mail in mailoutbox if mail.to == ["anna@conti.example"]]
    assert "http://localhost:8000/r/" in anna
    assert told(at + timedelta(days=20)) == {}


def test_who_was_not_chosen_is_neither_asked_about_nor_told_to_call(world, told):
    request = asked(world, world.bergen, world.oslo, language="en")
    confirm(request.id, actor=Customer(request.id), at=world.at)
    harbour, fjord = Lead.objects.filter(request_id=request.id).order_by("received_at", "id")
    for lead, actor in ((harbour, world.ada), (fjord, world.dora)):
        respond.accept(lead.id, actor=actor, at=world.at, seen=None, answer=make.YES)
    choose(request.id, actor=Customer(request.id), at=world.at, lead_id=fjord.id)
    told(world.at)
    reminded = told(world.at + timedelta(hours=72))
    assert reminded["anna@conti.example"] == ["Did Fjord Cloud contact you?"]
    assert reminded["dora@fjord.example"] == ["Have you been in touch? Conti Logistica"]
    assert "ada@harbour.example" not in reminded


@pytest.mark.parametrize("settled", ["logged", "said"])
def test_a_contact_that_is_known_asks_nobody(world, told, settled):
    request = asked(world, world.bergen)
    lead = Lead.objects.get(request_id=request.id)
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    at = world.at + timedelta(hours=5)
    if settled == "logged":
        work.log_contact(lead.id, actor=world.ada, at=at, seen=None, how="called")
    else:
        customer = Customer(request.id)
        say_whether_contacted(request.id, actor=customer, at=at, lead_id=lead.id, contacted=True)
    told(at)
    heard = told(world.at + timedelta(hours=72))
    assert "anna@conti.example" not in heard
    assert (heard == {}) == (settled == "logged")


def test_a_passed_purchase_date_asks_three_times_and_then_tells_the_partner_manager(world, told):
    lead = make.lead(world)
    when = Deal(deal_name="Cloud planning", time_frame="date", purchase_on=date(2026, 10, 1))
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=Acceptance(when))
    work.log_contact(lead.id, actor=world.ada, at=world.at, seen=None, how="called")
    work.hand_to(lead.id, actor=world.ada, at=world.at, seen=None, person_id=world.cleo.person_id)
    told(world.at)
    ask = {"cleo@harbour.example": ["Won, lost or later? Conti Logistica"]}
    assert told(utc(2026, 10, 2, 6) - MINUTE) == {}
    assert told(utc(2026, 10, 2, 6)) == ask
    assert told(utc(2026, 10, 15, 6)) == ask
    assert told(utc(2026, 10, 31, 7)) == ask | {
        "paula@aurora.example": ["No outcome from Harbour IT: Conti Logistica"]
    }  # 8 o'clock: clocks have been set back
    assert "Conti Logistica" not in str(told(utc(2027, 3, 1, 8)))


def test_a_later_purchase_date_is_asked_about_from_then_on(world, told):
    lead = make.lead(world)
    when = Deal(deal_name="Cloud planning", time_frame="date", purchase_on=date(2026, 10, 1))
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=Acceptance(when))
    work.log_contact(lead.id, actor=world.ada, at=world.at, seen=None, how="called")
    told(world.at)
    later = Deal(deal_name="Cloud planning", time_frame="date", purchase_on=date(2026, 12, 1))
    work.edit(lead.id, actor=world.ada, at=world.at + timedelta(days=1), seen=None, deal=later)
    assert told(utc(2026, 11, 15, 8)) == {}
    assert told(utc(2026, 12, 2, 8)) == {"ada@harbour.example": ["Won, lost or later? Conti Logistica"]}


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_and_again_tell_each_reminder_once(mailoutbox):
    world = people.world()
    for number in range(12):
        make.lead(world, customer_company=f"Firm {number}")
    drain(at=world.at)
    at = utc(2026, 9, 9, 15)
    with crowd(4) as threads:
        results = threads.together([partial(sweep, at=at)] * 4)
    assert not [result for result in results if isinstance(result, Exception)]
    sweep(at=at)
    Watch.objects.update(look_at=at, told_until=world.at)
    sweep(at=at)
    assert Notice.objects.filter(kind="lead_unanswered").count() == 12
    assert Notice.objects.filter(kind="manager_unanswered").count() == 12


def test_a_sweep_with_nothing_due_is_one_look_into_an_index(world):
    make.lead(world)
    drain(at=world.at)
    drain(at=world.at + MINUTE)
    with CaptureQueriesContext(connection) as asked_for:
        assert sweep(at=world.at + timedelta(hours=1)) == 0
    [query] = asked_for.captured_queries
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")  # of a table with one row every plan is as good
            cursor.execute(f"EXPLAIN {query['sql']}")
        plan = str(cursor.fetchall())
    assert "notifications_to_look_at" in plan
