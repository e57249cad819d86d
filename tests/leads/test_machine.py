"""Random histories of leads against a pure model typed from the design: the same steps, stages, refusals and facts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from segue.accounts.actor import Customer
from segue.kit.errors import Refused
from segue.leads.actions import close, employees, respond, withdraw, work
from segue.leads.actions.answers import Colleague, Deal
from segue.leads.actions.expire import sweep
from segue.leads.models import HeldAnswer, Lead, LeadEvent
from segue.outbox.models import Message
from tests import make

HOLD = timedelta(minutes=5)
ENDS = {"decline": "declined", "win": "won", "lose": "lost"}
ANSWERS_IN = {"accept": "received", "decline": "received", "win": "accepted", "lose": "accepted"}
FACTS = {
    "receive": "received",
    "accept": "accepted",
    "decline": "declined",
    "expire": "expired",
    "withdraw": "withdrawn",
    "win": "won",
    "lose": "lost",
    "edit": "edited",
    "take": "taken",
    "add_employee": "employee_added",
    "log_contact": "contact_logged",
}


@dataclass
class Model:
    """What the design says a lead is."""

    due: datetime
    stage: str = "received"
    outcome: str | None = None
    held: tuple[str, datetime] | None = None
    withdrawn: bool = False
    team: int = 0
    steps: list[str] = field(default_factory=lambda: ["receive"])

    def overdue(self, at):
        return self.stage == "received" and self.held is None and self.due <= at

    def end(self, step, outcome):
        self.stage, self.outcome, self.held = "archived", outcome, None
        self.steps.append(step)

    def late(self, at):
        """An overdue lead expires first; the step is refused."""
        if self.overdue(at):
            self.end("expire", "expired")
            return True
        return False

    def answer(self, step, at, *, hold):
        if self.late(at) or self.stage != ANSWERS_IN[step] or self.held:
            return False
        if hold and step != "accept":
            self.held = (step, at + HOLD)
        elif step == "accept":
            self.stage = "accepted"
            self.steps.append(step)
        else:
            self.end(step, ENDS[step])
        return True

    def undo(self, at):
        if self.held is None or at >= self.held[1]:
            return False
        self.held = None
        return True

    def commit(self, at):
        if self.held and self.held[1] <= at:
            self.end(self.held[0], ENDS[self.held[0]])

    def work(self, step, at):
        stages = ("received", "accepted") if step in ("log_contact", "take") else ("accepted",)
        if self.late(at) or self.stage not in stages:
            return False
        self.steps.append(step)
        return True

    def withdraw(self, at, *, by_vendor):
        if self.late(at) or self.stage == "archived" or self.withdrawn or (by_vendor and self.stage == "accepted"):
            return False
        self.withdrawn, self.held = True, None
        if self.stage == "received":
            self.end("withdraw", "withdrawn")
        else:
            self.steps.append("withdraw")
        return True


class Life(RuleBasedStateMachine):
    """One or two leads, a clock that mostly goes forward, and everybody who may touch them."""

    world = None
    taken: dict[str, int] = {}

    def __init__(self):
        super().__init__()
        self.undone_afterwards = transaction.atomic()
        self.undone_afterwards.__enter__()
        self.at = self.world.at
        self.leads: list[tuple[Lead, Model]] = []

    def teardown(self):
        transaction.set_rollback(True)
        self.undone_afterwards.__exit__(None, None, None)

    @initialize(number=st.sampled_from([1, 1, 1, 2]))
    def receive(self, number):
        made = [make.lead(self.world) for _ in range(number)]
        self.leads = [(lead, Model(self.world.at + timedelta(days=14))) for lead in made]

    def pick(self, which):
        return self.leads[which % len(self.leads)]

    @rule(
        by=st.sampled_from(
            [timedelta(seconds=1), timedelta(minutes=4), HOLD, timedelta(hours=9), timedelta(days=5), -HOLD]
        )
    )
    def wait(self, by):
        self.at += by

    @rule(which=st.integers(0, 1))
    def wait_until_due(self, which):
        self.at = max(self.at, self.pick(which)[1].due)

    @rule(which=st.integers(0, 1), step=st.sampled_from(list(ANSWERS_IN)), hold=st.booleans())
    def answer(self, which, step, hold):
        lead, model = self.pick(which)
        asking = {"actor": self.world.ada, "at": self.at, "seen": None}
        act = {
            "accept": lambda: respond.accept(lead.id, **asking, answer=make.YES),
            "decline": lambda: respond.decline(lead.id, **asking, answer=make.NO, hold=hold),
            "win": lambda: close.win(lead.id, **asking, answer=make.WON, hold=hold),
            "lose": lambda: close.lose(lead.id, **asking, answer=make.LOST, hold=hold),
        }[step]
        self.step(model.answer(step, self.at, hold=hold), act)

    @rule(which=st.integers(0, 1), step=st.sampled_from(["edit", "add_employee", "log_contact", "take"]))
    def work(self, which, step):
        lead, model = self.pick(which)
        asking = {"actor": self.world.ada, "at": self.at, "seen": None}
        somebody = Colleague("Ivo Berg", f"ivo{len(model.steps)}@harbour.example")
        act = {
            "edit": lambda: work.edit(lead.id, **asking, deal=Deal(deal_name="Cloud")),
            "add_employee": lambda: employees.add_employee(lead.id, **asking, colleague=somebody),
            "log_contact": lambda: work.log_contact(lead.id, **asking, how="called"),
            "take": lambda: work.take(lead.id, **asking),
        }[step]
        self.step(model.work(step, self.at), act)

    @rule(which=st.integers(0, 1), by_vendor=st.booleans())
    def withdraw(self, which, by_vendor):
        lead, model = self.pick(which)
        actor = self.world.vera if by_vendor else Customer(lead.request_id)
        expected = model.withdraw(self.at, by_vendor=by_vendor)
        self.step(expected, lambda: withdraw.withdraw([lead.id], actor=actor, at=self.at))

    @rule(which=st.integers(0, 1))
    def undo(self, which):
        lead, model = self.pick(which)
        self.step(model.undo(self.at), lambda: respond.undo(lead.id, actor=self.world.ben, at=self.at))

    @rule()
    def the_worker_commits(self):
        for _, model in self.leads:
            model.commit(self.at)
        respond.commit_held(at=self.at)

    @rule()
    def the_sweep(self):
        expected = sum(model.late(self.at) for _, model in self.leads)
        assert sweep(at=self.at) == expected

    def step(self, expected, act):
        """Take a step; a refusal of an overdue lead leaves it expired, so nothing is rolled back around it."""
        try:
            act()
            done = True
        except Refused:
            done = False
        assert done == expected
        self.taken["done" if done else "refused"] = self.taken.get("done" if done else "refused", 0) + 1

    @invariant()
    def the_leads_are_as_the_model_says(self):
        for lead, model in self.leads:
            row = Lead.objects.get(id=lead.id)
            held = model.held[0] if model.held else ""
            assert (row.stage, row.outcome, row.holding) == (model.stage, model.outcome, held)
            assert (row.version, row.withdrawn_at is not None) == (len(model.steps), model.withdrawn)
            assert HeldAnswer.objects.filter(lead=lead).count() == bool(held)
            events = LeadEvent.objects.filter(lead=lead).order_by("version")
            assert list(events.values_list("version", "step")) == list(enumerate(model.steps, start=1))
            told = dict(Message.objects.filter(key__startswith=f"lead:{lead.id}:").values_list("key", "fact"))
            assert told == {
                f"lead:{lead.id}:{version}": f"lead.{FACTS[step]}" for version, step in enumerate(model.steps, start=1)
            }


@pytest.mark.django_db
@pytest.mark.parametrize(("histories", "steps"), [(500, 8), pytest.param(10_000, 30, marks=pytest.mark.soak)])
def test_no_history_leaves_the_life_cycle(world, figure, histories, steps):
    class OneLife(Life):
        pass

    OneLife.world, OneLife.taken = world, {}
    run = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=False,
    )
    run_state_machine_as_test(seed(2026)(OneLife), settings=run)
    figure(f"{histories} histories, steps {OneLife.taken}: 0 outside the life cycle")
