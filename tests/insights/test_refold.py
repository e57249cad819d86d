"""What a lead counts for follows it through its life, whatever the order in which its facts are heard."""

import random
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from segue.accounts.actor import Customer
from segue.insights.actions.refold import fold_leads, refold, sweep
from segue.insights.models import Contribution
from segue.leads.actions import close, respond, work
from segue.leads.actions.answers import Closing, Deal
from segue.leads.actions.confirm_email import confirm_email
from segue.leads.actions.expire import sweep as expire
from segue.leads.actions.report_contact import report_contact
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Type
from segue.wiring import FACTS
from tests import make
from tests.insights.counting import counted, differing, facts, kept, of, recount_all
from tests.leads.crowd import crowd
from tests.leads.life_model import HOLD
from tests.leads.test_machine import Life, numbers

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ERP = {"products": ["erp"], "services": [], "industries": [], "customer_size": "", "customer_language": ""}
FACETS = ("product:erp", "country:IT")


def mixed(number):
    return random.Random(number)  # noqa: S311 -- it only mixes the order in which facts are heard


def hear(*heard):
    """The facts told so far are heard, each by everybody whom the wiring names for counting."""
    for fact in heard or facts():
        for handler in FACTS[fact.fact]:
            if handler is refold:
                handler(fact)


def test_an_answer_an_outcome_and_silence_count_by_day(world):
    for stage in ("won", "declined", "expired", "received"):
        make.lead(world, stage, **ERP, customer_email=f"{stage}@conti.example")
    hear()
    assert of(world.harbour) == {
        ("lead", ""): 4000,
        ("answered", ""): 2000,
        ("ended", "inquiry"): 3000,
        ("prompt", "inquiry"): 2000,
        ("speed", "inquiry"): 2 * 917,  # 2^(-1/8) of an hour each
        ("within", "hours"): 2000,
        ("declined", "not_our_region"): 1000,
        **dict.fromkeys([("taken", facet) for facet in ("", *FACETS)], 1500),
        **dict.fromkeys([("passed_up", facet) for facet in ("", *FACETS)], 1000),
        **dict.fromkeys([(kind, "") for kind in ("closed", "won", "due_report", "reported")], 1000),
    }
    assert of(world.fjord) == {}
    assert {key[1] for key in kept()} == {world.at.date(), (world.at + 14 * DAY).date()}


def test_facts_may_come_twice_late_and_in_any_order(world):
    leads = [
        make.lead(world, stage, customer_email="") for stage in ("won", "lost", "declined", "withdrawn", "expired")
    ]
    told = facts()
    hear()
    wanted = kept()
    assert wanted == counted(world.at + 15 * DAY) != {}

    mixed(7).shuffle(told)
    hear(*told, *told)
    assert kept() == wanted
    assert Contribution.objects.count() == len(leads)
    assert recount_all(world.at + 15 * DAY) == 0


@pytest.mark.parametrize(
    ("what", "columns"),
    [
        ("a test", {"test_of_id": "ada"}),
        ("not confirmed", {"email_confirmed": False}),
        ("sent by a partner", {"sender_partner_id": "fjord", "type": Type.SALES}),
        ("from the own domain", {"customer_email": "boss@mail.harbour.example"}),
        ("from a colleague's own address", {"customer_email": "Ada@harbour.example"}),
    ],
)
def test_what_does_not_count(world, what, columns):
    if "test_of_id" in columns:
        columns = {"test_of_id": world.ada.person_id}
    if "sender_partner_id" in columns:
        columns = columns | {"sender_partner_id": world.fjord.id}
    lead = make.lead(world, "accepted", **columns)
    hear()
    assert of(world.harbour) == {}
    assert Contribution.objects.get(lead=lead).counts == []


def test_a_telephone_of_its_own_people_is_known_however_it_is_written(world):
    person = world.person(world.ben)
    person.phone = "+47 55 12 34 56"
    person.save(update_fields=["phone"])
    make.lead(world, customer_email="", customer_phone="0047 55123456")
    make.lead(world, customer_email="", customer_phone="112")
    hear()
    assert of(world.harbour) == {("lead", ""): 1000}


def test_where_a_lead_came_from_is_what_it_looked_like_at_first(world):
    """Who joins the company later, or leaves it, changes nothing of what was counted."""
    lead = make.lead(world, customer_email="boss@harbour.example")
    hear()
    world.harbour.website = ""
    world.harbour.save(update_fields=["website"])
    recount_all(world.at + DAY)
    assert Contribution.objects.get(lead=lead).own
    assert of(world.harbour) == {}


def test_of_one_customer_two_count_in_90_days(world):
    for days in (0, 1, 2, 95):
        make.lead(world, at=world.at + days * DAY)
    make.lead(world, at=world.at + 2 * DAY, customer_email="other@conti.example")
    hear()
    assert of(world.harbour, "lead") == {"": 4000}
    assert list(Contribution.objects.order_by("lead").values_list("earlier", flat=True)) == [0, 1, 2, 0, 0]


def test_a_lead_counts_from_its_confirmation_and_no_longer_once_it_is_withdrawn(world):
    lead = make.lead(world, email_confirmed=False)
    hear()
    assert of(world.harbour) == {}
    confirm_email(lead.request_id, at=world.at + HOUR)
    hear()
    assert of(world.harbour) == {("lead", ""): 1000}
    withdraw([lead.id], actor=Customer(lead.request_id), at=world.at + DAY)
    hear()
    assert kept() == {}


def test_a_yes_that_nothing_follows_is_no_answer_any_more_after_five_working_days(world):
    lead = make.lead(world, "accepted")
    edited = make.lead(world, "accepted")
    work.edit(edited.id, actor=world.ada, at=world.at + DAY, seen=None, deal=Deal(deal_name="Cloud"))
    confirmed = make.lead(world, "accepted", customer_email="x@conti.example")
    report_contact(confirmed.id, actor=Customer(confirmed.request_id), at=world.at + 4 * DAY, contacted=True)
    refuted = make.lead(world, "accepted", customer_email="x@conti.example")
    report_contact(refuted.id, actor=Customer(refuted.request_id), at=world.at + 4 * DAY, contacted=False)
    hear()
    monday_evening = Contribution.objects.get(lead=lead).due_at
    assert monday_evening == (world.at + 7 * DAY).replace(hour=15)
    assert sweep(at=monday_evening - HOUR) == 0
    assert of(world.harbour, "prompt") == {"inquiry": 4000}

    assert sweep(at=monday_evening) == 2
    assert of(world.harbour, "prompt") == {"inquiry": 2000}
    assert sweep(at=monday_evening) == 0
    assert kept() == counted(monday_evening)


def test_a_yes_left_lying_is_no_answer_though_its_fact_is_heard_after_that_of_the_end(world):
    lead = make.lead(world, "accepted")
    closing = Closing(closed_on=(world.at + 14 * DAY).date(), reason="budget")
    close.lose(lead.id, actor=world.ada, at=world.at + 14 * DAY, seen=None, answer=closing, hold=False)
    accepted, *others = sorted(facts(), key=lambda fact: fact.fact != "lead.accepted")
    hear(*others)
    hear(accepted)
    sweep(at=world.at + 15 * DAY)
    assert of(world.harbour, "prompt") == {}
    assert kept() == counted(world.at + 15 * DAY)


def test_an_outcome_is_missed_30_days_after_the_estimated_close(world):
    lead = make.lead(world, "accepted")  # this quarter: until 30 September
    hear()
    sweep(at=world.at + 20 * DAY)
    missed = Contribution.objects.get(lead=lead).due_at
    assert missed.isoformat() == "2026-10-30T00:00:00+00:00"
    sweep(at=missed)
    assert of(world.harbour, "due_report") == {"": 1000}
    assert of(world.harbour, "reported") == {}

    later = Deal(time_frame="date", purchase_on=(missed + 30 * DAY).date())
    work.edit(lead.id, actor=world.ada, at=missed + DAY, seen=None, deal=later)
    hear()
    assert of(world.harbour, "due_report") == {}


def test_a_short_week_makes_no_answer_quicker(world):
    """Open on Mondays for an hour: an answer after a week has taken 61 minutes, and counts as 40 times as many."""
    world.bergen.hours = {"0": [[600, 660]]}
    world.bergen.save(update_fields=["hours"])
    lead = make.lead(world, prompt_until=world.at + 15 * DAY)
    respond.decline(lead.id, actor=world.ada, at=world.at + 8 * DAY, seen=1, answer=make.NO, hold=False)
    hear()
    assert of(world.harbour, "ended") == {"inquiry": 1000}
    assert of(world.harbour, "prompt") == {}
    assert of(world.harbour, "within") == {"later": 1000}


# --- random histories ------------------------------------------------------------------------------------------


class Counted(Life):
    """A few leads live; now and then some of what was told is heard, again, late, and in any order."""

    @rule(number=numbers)
    def some_is_heard(self, number):
        told = facts()
        picked = mixed(number).sample(told, k=min(len(told), number % 5))
        hear(*picked)
        if number % 3 == 0:
            sweep(at=self.at)

    def teardown(self):
        try:
            self.counts_are_those_of_the_events()
        finally:
            # Else what this history wrote would stay, and every later one would fail.
            super().teardown()

    def counts_are_those_of_the_events(self):
        self.at = at = max(self.at, self.world.at) + HOLD
        for lead, model in self.leads:
            self.the_worker_works(lead, model)
        told = facts()
        mixed(len(told)).shuffle(told)
        hear(*told)
        for later in (0, 9, 60) if len(told) % 2 else (0, 60):
            sweep(at=at + later * DAY)
            assert kept() == counted(at + later * DAY)
            assert recount_all(at + later * DAY) == 0
        self.said["counted"] += len(kept())


@pytest.mark.parametrize("histories", [12, pytest.param(1500, marks=pytest.mark.soak)])
def test_incremental_counts_equal_counting_anew_over_random_histories(world, figure, histories):
    class OneLife(Counted):
        pass

    OneLife.world, OneLife.said, OneLife.histories = world, Counter(), []
    run = settings(
        max_examples=histories,
        stateful_step_count=14,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=False,
    )
    run_state_machine_as_test(seed(2026)(OneLife), settings=run)
    figure(f"{len(OneLife.histories)} histories (seed 2026), {OneLife.said['counted']} counts by day: 0 differ")
    assert OneLife.said["counted"] > histories
    assert differing() == {}


# --- several workers ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_workers_that_hear_at_once_end_in_the_same(world):
    for number in range(2):
        for stage in ("won", "declined", "accepted"):
            make.lead(world, stage, customer_email=f"{stage}{number}@conti.example")
            make.lead(world, stage, location=world.oslo, customer_email=f"{stage}{number}@conti.example")
    told = facts()
    with crowd(4) as threads:
        errands = [partial(hear, *mixed(n).sample(told, k=len(told))) for n in range(4)]
        assert threads.together(errands) == [None] * 4
    assert kept() == counted(world.at + DAY)
    assert sum(of(world.fjord, "lead").values()) == 6000
    expire(at=world.at + 30 * DAY)
    fold_leads(world.harbour.id, [], at=world.at)
    assert recount_all(world.at + 2 * DAY) == 0
