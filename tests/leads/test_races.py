"""Many people at one lead at the same moment: one wins, the others are told, nothing is written twice."""

import random
import time
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError

from segue.accounts.actions import NewPerson, add_person
from segue.accounts.queries import actor_for
from segue.accounts.roles import PartnerRole
from segue.leads.actions import employees, respond, work
from segue.leads.actions._advance import ChangedMeanwhile
from segue.leads.actions._hold import NothingHeld
from segue.leads.actions.answers import Colleague
from segue.leads.actions.expire import sweep
from segue.leads.models import Employee, HeldAnswer, Lead, LeadEvent
from segue.outbox.models import Message
from tests import make
from tests.leads.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
PEOPLE = 48


def colleagues_of(world, number):
    """So many referrals admins of Harbour IT."""
    at = world.at - timedelta(days=1)
    return [
        actor_for(
            add_person(
                world.harbour.id,
                actor=world.vera,
                at=at,
                person=NewPerson(email=f"person{n}@harbour.example", name=f"Person {n}"),
                roles=[PartnerRole.REFERRALS_ADMIN],
            ).person
        )
        for n in range(number)
    ]


def mixed(seed):
    return random.Random(seed)  # noqa: S311 -- it only mixes the order in which threads start


# --- accept, decline, expire ----------------------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [8, pytest.param(1000, marks=pytest.mark.soak)])
def test_of_fifty_who_accept_decline_and_expire_exactly_one_wins(world, figure, rounds):
    people = colleagues_of(world, PEOPLE)
    winners = Counter()
    with crowd(PEOPLE + 2) as threads:
        for number in range(rounds):
            lead = make.lead(world, at=world.at + number * SECOND)
            results = threads.together(errands(lead, people, shuffle=mixed(number)))
            winners[judged(lead, results)] += 1
    figure(f"{rounds} rounds (seeds 0 to {rounds - 1}) of {PEOPLE + 2} threads, one winner each: {dict(winners)}")


def errands(lead, people, *, shuffle):
    in_time = lead.due_at - SECOND
    accept = [
        partial(respond.accept, lead.id, actor=who, at=in_time, seen=1, answer=make.YES)
        for who in people[: PEOPLE // 2]
    ]
    decline = [
        partial(respond.decline, lead.id, actor=who, at=in_time, seen=1, answer=make.NO, hold=False)
        for who in people[PEOPLE // 2 :]
    ]
    all_of_them = [*accept, *decline, partial(sweep, at=lead.due_at), partial(sweep, at=lead.due_at)]
    shuffle.shuffle(all_of_them)
    return all_of_them


def judged(lead, results):
    """Which step won; every other thread was refused by name, and events and messages are of that step alone."""
    won = [result for result in results if isinstance(result, Lead)]
    expired = sum(result for result in results if isinstance(result, int))
    refused = [result for result in results if isinstance(result, ChangedMeanwhile)]
    assert len(won) + expired == 1, results
    assert len(refused) == PEOPLE - len(won), [result for result in results if isinstance(result, Exception)]

    steps = list(LeadEvent.objects.filter(lead=lead).order_by("version").values_list("version", "step"))
    facts = list(Message.objects.filter(key__startswith=f"lead:{lead.id}:").order_by("key").values_list("key", "fact"))
    [first, (version, step)] = steps
    assert (first, version) == ((1, "receive"), 2)
    assert facts == [(f"lead:{lead.id}:1", "lead.received"), (f"lead:{lead.id}:2", FACT[step])]
    lead.refresh_from_db()
    assert (lead.version, lead.stage, lead.outcome) == (2, *BECOMES[step])
    return step


FACT = {"accept": "lead.accepted", "decline": "lead.declined", "expire": "lead.expired"}
BECOMES = {"accept": ("accepted", None), "decline": ("archived", "declined"), "expire": ("archived", "expired")}


# --- a held answer: undo, commit, sweep -------------------------------------------------------------------------


@pytest.mark.parametrize("number", [60, pytest.param(600, marks=pytest.mark.soak)])
def test_a_held_answer_raced_by_undo_commit_and_sweep_ends_one_way(world, figure, number):
    ends = Counter()
    shuffle = mixed(number)
    with crowd(4) as threads:
        for n in range(number):
            lead = make.lead(world, at=world.at + n * SECOND)
            held = respond.decline(lead.id, actor=world.ben, at=lead.due_at - MINUTE, seen=1, answer=make.NO)
            late = held.commit_at
            racing = [
                partial(respond.undo, lead.id, actor=world.ada, at=late - SECOND),
                partial(respond.commit_held, at=late),
                partial(respond.commit_held, at=late),
                partial(sweep, at=late),
            ]
            shuffle.shuffle(racing)
            ends[ended(lead, threads.together(racing))] += 1
        sweep(at=world.at + timedelta(days=15))
    assert not HeldAnswer.objects.exists()
    assert not Lead.objects.filter(stage="received").exists()
    figure(f"{number} held answers raced (seed {number}): {dict(ends)}")


def ended(lead, results):
    """How the lead ended: committed once, or undone and still received, or undone and expired once."""
    faults = [r for r in results if isinstance(r, Exception) and not isinstance(r, NothingHeld)]
    assert not faults
    undone = any(isinstance(result, Lead) for result in results)
    steps = list(LeadEvent.objects.filter(lead=lead).order_by("version").values_list("step", flat=True))
    facts = Message.objects.filter(key__startswith=f"lead:{lead.id}:").count()
    lead.refresh_from_db()
    end = (undone, lead.stage, lead.outcome, lead.holding, tuple(steps), lead.version, facts)
    return ENDS[end]


ENDS = {
    (False, "archived", "declined", "", ("receive", "decline"), 2, 2): "committed once",
    (True, "received", None, "", ("receive",), 1, 1): "undone and still received",
    (True, "archived", "expired", "", ("receive", "expire"), 2, 2): "undone and expired once",
}


# --- the sweep --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [120, pytest.param(1200, marks=pytest.mark.soak)])
def test_sweeps_at_the_same_time_expire_each_lead_once(world, number):
    leads = [make.lead(world) for _ in range(number)]

    with crowd(8) as threads:
        swept = threads.together([partial(sweep, at=leads[0].due_at + timedelta(days=30))] * 8)
    sweep(at=leads[0].due_at + timedelta(days=30))  # what another sweep had locked is there for the next

    assert not [result for result in swept if isinstance(result, Exception)]
    assert Lead.objects.filter(outcome="expired", version=2).count() == number
    assert LeadEvent.objects.filter(step="expire").count() == number
    assert Message.objects.filter(fact="lead.expired").count() == number
    assert sweep(at=leads[0].due_at + timedelta(days=60)) == 0


# --- many writers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [3, pytest.param(60, marks=pytest.mark.soak)])
def test_sixteen_writers_never_find_the_database_locked(world, figure, seconds):
    leads = [make.lead(world) for _ in range(16)]
    until = time.monotonic() + seconds
    with crowd(16) as threads:
        results = threads.together([partial(keep_writing, lead, world, until) for lead in leads])

    assert not [result for result in results if isinstance(result, Exception)]
    locked, written = sum(locked for locked, _ in results), sum(written for _, written in results)
    assert locked == 0
    assert LeadEvent.objects.filter(step="log_contact").count() == written > 0
    figure(f"16 writers for {seconds} s: {written} writes, {locked} times locked")


def keep_writing(lead, world, until):
    locked = written = 0
    while time.monotonic() < until:
        try:
            at = world.at + written * SECOND
            work.log_contact(lead.id, actor=world.ada, at=at, seen=None, how="called")
            written += 1
        except OperationalError:
            locked += 1
    return locked, written


# --- the team -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_whoever_is_removed_while_being_corrected_does_not_come_back(world, number):
    ivo, ivan = Colleague("Ivo Berg", "ivo@harbour.example"), Colleague("Ivan Berg", "ivan@harbour.example")
    at = world.at + timedelta(hours=2)
    with crowd(2) as threads:
        for _ in range(number):
            lead = make.lead(world, "accepted")
            employees.add_employee(lead.id, actor=world.ada, at=at, seen=None, colleague=ivo)
            who = Employee.objects.get(lead=lead)
            corrected, removed = threads.together(
                [
                    partial(employees.correct_employee, who.id, actor=world.ada, at=at, seen=None, colleague=ivan),
                    partial(employees.remove_employee, who.id, actor=world.ben, at=at, seen=None),
                ]
            )
            assert isinstance(removed, Lead), removed
            assert not Employee.objects.filter(lead=lead).exists()
            steps = list(LeadEvent.objects.filter(lead=lead).order_by("version").values_list("step", flat=True))
            expected = ["correct_employee"] if isinstance(corrected, Lead) else []
            assert steps == ["receive", "accept", "add_employee", *expected, "remove_employee"]
