"""All combinations of stage, outcome, step and who asks, against a table typed by hand from the product's design.

The table below is the oracle: it is not derived from `leads/lifecycle.py`, and must not be.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction

from segue.accounts.actor import SYSTEM, VISITOR, Actor, Customer, Member
from segue.kit.errors import NotFound, Refused
from segue.kit.ids import new_id
from segue.leads.actions import close, employees, respond, withdraw, work
from segue.leads.actions._advance import ChangedMeanwhile, NoSuchStep
from segue.leads.actions._step import NotYourStep, take_step
from segue.leads.actions.answers import Colleague, Deal
from segue.leads.actions.confirm_email import confirm_email
from segue.leads.actions.report_contact import report_contact
from segue.leads.lifecycle import STEPS, Party, Stage, Step
from segue.leads.models import Employee, HeldAnswer, Lead, LeadEvent, Type
from segue.outbox.models import Message
from segue.programme.models import Programme
from segue.programme.queries import forget
from tests import make

HOUR = timedelta(hours=1)

# stage      step              by                              becomes   outcome    fact
DESIGN = """
received     accept            partner                         accepted  -          lead.accepted
received     decline           partner                         archived  declined   lead.declined
received     expire            system                          archived  expired    lead.expired
received     withdraw          customer,sender,manager,admin   archived  withdrawn  lead.withdrawn
received     log_contact       partner                         received  -          lead.contact_logged
received     take              partner                         received  -          lead.taken
received     hand_over         partner,system                  received  -          lead.handed_over
received     confirm_email     system                          received  -          lead.email_confirmed
received     erase             system                          received  -          lead.erased
received     merge             system                          received  -          lead.merged
accepted     withdraw          customer,sender                 accepted  -          lead.withdrawn
accepted     report_contact    customer                        accepted  -          lead.contact_reported
accepted     edit              partner                         accepted  -          lead.edited
accepted     add_employee      partner                         accepted  -          lead.employee_added
accepted     correct_employee  partner                         accepted  -          lead.employee_corrected
accepted     remove_employee   partner                         accepted  -          lead.employee_removed
accepted     log_contact       partner                         accepted  -          lead.contact_logged
accepted     take              partner                         accepted  -          lead.taken
accepted     hand_over         partner,system                  accepted  -          lead.handed_over
accepted     win               partner                         archived  won        lead.won
accepted     lose              partner                         archived  lost       lead.lost
accepted     confirm_email     system                          accepted  -          lead.email_confirmed
accepted     erase             system                          accepted  -          lead.erased
accepted     merge             system                          accepted  -          lead.merged
archived     confirm_spam      manager,admin                   archived  -          lead.spam_confirmed
archived     refute_spam       manager,admin                   archived  -          lead.spam_refuted
archived     confirm_email     system                          archived  -          lead.email_confirmed
archived     erase             system                          archived  -          lead.erased
archived     merge             system                          archived  -          lead.merged
"""
STATES = ("received", "accepted", "accepted, withdrawn", "won", "lost", "declined", "expired", "withdrawn")
BY_PEOPLE = (
    *("accept", "decline", "expire", "withdraw", "win", "lose", "edit", "add_employee", "correct_employee"),
    *("remove_employee", "log_contact", "report_contact", "take", "hand_over", "confirm_spam", "refute_spam"),
)
EVENT_BY = {
    "partner": "partner",
    "customer": "customer",
    "seller": "vendor",
    "sending partner": "sending_partner",
    "manager": "vendor",
    "admin": "vendor",
    "system": "system",
}
PARTY = {"seller": "sender", "sending partner": "sender"}
SEE_BUT_ACT_NOT = {"auditor"}
SEE_NOTHING = {"stranger", "another customer", "newcomer", "profile admin", "other location", "marketer", "visitor"}


@dataclass(frozen=True)
class Line:
    by: frozenset[str]
    becomes: str
    outcome: str | None
    fact: str


def table() -> dict[tuple[str, str], Line]:
    lines = (line.split() for line in DESIGN.strip().splitlines())
    return {
        (stage, step): Line(frozenset(by.split(",")), becomes, None if outcome == "-" else outcome, fact)
        for stage, step, by, becomes, outcome, fact in lines
    }


TABLE = table()


# --- the pure table ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [step for step in Step if step != "receive"])
@pytest.mark.parametrize("stage", list(Stage))
def test_the_life_cycle_says_what_the_design_says(stage, step):
    designed, row = TABLE.get((stage, step)), STEPS.get((stage, step))

    assert (designed is None) == (row is None)
    if designed and row:
        assert Line(frozenset(row.by), row.becomes, row.outcome, row.fact) == designed


def test_the_design_names_every_step_stage_and_party():
    assert {step for _, step in TABLE} == set(Step) - {"receive"}
    assert {stage for stage, _ in TABLE} == set(Stage)
    assert {party for line in TABLE.values() for party in line.by} == set(Party)
    assert ("received", "receive") not in STEPS


# --- the same through the real actions ----------------------------------------------------------------------


def taken_to(world, state, **columns) -> Lead:
    lead = make.lead(world, state.split(",")[0], **columns)
    if lead.stage == "accepted":
        add = Colleague("Ivo Berg", "ivo@harbour.example")
        employees.add_employee(lead.id, actor=world.ada, at=world.at + HOUR, seen=None, colleague=add)
    if state == "accepted, withdrawn":
        withdraw.withdraw([lead.id], actor=Customer(lead.request_id), at=world.at + 2 * HOUR)
    lead.refresh_from_db()
    return lead


def cast(world, state) -> list[tuple[str, Actor, Lead]]:
    """Every kind of person with a lead to which they are that."""
    asked = taken_to(world, state)
    sent = taken_to(world, state, by=world.sven, type=Type.SALES, sender_person_id=world.sven.person_id)
    passed = taken_to(world, state, by=world.dora, type=Type.SALES, sender_partner_id=world.fjord.id)
    return [
        ("partner", world.ada, asked),
        ("customer", Customer(asked.request_id), asked),
        ("seller", world.sven, sent),
        ("sending partner", world.dora, passed),
        ("manager", world.paula, asked),
        ("admin", world.vera, asked),
        ("system", SYSTEM, asked),
        ("auditor", world.otto, asked),
        ("stranger", world.dora, asked),
        ("another customer", Customer(new_id()), asked),
        ("newcomer", world.nora, asked),
        ("profile admin", world.pia, asked),
        ("other location", world.giulia, asked),
        ("marketer", world.marta, asked),
        ("visitor", VISITOR, asked),
    ]


def do(world, step: str, lead: Lead, actor: Actor) -> None:  # noqa: C901, PLR0912 -- a list of fourteen actions
    """Take the step through its real action; where an action is for members only, through what it stands on."""
    asking = {"actor": actor, "at": lead.updated_at + HOUR, "seen": None}
    member = isinstance(actor, Member)
    employee = Employee.objects.filter(lead=lead).first()
    ivan = Colleague("Ivan Berg", "ivan@harbour.example")
    match step:
        case "accept":
            respond.accept(lead.id, **asking, answer=make.YES)
        case "decline":
            respond.decline(lead.id, **asking, answer=make.NO, hold=False)
        case "win":
            close.win(lead.id, **asking, answer=make.WON, hold=False)
        case "lose":
            close.lose(lead.id, **asking, answer=make.LOST, hold=False)
        case "withdraw":
            withdraw.withdraw([lead.id], actor=actor, at=asking["at"])
        case "edit":
            work.edit(lead.id, **asking, deal=Deal(deal_name="Cloud planning 2"))
        case "log_contact":
            work.log_contact(lead.id, **asking, how="called")
        case "report_contact":
            report_contact(lead.id, actor=actor, at=asking["at"], contacted=False)
        case "take":
            work.take(lead.id, **asking)
        case "hand_over" if member and actor.partner_id == lead.partner_id:
            work.hand_to(lead.id, **asking, person_id=world.ben.person_id)
        case "add_employee":
            employees.add_employee(lead.id, **asking, colleague=ivan)
        case "correct_employee" if member and employee:
            employees.correct_employee(employee.id, **asking, colleague=ivan)
        case "remove_employee" if member and employee:
            employees.remove_employee(employee.id, **asking)
        case _:
            take_step(lead.id, Step(step), **(asking | {"at": _moment(lead, step)}))


def _moment(lead: Lead, step: str):
    return lead.due_at if step == "expire" else lead.updated_at + HOUR


def expected_refusal(state: str, step: str, who: str) -> type[Refused] | None:
    stage = stage_of(state)
    if who in SEE_NOTHING:
        return NotFound
    line = TABLE.get((stage, step))
    if line is None:
        return NoSuchStep
    if PARTY.get(who, who) not in line.by:
        # A team member is looked up within the actor's own company.
        return NotFound if who == "sending partner" and step in {"correct_employee", "remove_employee"} else NotYourStep
    # Nobody declined it as spam: test_spam.py.
    return NoSuchStep if (state, step) == ("accepted, withdrawn", "withdraw") or step.endswith("_spam") else None


def stage_of(state: str) -> str:
    return state.split(",", maxsplit=1)[0] if state.startswith(("received", "accepted")) else "archived"


def written(lead: Lead) -> tuple[object, ...]:
    return (
        Lead.objects.filter(id=lead.id).values().get(),
        list(LeadEvent.objects.filter(lead=lead).order_by("version").values_list("version", "step", "by")),
        list(Message.objects.order_by("key").values_list("key", "fact")),
        list(Employee.objects.order_by("id").values()),
        HeldAnswer.objects.count(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_every_step_by_everybody_does_what_the_design_says(world, state):
    actors = cast(world, state)
    as_it_was = {lead.id: written(lead) for _, _, lead in actors}
    for step in BY_PEOPLE:
        for who, actor, lead in actors:
            before = as_it_was[lead.id]
            with transaction.atomic():
                _check_one(world, state, step, who=who, actor=actor, lead=lead, before=before)
                transaction.set_rollback(True)


def _check_one(world, state, step, *, who, actor, lead, before):
    what = f"{state}: {step} by {who}"
    refusal = expected_refusal(state, step, who)
    if refusal is None:
        do(world, step, lead, actor)
        _check_done(what, TABLE[stage_of(state), step], step, who=who, lead=lead, before=before)
        return
    with pytest.raises(Refused) as refused:
        do(world, step, lead, actor)
    assert type(refused.value) is refusal, what
    assert written(lead) == before, what


def _check_done(what, line, step, *, who, lead, before):
    row, events, messages, *_ = written(lead)
    assert (row["stage"], row["outcome"], row["version"]) == (line.becomes, line.outcome, lead.version + 1), what
    assert events == [*before[1], (lead.version + 1, step, EVENT_BY[who])], what
    assert sorted(set(messages) - set(before[2])) == [(f"lead:{lead.id}:{lead.version + 1}", line.fact)], what


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_confirming_an_address_keeps_every_stage(world, state):
    lead = taken_to(world, state, email_confirmed=False)

    assert confirm_email(lead.request_id, at=lead.updated_at + HOUR) == 1
    assert confirm_email(lead.request_id, at=lead.updated_at + HOUR) == 0

    after = Lead.objects.get(id=lead.id)
    assert (after.stage, after.outcome, after.version) == (lead.stage, lead.outcome, lead.version + 1)


@pytest.mark.django_db
def test_not_even_the_clock_expires_a_lead_early(world):
    lead = make.lead(world)

    with pytest.raises(ChangedMeanwhile):
        take_step(lead.id, Step.EXPIRE, actor=SYSTEM, at=lead.due_at - timedelta(seconds=1), seen=None)


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "step"), [("received", "decline"), ("accepted", "win"), ("accepted", "lose")])
@pytest.mark.parametrize("minutes", [0, 5, 15])
def test_an_answer_is_held_for_the_programmes_minutes(world, state, step, minutes):
    Programme.objects.update(hold_minutes=minutes)
    forget()
    lead = taken_to(world, state)
    give = {"decline": respond.decline, "win": close.win, "lose": close.lose}[step]
    answer = {"decline": make.NO, "win": make.WON, "lose": make.LOST}[step]

    given = give(lead.id, actor=world.ada, at=lead.updated_at + HOUR, seen=lead.version, answer=answer)

    after = Lead.objects.get(id=lead.id)
    if minutes:
        assert given.commit_at == lead.updated_at + HOUR + timedelta(minutes=minutes)
        assert (after.stage, after.version, after.holding) == (state, lead.version, step)
    else:
        line = TABLE[state, step]
        assert (after.stage, after.outcome, after.holding) == (line.becomes, line.outcome, "")
