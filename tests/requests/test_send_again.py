"""A no that is regretted: the request goes to the same partner once more, as a new lead."""

from datetime import timedelta

import pytest

from segue.accounts.actor import Customer
from segue.directory.actions import pause
from segue.directory.policy import NotReceiving
from segue.kit.errors import Forbidden, NotFound
from segue.leads import queries as leads
from segue.leads.actions import close, respond
from segue.leads.actions.answers import Closing
from segue.leads.actions.expire import sweep
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Lead, Type
from segue.notifications.models import Mail
from segue.programme.actions import change_settings
from segue.requests.actions._limits import TooManyAsked
from segue.requests.actions.pass_on import NotOpen, pass_on
from segue.requests.actions.send_again import NotAgain, may_send_again, send_again
from segue.requests.actions.withdraw import take_back, withdraw_request
from segue.requests.models import RequestEvent, Wish
from segue.work.loop import drain
from tests import make
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def lead_of(request_id, partner):
    return Lead.objects.filter(request_id=request_id, partner=partner).latest("attempt")


def declined(world, request_id):
    lead = lead_of(request_id, world.harbour)
    respond.decline(lead.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=make.NO, hold=False)
    lead.refresh_from_db()
    return lead


def test_after_a_no_it_is_a_new_lead_with_a_new_time_to_answer_and_the_first_stays(world):
    request = asked(world, world.bergen)
    first, at = declined(world, request.id), world.at + 5 * HOUR
    assert may_send_again(first, actor=world.paula, at=world.at + HOUR)

    second = send_again(first.id, actor=world.paula, at=at)
    assert (second.attempt, second.stage, second.location_id) == (2, "received", world.bergen.id)
    assert second.due_at == at + timedelta(days=14)
    assert second.customer_name == "Anna Conti"
    assert [(lead.attempt, lead.outcome) for lead in leads.of_request(request.id)] == [(1, "declined"), (2, None)]
    assert Wish.objects.get(request=request).lead_id == second.id
    event = RequestEvent.objects.get(request=request, what="sent_again")
    assert (event.lead_id, event.person_id) == (second.id, world.paula.person_id)

    drain(at=at)
    assert Mail.objects.filter(kind="lead_new", to="ada@harbour.example").count() == 2
    assert Mail.objects.filter(kind="introduction", to="anna@conti.example").count() == 1
    respond.accept(second.id, actor=world.ada, at=at, seen=1, answer=make.YES)


def test_pressing_twice_sends_it_once_and_after_another_no_it_can_be_sent_once_more(world):
    request = asked(world, world.bergen)
    first = declined(world, request.id)
    second = send_again(first.id, actor=world.paula, at=world.at + 2 * HOUR)
    assert send_again(first.id, actor=world.vera, at=world.at + 2 * HOUR) == second
    assert not may_send_again(first, actor=world.paula, at=world.at + HOUR)
    declined(world, request.id)
    third = send_again(first.id, actor=world.paula, at=world.at + 3 * HOUR)
    assert third.attempt == 3


def test_it_keeps_who_sent_it_who_may_send_it_again_too(world):
    handed = sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    first = declined(world, handed.request_id)
    second = send_again(first.id, actor=world.marta, at=world.at + 2 * HOUR)
    assert (second.type, second.sender_name, second.consent_how) == ("marketing", "Marta Rossi", "On the phone")


@pytest.mark.parametrize(
    ("who", "refusal"), [("sven", NotFound), ("otto", Forbidden), ("ada", NotFound), ("dora", NotFound)]
)
def test_others_do_not_send_it_again(world, who, refusal):
    handed = sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    first = declined(world, handed.request_id)
    with pytest.raises(refusal):
        send_again(first.id, actor=getattr(world, who), at=world.at + 2 * HOUR)
    with pytest.raises(NotFound):
        send_again(first.id, actor=Customer(first.request_id), at=world.at + 2 * HOUR)
    assert not may_send_again(first, actor=getattr(world, who), at=world.at + HOUR)


def test_what_expired_or_was_recalled_can_be_sent_again(world):
    expired = asked(world, world.bergen, form_key="one")
    recalled = asked(world, world.bergen, form_key="two")
    withdraw([lead_of(recalled.id, world.harbour).id], actor=world.paula, at=world.at + HOUR)
    at = lead_of(expired.id, world.harbour).due_at
    sweep(at=at)
    for request in (expired, recalled):
        assert send_again(lead_of(request.id, world.harbour).id, actor=world.paula, at=at).attempt == 2


def test_not_while_the_partner_has_it_nor_after_a_deal_nor_against_the_customer(world):
    request = asked(world, world.bergen)
    lead, anna = lead_of(request.id, world.harbour), Customer(request.id)
    with pytest.raises(NotAgain, match="Harbour IT has this request"):
        send_again(lead.id, actor=world.paula, at=world.at)

    won = make.lead(world, "accepted", request_id=request.id, location=world.oslo)
    closing = Closing(closed_on=world.at.date())
    close.win(won.id, actor=world.dora, at=world.at, seen=2, answer=closing, hold=False)
    with pytest.raises(NotAgain, match="Fjord Cloud has won"):
        send_again(won.id, actor=world.paula, at=world.at)

    take_back(request.id, actor=anna, at=world.at + HOUR, lead_id=lead.id)
    with pytest.raises(NotAgain, match="The customer took this request back from Harbour IT"):
        send_again(lead.id, actor=world.paula, at=world.at + HOUR)


def test_neither_by_an_earlier_lead_of_the_same_partner(world):
    for form_key, end in (("one", "the customer takes it back"), ("two", "it is won")):
        request = asked(world, world.bergen, form_key=form_key)
        first = declined(world, request.id)
        second = send_again(first.id, actor=world.paula, at=world.at + HOUR)
        if form_key == "one":
            take_back(request.id, actor=Customer(request.id), at=world.at + 2 * HOUR, lead_id=second.id)
        else:
            respond.accept(second.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=make.YES)
            closing = Closing(closed_on=world.at.date())
            close.win(second.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=closing, hold=False)
        assert not may_send_again(first, actor=world.paula, at=world.at + HOUR), end
        with pytest.raises(NotAgain):
            send_again(first.id, actor=world.paula, at=world.at + 3 * HOUR)


def test_not_beyond_the_limits_nor_when_the_request_or_the_partner_is_closed(world):
    request = asked(world, world.bergen)
    first = declined(world, request.id)
    pause(world.harbour.id, actor=world.ada, at=world.at + HOUR)
    assert not may_send_again(first, actor=world.paula, at=world.at + 2 * HOUR)
    with pytest.raises(NotReceiving):
        send_again(first.id, actor=world.paula, at=world.at + 2 * HOUR)

    pass_on(request.id, actor=world.paula, at=world.at + 2 * HOUR, location_id=world.oslo.id)
    change_settings(seen=1, by=world.vera.person_id, at=world.at, leads_per_request=2)
    with pytest.raises(TooManyAsked):
        send_again(first.id, actor=world.paula, at=world.at + 2 * HOUR)

    withdraw_request(request.id, actor=Customer(request.id), at=world.at + 3 * HOUR)
    with pytest.raises(NotOpen):
        send_again(first.id, actor=world.paula, at=world.at + 4 * HOUR)
