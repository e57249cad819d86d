"""What the customer hears about a request, and those who accepted it when one of them is chosen."""

import re
from datetime import timedelta

import pytest

from segue.accounts.actor import Customer
from segue.directory.actions import add_alert_contact
from segue.leads.actions import respond
from segue.leads.models import Lead
from segue.requests.actions.inbox import assign
from segue.requests.actions.withdraw import choose, take_back, withdraw_request
from segue.requests.links import code_for, request_of
from segue.work.loop import drain
from tests import make, people
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(mailoutbox):
    made = people.world()
    drain(at=made.at - timedelta(hours=1))
    mailoutbox.clear()
    return made


def mails_to(address, mailoutbox):
    return [mail for mail in mailoutbox if mail.to == [address]]


def test_the_thanks_hold_the_private_link_and_the_code_and_name_who_has_it(world, mailoutbox):
    request = asked(world, world.bergen)
    drain(at=world.at)
    [mail] = mails_to(request.customer_email, mailoutbox)
    token = re.search(r"http://localhost:8000/r/(\S+)", mail.body)[1]
    assert request_of(token) == request
    assert re.search(r"^ {4}(\d{6})$", mail.body, re.MULTILINE)[1] == code_for(request)
    assert "Harbour IT" in mail.subject
    assert code_for(request) not in mail.subject


def test_a_withdrawn_request_is_confirmed_once_and_its_partner_told(world, mailoutbox):
    request = asked(world, world.bergen)
    drain(at=world.at)
    mailoutbox.clear()
    withdraw_request(request.id, actor=Customer(request.id), at=world.at)
    drain(at=world.at)
    assert len(mails_to(request.customer_email, mailoutbox)) == 1
    assert len(mails_to("ada@harbour.example", mailoutbox)) == 1
    assert len(mailoutbox) == 2


def test_the_chosen_one_hears_of_it(world, mailoutbox):
    request = asked(world, world.bergen)
    [lead] = Lead.objects.filter(request_id=request.id)
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=None, answer=make.YES)
    drain(at=world.at)
    mailoutbox.clear()
    choose(request.id, actor=Customer(request.id), at=world.at, lead_id=lead.id)
    drain(at=world.at)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["ada@harbour.example"], f"You were chosen: {request.customer_company}")
    ]


def test_withdrawing_from_one_partner_is_confirmed_to_the_customer(world, mailoutbox):
    request = asked(world, world.bergen, language="en")
    [lead] = Lead.objects.filter(request_id=request.id)
    drain(at=world.at)
    mailoutbox.clear()
    take_back(request.id, actor=Customer(request.id), at=world.at, lead_id=lead.id)
    drain(at=world.at)
    assert sorted((mail.to[0], mail.subject) for mail in mailoutbox) == [
        ("ada@harbour.example", "Withdrawn: Conti Logistica"),
        ("anna@conti.example", "Harbour IT no longer has your request"),
    ]


def test_whom_the_vendor_has_found_is_told_to_the_customer(world, mailoutbox):
    request = asked(world, language="en")
    drain(at=world.at)
    mailoutbox.clear()
    assign(request.id, actor=world.paula, at=world.at, location_id=world.oslo.id)
    drain(at=world.at)
    [mail] = mails_to("anna@conti.example", mailoutbox)
    assert mail.subject == "Fjord Cloud will contact you"
    assert "At the request of Aurora Software, Fjord Cloud will contact you." in mail.body


def test_a_new_alert_contact_is_asked_first_and_told_nothing_before(world, mailoutbox):
    add_alert_contact(
        world.bergen.id,
        partner_id=world.harbour.id,
        actor=world.ada,
        at=world.at,
        name="Night desk",
        email="night@desk.example",
        language="it",
    )
    asked(world, world.bergen)
    drain(at=world.at)
    [mail] = mails_to("night@desk.example", mailoutbox)
    assert mail.subject == "Possiamo avvisarla dei nuovi lead per Harbour IT?"
    assert "http://localhost:8000/alerts/" in mail.body
