from datetime import timedelta

import pytest

from segue.accounts.actor import VISITOR, Customer
from segue.directory.actions import pause
from segue.directory.policy import NotReceiving
from segue.kit.errors import Forbidden, NotFound
from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.models import Type
from segue.programme.actions import change_settings
from segue.requests.actions._limits import AlreadyAsked, TooManyAsked
from segue.requests.actions.feedback import say_whether_contacted
from segue.requests.actions.pass_on import NotOpen, NotYet, pass_on
from segue.requests.actions.withdraw import choose, withdraw_request
from segue.requests.models import RequestEvent
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def decline(world, lead, *, at):
    partner = world.ada if lead.partner_id == world.harbour.id else world.dora
    return respond.decline(lead.id, actor=partner, at=at, seen=None, answer=Refusal("no_capacity"), hold=False)


def test_passed_on_after_a_no_and_pressing_twice_asks_once(world):
    request = asked(world, world.bergen)
    decline(world, leads.of_request(request.id)[0], at=world.at + HOUR)
    anna, at = Customer(request.id), world.at + 2 * HOUR
    lead = pass_on(request.id, actor=anna, at=at, location_id=world.oslo.id)
    again = pass_on(request.id, actor=anna, at=at, location_id=world.oslo.id)
    assert again.id == lead.id
    assert (lead.partner_id, lead.type, lead.due_at) == (world.fjord.id, "inquiry", at + timedelta(days=14))
    assert lead.consent_how == "Chosen by the customer on the private page: Fjord Cloud may get these data."
    assert lead.consent_at == at
    assert list(RequestEvent.objects.order_by("at", "id").values_list("what", flat=True)) == ["asked", "passed_on"]


def test_a_partner_is_asked_once_also_at_another_of_its_places(world):
    request = asked(world, world.bergen)
    decline(world, leads.of_request(request.id)[0], at=world.at + HOUR)
    for location in (world.bergen, world.trieste):
        with pytest.raises(AlreadyAsked) as refused:
            pass_on(request.id, actor=Customer(request.id), at=world.at + HOUR, location_id=location.id)
        assert str(refused.value) == "Harbour IT was asked already; a partner is asked once."


def test_those_asked_have_time_to_answer(world):
    request = asked(world, world.bergen)
    with pytest.raises(NotYet):
        pass_on(request.id, actor=Customer(request.id), at=world.at + HOUR, location_id=world.oslo.id)


def test_the_limits_are_the_programmes(world):
    request = asked(world, world.bergen)
    change_settings(seen=1, by=world.vera.person_id, at=world.at, leads_per_request=1)
    decline(world, leads.of_request(request.id)[0], at=world.at + HOUR)
    with pytest.raises(TooManyAsked) as refused:
        pass_on(request.id, actor=Customer(request.id), at=world.at + HOUR, location_id=world.oslo.id)
    assert str(refused.value) == "This request was put to 1 partners already; that is the limit."


def test_who_takes_none_is_named(world):
    request = asked(world, world.bergen)
    decline(world, leads.of_request(request.id)[0], at=world.at + HOUR)
    pause(world.fjord.id, actor=world.dora, at=world.at + HOUR)
    with pytest.raises(NotReceiving):
        pass_on(request.id, actor=Customer(request.id), at=world.at + 2 * HOUR, location_id=world.oslo.id)
    assert len(leads.of_request(request.id)) == 1


def test_the_sender_passes_a_declined_one_on_and_the_type_stays(world):
    lead = sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    decline(world, lead, at=world.at + HOUR)
    second = pass_on(lead.request_id, actor=world.marta, at=world.at + 2 * HOUR, location_id=world.oslo.id)
    assert (second.type, second.sender_name, second.campaign) == ("marketing", "Marta Rossi", "Spring 2026")
    assert second.consent_how == "On the phone"


@pytest.mark.parametrize(("who", "refusal"), [("sven", NotFound), ("otto", Forbidden), ("dora", NotFound)])
def test_others_do_not_pass_it_on(world, who, refusal):
    lead = sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    decline(world, lead, at=world.at + HOUR)
    with pytest.raises(refusal):
        pass_on(lead.request_id, actor=getattr(world, who), at=world.at + HOUR, location_id=world.oslo.id)
    assert len(leads.of_request(lead.request_id)) == 1


def test_what_is_withdrawn_is_over(world):
    request = asked(world, world.bergen)
    anna = Customer(request.id)
    first = withdraw_request(request.id, actor=anna, at=world.at + HOUR)
    again = withdraw_request(request.id, actor=anna, at=world.at + 2 * HOUR)
    assert again.withdrawn_at == first.withdrawn_at == world.at + HOUR
    with pytest.raises(NotOpen):
        pass_on(request.id, actor=anna, at=world.at + 2 * HOUR, location_id=world.oslo.id)


def test_a_held_request_can_be_withdrawn_and_leaves_the_inbox(world):
    request = asked(world)
    withdrawn = withdraw_request(request.id, actor=Customer(request.id), at=world.at)
    assert withdrawn.held == ""


def test_withdrawing_does_not_mind_what_ended_meanwhile(world):
    request = asked(world, world.bergen)
    withdraw_request(request.id, actor=Customer(request.id), at=world.at + timedelta(days=14))
    (lead,) = leads.of_request(request.id)
    assert (lead.stage, lead.outcome) == ("archived", "expired")


def test_only_the_customer_withdraws_chooses_and_says_who_called(world):
    request, other = asked(world, world.bergen), asked(world, world.oslo, form_key="form-2")
    (lead,) = leads.of_request(request.id)
    for actor in (VISITOR, Customer(other.id), world.ada, world.vera):
        with pytest.raises(NotFound):
            withdraw_request(request.id, actor=actor, at=world.at)
        with pytest.raises(NotFound):
            choose(request.id, actor=actor, at=world.at, lead_id=lead.id)
        with pytest.raises(NotFound):
            say_whether_contacted(request.id, actor=actor, at=world.at, lead_id=lead.id, contacted=True)
    with pytest.raises(NotFound):
        say_whether_contacted(other.id, actor=Customer(other.id), at=world.at, lead_id=lead.id, contacted=True)
    assert leads.of_request(request.id)[0].stage == "received"
