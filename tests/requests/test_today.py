"""The vendor's Today: who sees what on it, in which order, what leaves it and what comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from segue.accounts.actions import assign_manager
from segue.accounts.actor import Customer
from segue.kit.errors import Invalid, NotFound
from segue.leads.actions import respond, work
from segue.leads.actions._step import NotYourStep
from segue.leads.actions.nudge import NothingToNudge, NudgedToday, NudgeGone, call, commit_nudges, nudge, undo_nudge
from segue.leads.actions.report_contact import report_contact
from segue.leads.actions.snooze import snooze, wake
from segue.leads.models import Lead, LeadEvent, Nudge, Type
from segue.leads.needing import Harm, Whose
from segue.requests.actions import inbox
from segue.requests.actions.confirm import confirm
from segue.requests.actions.let_find import let_find
from segue.requests.actions.pass_on import pass_on
from segue.requests.actions.snooze import snooze_request, wake_request
from segue.requests.actions.withdraw import choose, take_back, withdraw_request
from segue.requests.bots import Posted
from segue.requests.today import PAGE, Group, numbers, queue, whose_today
from segue.work.loop import drain
from tests import make
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db

H = timedelta(hours=1)
DAY = timedelta(days=1)


def needs(actor, *, at, whose=Whose.ALL, only=None):
    """What stands on somebody's Today: why, and about whom."""
    rows = queue(actor, whose=whose, only=only, at=at).rows
    return [(row.harm.name, (row.lead or row.request).customer_company) for row in rows]


@pytest.fixture
def morning(world):
    """One of each, named after why it stands there; and what must not."""
    at = world.at + 40 * DAY
    asked(world, form_key="none", at=at - 2 * H, company="Nobody SpA", address="192.0.2.1")
    spam = Posted("watches", rendered_at=at - 3 * H)
    asked(
        world, world.oslo, form_key="spam", at=at - H, company="Spam SpA", email="s@spam.example",
        address="192.0.2.2", posted=spam,
    )  # fmt: skip
    back = sent(world, world.bergen, by=world.marta, type=Type.MARKETING, at=at - 2 * DAY, form_key="back",
                typed={"company": "Back SpA", "email": "b@back.example"})  # fmt: skip
    back = Lead.objects.get(request_id=back.request_id)
    respond.decline(back.id, actor=world.ada, at=at - DAY, seen=1, answer=make.NO, hold=False)
    make.lead(world, at=at - 5 * H, customer_company="Hot SpA", direct_contact=True)
    unheard = make.lead(world, "accepted", at=at - 2 * DAY, customer_company="Unheard SpA")
    report_contact(unheard.id, actor=Customer(unheard.request_id), at=at - DAY, contacted=False)
    make.lead(world, at=at - 13 * DAY - H, customer_company="Due SpA", location=world.oslo)
    make.lead(world, "accepted", at=at - 4 * DAY, customer_company="Silent SpA")
    still = make.lead(world, "accepted", at=at - 38 * DAY, customer_company="Still SpA")
    work.log_contact(still.id, actor=world.ada, at=at - 35 * DAY, seen=2, how="called")
    # In good hands.
    make.lead(world, at=at - H, customer_company="Just hot SpA", direct_contact=True)
    make.lead(world, at=at - 2 * DAY, customer_company="Fresh SpA")
    make.lead(world, "accepted", at=at - DAY, customer_company="Just accepted SpA")
    make.lead(world, "won", at=at - 9 * DAY, customer_company="Won SpA")
    make.lead(world, "declined", at=at - 2 * DAY, customer_company="Declined SpA")
    return at


ALL = [
    ("NO_PARTNER", "Nobody SpA"),
    ("CAME_BACK", "Back SpA"),
    ("HOT", "Hot SpA"),
    ("UNCONTACTED", "Unheard SpA"),
    ("DUE", "Due SpA"),
    ("SUSPECTED", "Spam SpA"),
    ("SILENT", "Silent SpA"),
    ("STILL", "Still SpA"),
]


def test_everything_stands_there_once_the_worst_first(world, morning):
    assert needs(world.vera, at=morning) == ALL
    counted = numbers(world.vera, whose=Whose.ALL, at=morning)
    assert counted.groups == {Group.NO_PARTNER: 3, Group.HOT: 1, Group.DUE: 1, Group.QUIET: 3}
    assert counted.queue == len(ALL)
    for group, number in counted.groups.items():
        assert len(needs(world.vera, at=morning, only=group)) == number


def test_each_sees_their_own(world, morning):
    assert needs(world.otto, at=morning) == ALL
    assert needs(world.paula, at=morning, whose=Whose.MINE) == ALL
    assign_manager(world.fjord.id, actor=world.vera, at=morning, manager_id=None)
    assert needs(world.paula, at=morning, whose=Whose.MINE) == [row for row in ALL if row[0] != "DUE"]
    assert needs(world.marta, at=morning, whose=Whose.SENT) == [("CAME_BACK", "Back SpA")]
    assert needs(world.sven, at=morning, whose=Whose.SENT) == []
    assert not any(row.may_act for row in queue(world.otto, whose=Whose.ALL, at=morning).rows)
    assert all(row.may_act for row in queue(world.vera, whose=Whose.ALL, at=morning).rows)
    assert whose_today(world.marta, wanted="all") is Whose.SENT
    assert whose_today(world.paula) is Whose.MINE
    assert whose_today(world.otto, wanted="mine") is Whose.ALL
    assert whose_today(world.vera) is Whose.ALL


def test_pages_follow_each_other_by_key(world):
    at = world.at + 20 * DAY
    for number in range(PAGE + 3):
        make.lead(world, "accepted", at=at - 5 * DAY - number * H, customer_company=f"{number}")
    make.lead(world, at=at - 5 * H, customer_company="Hot SpA", direct_contact=True)
    first = queue(world.vera, whose=Whose.ALL, at=at)
    second = queue(world.vera, whose=Whose.ALL, page=first.more, at=at)
    names = [row.lead.customer_company for row in [*first.rows, *second.rows]]
    assert names == ["Hot SpA", *(str(number) for number in reversed(range(PAGE + 3)))]
    assert not second.more
    assert queue(world.otto, whose=Whose.ALL, page=first.more, at=at).rows[0].lead.customer_company == "Hot SpA"


def test_what_was_sent_on_or_released_needs_nobody(world, morning):
    request = next(row.lead for row in queue(world.vera, whose=Whose.ALL, at=morning).rows if row.lead).request_id
    pass_on(request, actor=world.marta, at=morning, location_id=world.oslo.id)
    assert needs(world.marta, at=morning, whose=Whose.SENT) == []
    rows = queue(world.paula, whose=Whose.MINE, only=Group.NO_PARTNER, at=morning).rows
    inbox.assign(rows[0].request.id, actor=world.paula, at=morning, location_id=world.oslo.id)
    inbox.release(rows[1].request.id, actor=world.paula, at=morning)
    assert needs(world.paula, at=morning, whose=Whose.MINE, only=Group.NO_PARTNER) == []


def test_what_came_back_needs_nobody_once_its_customer_ended_it_or_let_the_vendor_find_another(world, morning):
    back = lead_called("Back SpA")
    anna = Customer(back.request_id)
    let_find(back.request_id, actor=anna, at=morning)
    assert [need for need in needs(world.vera, at=morning) if need[1] == "Back SpA"] == [("NO_PARTNER", "Back SpA")]
    withdraw_request(back.request_id, actor=anna, at=morning)
    assert [need for need in needs(world.vera, at=morning) if need[1] == "Back SpA"] == []
    assert numbers(world.vera, whose=Whose.ALL, at=morning).queue == len(ALL) - 1


def test_what_came_back_stays_behind_all_else_until_it_is_sent_on(world, morning):
    back = lead_called("Back SpA")
    late = morning + 20 * DAY
    assert ("CAME_BACK", "Back SpA") in needs(world.marta, at=back.closed_at + 14 * DAY - H, whose=Whose.SENT)
    assert needs(world.marta, at=late, whose=Whose.SENT) == [("LEFT_LYING", "Back SpA")]
    assert needs(world.vera, at=late)[-1] == ("LEFT_LYING", "Back SpA")
    assert needs(world.vera, at=late, only=Group.NO_PARTNER)[-1] == ("LEFT_LYING", "Back SpA")
    assert numbers(world.marta, whose=Whose.SENT, at=late).queue == 1
    snooze(back.id, actor=world.marta, at=late, until=late + 20 * DAY, reason="The customer is away")
    assert needs(world.marta, at=late + H, whose=Whose.SENT) == []
    assert needs(world.marta, at=late + 20 * DAY, whose=Whose.SENT) == [("LEFT_LYING", "Back SpA")]
    rests = back.closed_at + 60 * DAY
    assert needs(world.marta, at=rests - H, whose=Whose.SENT) == [("LEFT_LYING", "Back SpA")]
    assert needs(world.marta, at=rests, whose=Whose.SENT) == []
    pass_on(back.request_id, actor=world.marta, at=late + H, location_id=world.oslo.id)
    assert ("LEFT_LYING", "Back SpA") not in needs(world.vera, at=late + 2 * H)


def test_a_sent_lead_came_back_too_when_the_other_who_had_it_only_has_to_close_it(world):
    at, anna_at = world.at, world.at + H
    first = sent(world, world.bergen, by=world.marta, type=Type.MARKETING, at=at)
    taken = Lead.objects.get(request_id=first.request_id)
    respond.accept(taken.id, actor=world.ada, at=at, seen=None, answer=make.YES)
    take_back(taken.request_id, actor=Customer(taken.request_id), at=anna_at, lead_id=taken.id)
    pass_on(taken.request_id, actor=world.marta, at=anna_at, location_id=world.oslo.id)
    second = Lead.objects.get(request_id=first.request_id, partner=world.fjord)
    respond.decline(second.id, actor=world.dora, at=anna_at + H, seen=None, answer=make.NO, hold=False)
    assert ("CAME_BACK", "Conti Logistica") in needs(world.marta, at=anna_at + DAY, whose=Whose.SENT)


@pytest.mark.parametrize(
    ("harm", "after", "hot", "said"),
    [("HOT", 5 * H, True, False), ("UNCONTACTED", 4 * DAY, False, True), ("SILENT", 4 * DAY, False, False)],
)
def test_nobody_need_call_a_customer_who_has_chosen_another_partner(world, harm, after, hot, said):
    request = asked(world, world.bergen, world.oslo, direct_contact=hot, phone="+39 040 1234567")
    anna, at = Customer(request.id), world.at + after
    confirm(request.id, actor=anna, at=world.at)
    harbour, fjord = (Lead.objects.get(request_id=request.id, partner=one) for one in (world.harbour, world.fjord))
    for lead, actor in ((harbour, world.ada), (fjord, world.dora)):
        respond.accept(lead.id, actor=actor, at=world.at, seen=None, answer=make.YES)
        if said:
            report_contact(lead.id, actor=anna, at=world.at + DAY, contacted=False)
    counted = numbers(world.vera, whose=Whose.ALL, at=at).queue
    assert counted == 2
    assert needs(world.vera, at=at) == [(harm, "Conti Logistica")] * counted

    choose(request.id, actor=anna, at=at, lead_id=fjord.id)
    for actor, whose in ((world.vera, Whose.ALL), (world.paula, Whose.MINE)):
        rows = queue(actor, whose=whose, at=at).rows
        assert [(row.harm.name, row.lead) for row in rows] == [(harm, fjord)]
        assert numbers(actor, whose=whose, at=at).queue == 1


def lead_called(company):
    return Lead.objects.get(customer_company=company)


def test_a_nudge_is_the_partners_turn_until_the_next_working_morning(world, morning):
    due = lead_called("Due SpA")
    nudge(due.id, actor=world.paula, at=morning)
    assert ("DUE", "Due SpA") not in needs(world.vera, at=morning)
    with pytest.raises(NudgedToday, match="Fjord Cloud was asked"):
        nudge(due.id, actor=world.vera, at=morning + H)
    # Saturday 17 October: Monday counts, and it is the partner's turn until Monday, 8 o'clock in Rome.
    assert Nudge.objects.get().on.isoformat() == "2026-10-19"
    assert Nudge.objects.get().quiet_until == datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
    undo_nudge(due.id, actor=world.paula, at=morning + timedelta(minutes=4))
    assert ("DUE", "Due SpA") in needs(world.vera, at=morning)
    silent = lead_called("Silent SpA")
    call(silent.id, actor=world.vera, at=morning)
    [row] = [row for row in queue(world.vera, whose=Whose.ALL, at=morning + 5 * DAY).rows if row.lead == silent]
    assert (row.care.how, row.care.by, row.harm) == ("call", "Vera Lind", Harm.SILENT)


def test_a_nudge_is_told_after_the_minutes_and_moves_no_version(world, morning, mailoutbox):
    due = lead_called("Due SpA")
    nudge(due.id, actor=world.paula, at=morning)
    assert commit_nudges(at=morning + timedelta(minutes=4)) == 0
    drain(at=morning + timedelta(minutes=5))
    with pytest.raises(NudgeGone):
        undo_nudge(due.id, actor=world.paula, at=morning + timedelta(minutes=5))
    event = LeadEvent.objects.get(lead=due, step="nudge")
    assert (event.version, event.by, event.person_id) == (1, "vendor", world.paula.person_id)
    assert lead_called("Due SpA").version == 1
    [mail] = [mail for mail in mailoutbox if "Paula Meyer asks" in mail.subject]
    assert mail.to == ["dora@fjord.example"]
    assert "Due SpA" in mail.subject
    assert "anna@conti.example" not in mail.body


def test_a_nudge_about_a_lead_that_was_answered_meanwhile_is_not_told(world, morning, mailoutbox):
    due = lead_called("Due SpA")
    nudge(due.id, actor=world.paula, at=morning)
    respond.decline(due.id, actor=world.dora, at=morning + H / 60, seen=1, answer=make.NO, hold=False)
    drain(at=morning + timedelta(minutes=6))
    assert not Nudge.objects.exists()
    assert not [mail for mail in mailoutbox if "asks" in mail.subject]
    with pytest.raises(NothingToNudge):
        nudge(due.id, actor=world.paula, at=morning + H)


def test_who_may_nudge(world, morning):
    due, back = lead_called("Due SpA"), lead_called("Back SpA")
    for actor, lead, refused in (
        (world.otto, due, NotYourStep),
        (world.dora, due, NotYourStep),
        (world.marta, due, NotFound),
        (world.marta, back, NothingToNudge),
    ):
        with pytest.raises(refused):
            nudge(lead.id, actor=actor, at=morning)
    assert not Nudge.objects.exists()


def test_a_snooze_is_ones_own_and_ends(world, morning):
    due, until = lead_called("Due SpA"), morning + 2 * H
    snooze(due.id, actor=world.paula, at=morning, until=until, reason="They are at a fair")
    request = queue(world.paula, whose=Whose.MINE, at=morning).rows[0].request
    snooze_request(request.id, actor=world.paula, at=morning, until=until, reason="I wait for a call")
    left = [row for row in ALL if row[1] not in {"Due SpA", "Nobody SpA"}]
    assert needs(world.paula, at=morning, whose=Whose.MINE) == left
    assert needs(world.vera, at=morning) == ALL
    assert needs(world.paula, at=until, whose=Whose.MINE) == ALL
    wake(due.id, actor=world.paula)
    wake_request(request.id, actor=world.paula)
    assert needs(world.paula, at=morning, whose=Whose.MINE) == ALL
    for reason, moment in (("", until), ("Later", morning), ("Later", morning + 93 * DAY), ("x" * 201, until)):
        with pytest.raises(Invalid):
            snooze(due.id, actor=world.paula, at=morning, until=moment, reason=reason)
    with pytest.raises(NotYourStep):
        snooze(due.id, actor=world.otto, at=morning, until=until, reason="I only read")


def test_answered_within_two_working_days(world):
    """Asked on Monday 10:00: until Wednesday 17:00 in Bergen, 15:00 UTC."""
    for number, hours in enumerate((2, 54, 56)):
        asked(
            world, world.bergen, form_key=str(number), at=world.at, email=f"{number}@conti.example",
            address=f"192.0.2.{number}",
        )  # fmt: skip
        lead = Lead.objects.order_by("-id").first()
        assert lead.prompt_until == datetime(2026, 9, 9, 15, 0, tzinfo=UTC)
        respond.decline(lead.id, actor=world.ada, at=world.at + hours * H, seen=1, answer=make.NO, hold=False)
    at = world.at + 10 * DAY
    prompt = numbers(world.paula, whose=Whose.MINE, at=at).prompt
    assert (prompt.kept, prompt.of, prompt.percent) == (2, 3, 67)
    later = numbers(world.paula, whose=Whose.MINE, at=at + 30 * DAY)
    assert (later.prompt.percent, later.prompt_before.percent) == (None, 67)
