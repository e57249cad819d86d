"""Random histories of leads against a model typed from the design: the same steps, stages, refusals and facts."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from segue.accounts.actor import Customer
from segue.kit import compiled
from segue.kit.errors import Refused
from segue.kit.ids import new_id
from segue.leads.actions import close, employees, favourite, respond, withdraw, work
from segue.leads.actions.answers import Acceptance, Colleague, Deal
from segue.leads.actions.confirm_email import confirm_email
from segue.leads.actions.expire import sweep
from segue.leads.models import Employee, Favourite, Lead, LeadEvent, Type
from segue.outbox.models import Message
from tests import make
from tests.leads.life_model import EVERYBODY, FACTS, HOLD, MEMBERS, OFFERED, STAFF, Ask, LeadModel

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
WAITS = [SECOND, timedelta(minutes=1), HOLD - SECOND, HOLD, timedelta(hours=9), 5 * DAY, -HOLD]
COLUMNS = ("stage", "outcome", "holding", "version", "owner_id")
COLUMNS += ("due_at", "accepted_at", "closed_at", "contacted_at", "email_confirmed")
EMAILS = tuple(f"{name}@harbour.example" for name in ("ivo", "cleo", "giulia", "eva", "kai"))
COLLEAGUES = (*("ada", "ben", "cleo", "giulia") * 3, "pia", "dora")
STEPS = sorted(OFFERED["received"] | OFFERED["accepted"])
MEMBERS_ONLY = {"hand_over", "correct_employee", "remove_employee"}
DEAL = Deal(deal_name="Cloud planning")
HAPPENS = [
    *["a colleague acts"] * 7,
    *["anybody tries"] * 3,
    *("pressed again", "undo", "heart", "due", "worker", "worker"),
]

numbers = st.integers(0, 999)
which_lead = st.integers(0, 1)
waits = st.sampled_from([timedelta(0)] * 5 + WAITS)


def as_it_stands(of):
    """A lead's row with the answer that is held, asked after every step: Django writes the SQL once."""
    return [Lead.objects.filter(id=of["id"]).values_list(*COLUMNS, "held__step", "held__person_id")]


class Life(RuleBasedStateMachine):
    """A few leads, a clock that mostly goes forward, and everybody who may touch them or may not."""

    world = None
    said: Counter
    histories: list[int]

    def __init__(self):
        super().__init__()
        self.undone_afterwards = transaction.atomic()
        self.undone_afterwards.__enter__()
        self.at = self.world.at
        self.leads: list[tuple[Lead, LeadModel]] = []
        self.touched: list[tuple[Lead, LeadModel]] = []
        self.done = 0

    def teardown(self):
        try:
            self.everything_told_is_as_the_model_says()
        finally:
            self.histories.append(self.done)
            transaction.set_rollback(True)
            self.undone_afterwards.__exit__(None, None, None)

    # --- leads begin ---------------------------------------------------------------------------------------

    @initialize(first=numbers, second=numbers)
    def leads_come_in(self, first, second):
        self.receive(first)
        self.receive(second)

    def receive(self, kind):
        location, sender = [("bergen", None), ("trieste", None), ("bergen", "sven"), ("bergen", "dora")][kind % 4]
        how = {"at": self.at, "location": getattr(self.world, location), "email_confirmed": False}
        if sender:
            by = getattr(self.world, sender)
            how |= {"by": by, "type": Type.SALES, "sender_person_id": by.person_id}
            how |= {"sender_partner_id": by.partner_id} if sender == "dora" else {}
        self.leads.append((make.lead(self.world, **how), LeadModel(self.at, location, sender)))
        self.note("receive")

    # --- what happens --------------------------------------------------------------------------------------

    # One rule, because Hypothesis leaves out some rules for whole histories, and a life needs all of these.
    @rule(what=st.sampled_from(HAPPENS), wait=waits, which=which_lead, number=numbers, data=numbers, way=numbers)
    def then(self, what, wait, which, number, data, way):
        self.at += wait
        lead, model = self.pick(which)
        if model.stage == "archived" and number % 4:
            lead, model = self.pick(which + 1)
        match what:
            case "anybody tries":
                self.anybody_tries(lead, model, number, data, way)
            case "pressed again":
                self.the_last_step_is_pressed_again(lead, model, number)
            case "a colleague acts" if model.held and way % 2:
                self.somebody_undoes(which, ("ada", "ben", "cleo", "dora")[number % 4], own=data % 4 > 0)
            case "undo" if any(other.held for _, other in self.leads) or number % 4 == 0:
                self.somebody_undoes(which, ("ada", "ben", "cleo", "dora")[number % 4], own=data % 4 > 0)
            case "heart":
                self.somebody_hearts(lead, model, ("ada", "ben", *MEMBERS)[number % 8], on=data % 3 > 0)
            case "due":
                self.at = max(self.at, model.due + SECOND * (number % 3 - 1))
            case "worker":
                self.the_worker_works(lead, model)
            case _:
                self.a_colleague_acts(lead, model, number, data, way)

    def a_colleague_acts(self, lead, model, number, data, way):
        """One of the partner's steps that the stage offers, which are most of a life."""
        steps = sorted(OFFERED[model.stage] - {"withdraw"}) or STEPS
        people = [who for who in ("ada", "ben", "cleo", "giulia") if model.sees(who)]
        self.ask(lead, model, steps[number % len(steps)], people[data % len(people)], data, way)

    def anybody_tries(self, lead, model, number, data, way):
        """Mostly who may take a step takes it; now and then anybody tries anything."""
        choices = model.possible(self.at) if data % 4 else []
        choices = choices or [(step, who) for step in STEPS for who in EVERYBODY]
        self.ask(lead, model, *choices[number % len(choices)], data, way)

    def the_last_step_is_pressed_again(self, lead, model, number):
        if model.last is not None and model.last.step != "withdraw":
            seen = model.version - 1 if number % 3 else None
            self.take(lead, model, replace(model.last, at=self.at, seen=seen, hold=False))

    def somebody_undoes(self, which, who, *, own):
        """Mostly who gave the answer."""
        held = [pair for pair in self.leads if pair[1].held] or self.leads
        self.touched = [(lead, model)] = [held[which % len(held)]]
        who = model.held.who if model.held and own else who
        expected = model.undo(who, self.at)
        self.compare("undo", expected, lambda: respond.undo(lead.id, actor=self.actor(who, lead), at=self.at))

    def somebody_hearts(self, lead, model, who, *, on):
        act = favourite.mark if on else favourite.unmark
        self.compare("heart", model.heart(who, on=on), lambda: act(lead.id, actor=self.actor(who, lead)))

    def the_worker_works(self, lead, model):
        committed = sum(model.commit(self.at) for _, model in self.leads)
        assert respond.commit_held(at=self.at) == committed
        expired = sum(model.expire(self.at) for _, model in self.leads)
        assert sweep(at=self.at) == expired
        confirmed = model.confirm()
        assert confirm_email(lead.request_id, at=self.at) == confirmed
        self.touched = self.leads
        self.note("commit", committed)
        self.note("expire", expired)
        self.note("confirm_email", confirmed)

    # --- how -----------------------------------------------------------------------------------------------

    def pick(self, which):
        self.touched = [self.leads[which % len(self.leads)]]
        return self.touched[0]

    def actor(self, who, lead):
        if who in MEMBERS or who in STAFF:
            return getattr(self.world, who)
        return Customer(lead.request_id if who == "anna" else new_id())

    def typed(self, step, number, model):
        others = [email for email in EMAILS if email not in model.team or number % 8 == 7] or EMAILS
        email = others[number % len(others)]
        there = sorted(model.team)[number % len(model.team)] if model.team and number % 10 else email
        return {
            "accept": (email,) if number % 4 else (),
            "add_employee": (email, "Ivo Berg"),
            "correct_employee": (there, there if number % 4 == 1 else email, "Ivan Berg"),
            "remove_employee": (there,),
            "log_contact": (("called", "no_answer")[number % 2],),
            "hand_over": (COLLEAGUES[number % 14],),
        }.get(step, ())

    def way(self, model, step, number):
        """Without a version, on the one that stands, or on the one before, as from a page opened earlier."""
        seen = (None, *[model.version] * 6, model.version - 1)[number % 8]
        return {"seen": None if step == "withdraw" else seen, "hold": number % 4 > 0}

    def ask(self, lead, model, step, who, data, way):
        if step not in MEMBERS_ONLY or who in MEMBERS:
            ask = Ask(step, who, self.at, data=self.typed(step, data, model), **self.way(model, step, way))
            self.take(lead, model, ask)

    def take(self, lead, model, ask):
        employee = self.employee(lead, ask)
        self.compare(ask.step, model.take(ask), lambda: self.act(lead, ask, employee))

    def employee(self, lead, ask):
        if ask.step not in ("correct_employee", "remove_employee"):
            return None
        return Employee.objects.filter(lead=lead, email=ask.data[0]).values_list("id", flat=True).first() or new_id()

    def act(self, lead, ask, employee):
        asking = {"actor": self.actor(ask.who, lead), "at": ask.at, "seen": ask.seen}
        data, hold = ask.data, {"hold": ask.hold}
        somebody = Colleague(data[-1], data[-2]) if len(data) > 1 else None
        team = tuple(Colleague("Ivo Berg", email) for email in data) if ask.step == "accept" else ()
        acts = {
            "accept": lambda: respond.accept(lead.id, **asking, answer=Acceptance(DEAL, team)),
            "decline": lambda: respond.decline(lead.id, **asking, answer=make.NO, **hold),
            "win": lambda: close.win(lead.id, **asking, answer=make.on(lead.received_at, make.WON), **hold),
            "lose": lambda: close.lose(lead.id, **asking, answer=make.on(lead.received_at, make.LOST), **hold),
            "withdraw": lambda: withdraw.withdraw([lead.id], actor=asking["actor"], at=ask.at),
            "edit": lambda: work.edit(lead.id, **asking, deal=Deal(deal_name="Cloud", crm_id="7")),
            "log_contact": lambda: work.log_contact(lead.id, **asking, how=data[0]),
            "take": lambda: work.take(lead.id, **asking),
            "hand_over": lambda: work.hand_to(lead.id, **asking, person_id=self.person_id(data[0])),
            "add_employee": lambda: employees.add_employee(lead.id, **asking, colleague=somebody),
            "correct_employee": lambda: employees.correct_employee(employee, **asking, colleague=somebody),
            "remove_employee": lambda: employees.remove_employee(employee, **asking),
        }
        return acts[ask.step]()

    def compare(self, step, expected, act):
        try:
            act()
            got = None
        except Refused as refused:
            got = refused.code
        assert got == (None if expected == "again" else expected), (step, expected)
        self.said[expected or "done"] += 1
        if expected is None:
            self.note(step)

    def note(self, step, times=1):
        self.done += times
        self.said[f"did {step}"] += times

    # --- what always holds ---------------------------------------------------------------------------------

    @invariant()
    def the_leads_are_as_the_model_says(self):
        for lead, model in self.touched:
            held = (model.held.step, self.person_id(model.held.who)) if model.held else ("", None)
            [(*columns, held_step, held_by)] = compiled.rows("machine", as_it_stands, {"id": lead.id})
            assert columns == [
                *(model.stage, model.outcome, held[0], model.version, self.person_id(model.owner)),
                *(model.due, model.accepted_at, model.closed_at, model.contacted, model.confirmed),
            ]
            assert (held_step or "", held_by) == held
        self.touched = []

    def everything_told_is_as_the_model_says(self):
        """At a history's end: events and facts are never taken back, so one look finds whatever was wrong before."""
        for lead, model in self.leads:
            assert (Lead.objects.get(id=lead.id).withdrawn_at is not None) == model.withdrawn
            events = LeadEvent.objects.filter(lead=lead).order_by("version")
            said = [(step, by, self.person_id(who)) for step, by, who in model.story]
            assert list(events.values_list("version", "step", "by", "person_id")) == [
                (version, *line) for version, line in enumerate(said, start=1)
            ]
            told = Message.objects.filter(key__startswith=f"lead:{lead.id}:").values_list("key", "fact")
            assert sorted(told) == sorted(
                (f"lead:{lead.id}:{version}", f"lead.{FACTS[line[0]]}") for version, line in enumerate(said, start=1)
            )
            assert dict(Employee.objects.filter(lead=lead).values_list("email", "name")) == model.team
            hearts = Favourite.objects.filter(lead=lead).values_list("person_id", flat=True)
            assert set(hearts) == {self.person_id(who) for who in model.hearts}

    def person_id(self, who):
        return getattr(self.world, who).person_id if who else None


SEEDS = {"sqlite": 2026, "postgresql": 3026}
"""Others on each database, so that a run plays 500 histories."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "histories", "steps"),
    [
        pytest.param(0, 250, 14, id="250"),
        *(pytest.param(n, 2500, 14, marks=pytest.mark.soak, id=f"10000-{n}") for n in range(1, 5)),
    ],
)
def test_no_history_leaves_the_life_cycle(world, figure, number, histories, steps):
    class OneLife(Life):
        pass

    OneLife.world, OneLife.said, OneLife.histories = world, Counter(), []
    run = settings(
        max_examples=histories,
        stateful_step_count=steps,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=False,
    )
    sown = SEEDS[connection.vendor] + number
    run_state_machine_as_test(seed(sown)(OneLife), settings=run)

    played, done = len(OneLife.histories), sum(OneLife.histories)
    refused = {code: n for code, n in OneLife.said.most_common() if not code.startswith("did ")}
    figure(
        f"{played} histories (seed {sown}), {done / played:.1f} steps done in each, "
        f"asked and answered {refused}: 0 illegal states"
    )
    assert played >= histories
    assert done >= 8 * played
    assert {step for step in (*FACTS, "undo", "heart", "commit") if OneLife.said[f"did {step}"] == 0} == set()
