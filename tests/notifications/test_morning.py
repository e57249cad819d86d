"""The 8 o'clock mail: once a working day, to whom it concerns, nothing when nothing needs them, by the wall clock."""

from datetime import UTC, datetime, timedelta

import pytest

from segue.accounts.actions import assign_manager
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.models import Type
from segue.notifications.morning import begin_day
from segue.outbox.models import Message
from segue.requests.actions import inbox
from segue.requests.models import Request
from segue.work.loop import drain
from tests import make
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 9, 8, 6, 0, tzinfo=UTC)
"""Tuesday, 8 o'clock in Rome."""


def mornings(mailoutbox):
    return [mail for mail in mailoutbox if mail.subject.startswith(("Today", "Oggi"))]


def test_partner_managers_hear_of_theirs_and_admins_of_all_once(world, mailoutbox):
    asked(world, form_key="none", at=MORNING - timedelta(hours=2))
    make.lead(world, at=MORNING - timedelta(days=13, hours=1), customer_company="Due SpA", location=world.oslo)
    assign_manager(world.fjord.id, actor=world.vera, at=world.at, manager_id=None)
    drain(at=MORNING - timedelta(seconds=1))
    assert not mornings(mailoutbox)
    for minutes in (0, 1, 59, 600):
        drain(at=MORNING + timedelta(minutes=minutes))
    told = {mail.to[0]: mail for mail in mornings(mailoutbox)}
    assert sorted(told) == ["paula@aurora.example", "vera@aurora.example"]
    assert len(mornings(mailoutbox)) == 2
    assert told["vera@aurora.example"].subject == "Today: 2 things need you"
    assert "Due SpA" not in told["paula@aurora.example"].body
    assert "Due SpA: Expires soon, Fjord Cloud" in told["vera@aurora.example"].body
    assert "Conti Logistica: No partner, since" in told["paula@aurora.example"].body
    assert "anna@conti.example" not in told["vera@aurora.example"].body


def test_what_was_declined_as_spam_is_among_the_things_that_need_somebody(world, mailoutbox):
    lead = make.lead(world, at=MORNING - timedelta(hours=20), customer_company="Win SpA")
    at = MORNING - timedelta(hours=19)
    respond.decline(lead.id, actor=world.ada, at=at, seen=None, answer=Refusal("spam"), hold=False)
    drain(at=MORNING)
    told = {mail.to[0]: mail for mail in mornings(mailoutbox)}
    assert told["vera@aurora.example"].subject == "Today: 1 thing needs you"
    assert "Win SpA: Is it genuine?, Harbour IT" in told["vera@aurora.example"].body


def test_inquiries_declined_since_the_last_morning_are_listed_for_who_looks_after_the_partner(world, mailoutbox):
    """Monday's mail tells of the noes from Friday, eight o'clock, on; of a sent lead its sender was told."""
    monday, friday = datetime(2026, 9, 14, 6, 0, tzinfo=UTC), datetime(2026, 9, 11, 6, 0, tzinfo=UTC)
    for company, at, location, kind in (
        ("Told SpA", friday - timedelta(hours=1), world.bergen, Type.INQUIRY),
        ("Rossi SpA", friday + timedelta(hours=1), world.bergen, Type.INQUIRY),
        ("Verdi SpA", friday + timedelta(hours=50), world.oslo, Type.INQUIRY),
        ("Sent SpA", friday + timedelta(hours=2), world.bergen, Type.SALES),
    ):
        lead = make.lead(world, at=at - timedelta(hours=5), customer_company=company, location=location, type=kind)
        actor = world.ada if location == world.bergen else world.dora
        respond.decline(lead.id, actor=actor, at=at, seen=1, answer=Refusal("no_capacity"), hold=False)
    assign_manager(world.fjord.id, actor=world.vera, at=world.at, manager_id=None)
    drain(at=monday)
    told = {mail.to[0]: mail for mail in mornings(mailoutbox)}
    assert told["paula@aurora.example"].subject == "Today: nothing needs you, but inquiries were declined"
    assert "- Rossi SpA (declined by Harbour IT: No capacity now)" in told["paula@aurora.example"].body
    assert "- Verdi SpA (declined by Fjord Cloud: No capacity now)" in told["vera@aurora.example"].body
    for company in ("Told SpA", "Sent SpA", "Verdi SpA"):
        assert company not in told["paula@aurora.example"].body


def test_a_no_that_was_still_held_and_the_days_without_a_worker_are_told_later(world, mailoutbox):
    held = make.lead(world, at=MORNING - timedelta(hours=5), customer_company="Held SpA")
    early = make.lead(world, at=MORNING - timedelta(hours=5), customer_company="Early SpA")
    respond.decline(early.id, actor=world.ada, at=MORNING - timedelta(hours=1), seen=1, answer=Refusal("no_capacity"))
    respond.decline(held.id, actor=world.ada, at=MORNING - timedelta(minutes=3), seen=1, answer=Refusal("no_capacity"))
    drain(at=MORNING)
    drain(at=MORNING + timedelta(hours=1))
    assert "Held SpA" not in "".join(mail.body for mail in mornings(mailoutbox))
    mailoutbox.clear()
    drain(at=MORNING + timedelta(days=2))  # Wednesday's worker was down
    told = {mail.to[0]: mail for mail in mornings(mailoutbox)}["paula@aurora.example"].body
    assert "Held SpA (declined by Harbour IT" in told
    assert "Early SpA" not in told


def test_nothing_is_said_when_everyone_is_looked_after(world, mailoutbox):
    request = asked(world, form_key="none", at=MORNING - timedelta(hours=2))
    inbox.refuse(Request.objects.get(id=request.id).id, actor=world.paula, at=MORNING - timedelta(hours=1))
    drain(at=MORNING)
    assert Message.objects.filter(fact="vendor.morning").count() == 1
    assert not mornings(mailoutbox)


@pytest.mark.parametrize(
    ("at", "begun"),
    [
        (datetime(2026, 10, 26, 6, 59, 59, tzinfo=UTC), 0),  # Monday after the clocks went back: still 7:59
        (datetime(2026, 10, 26, 7, 0, tzinfo=UTC), 1),
        (datetime(2026, 3, 30, 6, 0, tzinfo=UTC), 1),  # Monday after they went forward
        (datetime(2026, 3, 30, 5, 59, 59, tzinfo=UTC), 0),
        (datetime(2026, 9, 12, 6, 0, tzinfo=UTC), 0),  # a Saturday
        (datetime(2026, 12, 25, 8, 0, tzinfo=UTC), 0),  # a public holiday in Italy
        (datetime(2026, 9, 8, 19, 0, tzinfo=UTC), 0),  # 21:00: too late for a morning
    ],
)
def test_it_is_eight_by_the_programmes_wall_clock_on_working_days(world, at, begun):
    assert begin_day(at=at) == begun
    assert begin_day(at=at) == 0
