"""The last line of a mail is true for each of its readers: it says what put them on the list."""

from datetime import timedelta

import pytest

from segue.accounts.actions import assign_manager
from segue.accounts.actor import Customer
from segue.leads.actions import respond, work
from segue.leads.actions.answers import Colleague
from segue.leads.actions.employees import add_employee
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Lead, Type
from segue.requests.actions.withdraw import withdraw_request
from segue.work.loop import drain
from tests import make, people
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return people.world(told=True)


@pytest.fixture
def reasons(mailoutbox):
    """Works off what has happened and gives who was told why, of the mails whose subject begins so."""

    def work_off(at, subject):
        mailoutbox.clear()
        drain(at=at)
        return {
            mail.to[0].partition("<")[2].rstrip(">") or mail.to[0]: line
            for mail in mailoutbox
            if mail.subject.startswith(subject)
            for line in mail.body.splitlines()
            if line.startswith("You get this because")
        }

    return work_off


TOLD = "You get this because you are told of new leads at Bergen."
OWNER = "You get this because you own this lead."
TEAM = "You get this because you are on the team of this lead."
ADMIN = "You get this because you are a partner admin of Harbour IT."


def test_a_lead_that_nobody_has_taken_is_withdrawn_to_who_heard_of_it(world, reasons):
    lead = make.lead(world)
    assert set(reasons(world.at, "New lead").values()) == {TOLD}
    withdraw([lead.id], actor=Customer(lead.request_id), at=world.at)
    assert set(reasons(world.at, "Withdrawn").values()) == {TOLD}


def test_of_a_lead_that_is_worked_on_the_owner_and_the_team_hear_each_as_what_they_are(world, reasons):
    lead = make.lead(world, "accepted")
    work.take(lead.id, actor=world.ben, at=world.at, seen=None)
    guest = Colleague(name="Kai Berg", email="kai@harbour.example")
    add_employee(lead.id, actor=world.ben, at=world.at, seen=None, colleague=guest)
    drain(at=world.at + timedelta(hours=2))
    withdraw([lead.id], actor=Customer(lead.request_id), at=world.at + timedelta(hours=2))
    assert reasons(world.at + timedelta(hours=2), "Withdrawn") == {
        "ben@harbour.example": OWNER,
        "kai@harbour.example": TEAM,
    }


def test_an_expired_lead_names_the_admins_as_admins_and_the_sender_as_sender(world, reasons):
    sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    drain(at=world.at)
    told = reasons(world.at + timedelta(days=15), "Expired")
    assert told["ada@harbour.example"] == ADMIN
    assert told["ben@harbour.example"] == TOLD


@pytest.mark.parametrize(
    ("managed", "address", "reason"),
    [
        (True, "paula@aurora.example", "You get this because you look after Harbour IT."),
        (False, "partners@aurora.example", "You get this because nobody else of the vendor looks after Harbour IT."),
    ],
)
def test_the_programmes_inbox_does_not_look_after_anybody(world, reasons, managed, address, reason):
    if not managed:
        assign_manager(world.harbour.id, actor=world.vera, at=world.at, manager_id=None)
    asked(world, world.bergen)
    drain(at=world.at)
    assert reasons(world.at + timedelta(days=15), "Harbour IT did not answer")[address] == reason


def test_a_customer_whose_request_was_passed_on_has_asked_nobody_by_mail(world, reasons):
    for request_id, reason in (
        (
            sent(world, world.bergen, by=world.sven, typed={"language": "en"}).request_id,
            "your request was passed on, as you had agreed.",
        ),
        (asked(world, world.bergen, language="en").id, "you asked for a provider with your e-mail address."),
    ):
        drain(at=world.at)
        withdraw_request(request_id, actor=Customer(request_id), at=world.at)
        told = reasons(world.at, "")
        assert told["anna@conti.example"] == f"You get this because {reason}"


def test_who_stands_in_for_a_sender_who_left_is_told_so(world, reasons):
    lead = sent(world, world.oslo, by=world.ben)
    Lead.objects.filter(id=lead.id).update(sender_person=None)
    drain(at=world.at)
    respond.accept(lead.id, actor=world.dora, at=world.at, seen=1, answer=make.YES)
    told = reasons(world.at, "Fjord Cloud has accepted")
    assert set(told.values()) == {"You get this because you send leads for Harbour IT."}
