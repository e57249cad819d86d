"""What is over stays over: nobody is asked any more, and a customer chooses and judges only whom they asked."""

from datetime import timedelta

import pytest

from segue.accounts.actor import VISITOR, Customer
from segue.kit.errors import Invalid, NotFound, TooMany
from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.actions._step import AnsweredTooLate
from segue.leads.models import Lead
from segue.requests.actions.confirm import confirm, confirm_by_code
from segue.requests.actions.feedback import say_whether_contacted
from segue.requests.actions.inbox import NotWaiting, assign, refuse
from segue.requests.actions.let_find import let_find
from segue.requests.actions.pass_on import NotOpen, pass_on
from segue.requests.actions.withdraw import ChosenAlready, NotAccepted, choose, take_back
from segue.requests.bots import Posted
from segue.requests.links import code_for
from segue.requests.models import Feedback
from segue.requests.waiting import inbox
from tests import make
from tests.requests.asking import asked, nordlicht

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_after_the_choice_nobody_else_is_asked_and_no_other_is_chosen(world):
    request = asked(world, world.bergen)
    anna, [lead] = Customer(request.id), leads.of_request(request.id)
    with pytest.raises(NotAccepted):
        choose(request.id, actor=anna, at=world.at, lead_id=lead.id)
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    choose(request.id, actor=anna, at=world.at + HOUR, lead_id=lead.id)

    for who in (anna, world.paula):
        with pytest.raises(NotOpen):
            pass_on(request.id, actor=who, at=world.at + HOUR, location_id=world.oslo.id)
    with pytest.raises(ChosenAlready):
        choose(request.id, actor=anna, at=world.at + HOUR, lead_id=make.lead(world, "accepted").id)
    assert Lead.objects.filter(request_id=request.id).count() == 1


def test_who_has_chosen_waits_no_more_for_the_vendor_to_find_somebody(world):
    request = asked(world, world.bergen, world.oslo)
    anna = Customer(request.id)
    confirm(request.id, actor=anna, at=world.at)
    harbour, fjord = sorted(leads.of_request(request.id), key=lambda lead: lead.partner.name == "Fjord Cloud")
    respond.accept(harbour.id, actor=world.ada, at=world.at, seen=None, answer=make.YES)
    respond.decline(fjord.id, actor=world.dora, at=world.at, seen=None, answer=make.NO, hold=False)
    assert let_find(request.id, actor=anna, at=world.at + HOUR).held == "no_partner"

    chosen = choose(request.id, actor=anna, at=world.at + HOUR, lead_id=harbour.id)
    assert chosen.held == ""
    assert inbox(actor=world.paula).rows == []
    with pytest.raises(NotWaiting):
        assign(request.id, actor=world.paula, at=world.at + HOUR, location_id=nordlicht(world).id)


def test_what_was_refused_as_spam_reaches_no_partner(world):
    request = asked(world, world.bergen, posted=Posted("cheap watches", rendered_at=world.at - HOUR))
    refuse(request.id, actor=world.paula, at=world.at)

    with pytest.raises(NotOpen):
        pass_on(request.id, actor=world.paula, at=world.at, location_id=world.oslo.id)
    confirm_by_code(request, code_for(request), actor=VISITOR, at=world.at)
    assert not Lead.objects.exists()


def test_a_customer_judges_only_those_who_had_the_request(world):
    request = asked(world, world.bergen)
    others = make.lead(world, "accepted", location=world.oslo)

    with pytest.raises(NotFound):
        say_whether_contacted(request.id, actor=Customer(request.id), at=world.at, lead_id=others.id, contacted=False)
    assert not Feedback.objects.exists()


def test_a_lead_that_is_overdue_when_its_customer_takes_it_back_has_expired(world):
    request = asked(world, world.bergen)
    [lead] = leads.of_request(request.id)
    with pytest.raises(AnsweredTooLate):
        take_back(request.id, actor=Customer(request.id), at=lead.due_at, lead_id=lead.id)
    lead.refresh_from_db()
    assert (lead.outcome, lead.withdrawn_at) == ("expired", None)


def test_an_address_in_capitals_is_the_same_customers(world):
    request = asked(world, world.bergen, email="Anna@Conti.EXAMPLE")
    assert request.customer_email == "anna@conti.example"


def test_a_day_has_fifteen_tries_of_a_code_however_they_are_spread(world):
    request = asked(world, world.bergen)
    midnight = world.at.replace(hour=0) + timedelta(days=1)
    for number in range(15):
        with pytest.raises(Invalid):
            confirm_by_code(request, "12", actor=VISITOR, at=midnight + number // 5 * HOUR)
    with pytest.raises(TooMany):
        confirm_by_code(request, code_for(request), actor=VISITOR, at=midnight + 4 * HOUR)
    assert confirm_by_code(request, code_for(request), actor=VISITOR, at=midnight + timedelta(days=1)).confirmed_at
