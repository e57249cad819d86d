"""First A, then B, then C: who is asked when, and when nobody is any more."""

from datetime import UTC, datetime, timedelta

import pytest

from segue.accounts.actor import Customer
from segue.directory.actions import pause
from segue.directory.models import BusinessProfile
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.kit.ids import new_id
from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.actions.expire import sweep
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Lead, Type
from segue.programme.actions import change_settings
from segue.requests.actions._limits import AlreadyAsked, TooManyAsked
from segue.requests.actions.confirm import confirm
from segue.requests.actions.in_turn import pass_on_in_turn
from segue.requests.actions.inbox import release
from segue.requests.actions.order import NotConfirmed, TakenOn, name_order
from segue.requests.actions.pass_on import NotOpen, pass_on
from segue.requests.actions.send import OwnCompany, Sending, send_lead
from segue.requests.actions.withdraw import choose, take_back, withdraw_request
from segue.requests.bots import Posted
from segue.requests.checks import Wanted
from segue.requests.models import Request, RequestEvent
from segue.requests.turns import order_for, turns_of
from segue.work import loop
from tests import make
from tests.requests.asking import ANNA, asked, nordlicht, sent

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WINDOW = datetime(2026, 9, 9, 15, 0, tzinfo=UTC)
"""Wednesday, 17 o'clock in Bergen: two working days after Monday's request."""
SOON = timedelta(seconds=5)
TUESDAY = datetime(2026, 9, 8, 15, 0, tzinfo=UTC)


@pytest.fixture
def hamburg(world):
    return nordlicht(world)


@pytest.fixture
def anna(world, hamburg):
    """Anna's confirmed request: first Bergen, then Oslo, then Hamburg."""
    request = asked(world, world.bergen, world.oslo, hamburg, in_turn=True)
    return confirm(request.id, actor=Customer(request.id), at=world.at)


def names(request):
    return [lead.partner.name for lead in leads.of_request(request.id)]


def looks_at(request):
    return Request.objects.values_list("passes_on_at", flat=True).get(id=request.id)


def drain(*, at):
    """Let the worker hear what happened, and look again when the duty is due: five seconds later."""
    loop.drain(at=at)
    loop.drain(at=at + SOON)


def no(world, request, reason="no_capacity", *, at):
    lead = leads.of_request(request.id)[-1]
    by = {world.harbour.id: world.ada, world.fjord.id: world.dora}[lead.partner_id]
    respond.decline(lead.id, actor=by, at=at, seen=None, answer=Refusal(reason), hold=False)


def yes(world, request, *, at):
    lead = leads.of_request(request.id)[-1]
    by = {world.harbour.id: world.ada, world.fjord.id: world.dora}[lead.partner_id]
    return respond.accept(lead.id, actor=by, at=at, seen=None, answer=make.YES)


def test_the_first_is_asked_at_once_and_the_others_not_on_confirmation(anna):
    assert names(anna) == ["Harbour IT"]
    assert looks_at(anna) == WINDOW
    assert turns_of(anna.id).names == ["Fjord Cloud", "Nordlicht"]


def test_silence_past_the_window_passes_it_on_and_the_earlier_one_can_still_answer(world, anna):
    assert pass_on_in_turn(at=WINDOW - timedelta(seconds=1)) == 0
    assert pass_on_in_turn(at=WINDOW) == 1
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]
    first, second = leads.of_request(anna.id)
    assert (first.stage, first.due_at) == ("received", world.at + timedelta(days=14))
    assert (second.received_at, second.due_at) == (WINDOW, WINDOW + timedelta(days=14))
    assert second.consent_how == "Ticked on the request form: Fjord Cloud may get these data."
    respond.accept(first.id, actor=world.ada, at=WINDOW + HOUR, seen=None, answer=make.YES)
    assert {lead.stage for lead in leads.of_request(anna.id)} == {"accepted", "received"}


def test_a_hot_one_has_one_working_day(world, hamburg):
    request = asked(world, world.bergen, hamburg, in_turn=True, direct_contact=True, phone="+39 040 366 1234")
    confirm(request.id, actor=Customer(request.id), at=world.at)
    assert looks_at(request) == TUESDAY


def test_a_no_passes_it_on_at_once(world, anna):
    no(world, anna, at=world.at + HOUR)
    drain(at=world.at + HOUR)
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]
    no(world, anna, at=world.at + 2 * HOUR)
    drain(at=world.at + 2 * HOUR)
    assert names(anna) == ["Harbour IT", "Fjord Cloud", "Nordlicht"]
    assert looks_at(anna) is None
    what = RequestEvent.objects.order_by("at", "id").values_list("what", "person_id")
    assert list(what) == [("asked", None), ("confirmed", None), ("in_turn", None), ("in_turn", None)]


def test_the_vote_of_an_earlier_one_moves_nothing(world, anna):
    pass_on_in_turn(at=WINDOW)
    first = leads.of_request(anna.id)[0]
    respond.decline(first.id, actor=world.ada, at=WINDOW + HOUR, seen=None, answer=make.NO, hold=False)
    drain(at=WINDOW + HOUR)
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]


def test_an_answer_being_held_is_awaited(world, anna):
    lead = leads.of_request(anna.id)[0]
    at = WINDOW - timedelta(minutes=1)
    respond.decline(lead.id, actor=world.ada, at=at, seen=None, answer=Refusal("no_capacity"))
    assert pass_on_in_turn(at=WINDOW) == 0
    drain(at=at + timedelta(minutes=5))
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]
    assert leads.of_request(anna.id)[0].outcome == "declined"


def test_nobody_further_is_asked_once_one_accepted_whatever_comes_of_it(world, anna):
    lead = yes(world, anna, at=world.at + HOUR)
    drain(at=WINDOW)
    take_back(anna.id, actor=Customer(anna.id), at=WINDOW, lead_id=lead.id)
    drain(at=WINDOW + timedelta(days=30))
    assert names(anna) == ["Harbour IT"]
    assert looks_at(anna) is None
    with pytest.raises(TakenOn):
        name_order(anna.id, actor=Customer(anna.id), at=WINDOW, location_ids=[world.oslo.id])


@pytest.mark.parametrize("reason", ["spam", "not_a_customer", "other_vendor", "duplicate"])
def test_a_reason_without_a_way_onward_ends_it(world, anna, reason):
    no(world, anna, reason, at=world.at + HOUR)
    drain(at=WINDOW + timedelta(days=30))
    assert names(anna) == ["Harbour IT"]
    assert turns_of(anna.id).over == "none"


def test_withdrawn_or_decided_it_is_over(world, anna):
    withdraw_request(anna.id, actor=Customer(anna.id), at=world.at + HOUR)
    drain(at=WINDOW)
    assert names(anna) == ["Harbour IT"]
    assert turns_of(anna.id) is None
    with pytest.raises(NotOpen):
        name_order(anna.id, actor=Customer(anna.id), at=WINDOW, location_ids=[])


def test_choosing_one_ends_it(world, anna):
    pass_on_in_turn(at=WINDOW)
    lead = yes(world, anna, at=WINDOW + HOUR)
    choose(anna.id, actor=Customer(anna.id), at=WINDOW + HOUR, lead_id=lead.id)
    drain(at=WINDOW + timedelta(days=30))
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]


def test_taken_back_from_one_it_goes_to_the_next(world, anna):
    [lead] = leads.of_request(anna.id)
    take_back(anna.id, actor=Customer(anna.id), at=world.at + HOUR, lead_id=lead.id)
    drain(at=world.at + HOUR)
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]


def test_who_cannot_receive_is_passed_over(world, anna):
    pause(world.fjord.id, actor=world.dora, at=world.at + HOUR)
    assert pass_on_in_turn(at=WINDOW) == 1
    assert names(anna) == ["Harbour IT", "Nordlicht"]
    event = RequestEvent.objects.get(request=anna, what="in_turn")
    assert event.location_ids == [str(world.oslo.id)]
    assert turns_of(anna.id) is None


def test_a_full_one_is_passed_over_and_the_last_one_ends_it(world, anna, hamburg):
    BusinessProfile.objects.filter(partner=world.fjord).update(capacity=1)
    asked(world, world.oslo, form_key="other")
    name_order(anna.id, actor=Customer(anna.id), at=world.at, location_ids=[world.oslo.id])
    assert pass_on_in_turn(at=WINDOW) == 0
    assert names(anna) == ["Harbour IT"]
    assert RequestEvent.objects.get(request=anna, what="order_ended").location_ids == [str(world.oslo.id)]
    assert looks_at(anna) is None


def test_with_as_many_open_as_may_be_it_waits_for_one_to_be_over(world, anna):
    change_settings(seen=1, by=world.vera.person_id, at=world.at, open_leads_per_request=2)
    pass_on_in_turn(at=WINDOW)
    first, second = leads.of_request(anna.id)
    assert pass_on_in_turn(at=second.received_at + timedelta(days=7)) == 0
    assert turns_of(anna.id).at == first.due_at
    sweep(at=first.due_at)
    assert pass_on_in_turn(at=first.due_at) == 1
    assert names(anna) == ["Harbour IT", "Fjord Cloud", "Nordlicht"]


def test_the_limit_over_its_life_ends_it(world, anna):
    change_settings(seen=1, by=world.vera.person_id, at=world.at, leads_per_request=2)
    pass_on_in_turn(at=WINDOW)
    drain(at=WINDOW + timedelta(days=30))
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]
    assert turns_of(anna.id).over == "last"


def test_thirty_days_off_the_next_one_has_its_whole_window(world, anna):
    late = world.at + timedelta(days=30)
    drain(at=late)
    assert names(anna) == ["Harbour IT", "Fjord Cloud"]
    assert leads.of_request(anna.id)[0].outcome == "expired"
    assert leads.of_request(anna.id)[1].received_at == late


def test_unconfirmed_it_waits_and_goes_on_when_confirmed(world, hamburg):
    request = asked(world, world.bergen, hamburg, in_turn=True)
    drain(at=WINDOW + HOUR)
    assert names(request) == ["Harbour IT"]
    confirm(request.id, actor=Customer(request.id), at=WINDOW + 2 * HOUR)
    drain(at=WINDOW + 2 * HOUR)
    assert names(request) == ["Harbour IT", "Nordlicht"]


def test_one_that_looked_like_spam_begins_with_the_first_when_released(world, hamburg):
    trapped = Posted("spam", rendered_at=world.at - timedelta(seconds=50))
    request = asked(world, world.bergen, hamburg, in_turn=True, posted=trapped)
    confirm(request.id, actor=Customer(request.id), at=world.at)
    release(request.id, actor=world.paula, at=world.at + HOUR)
    assert names(request) == ["Harbour IT"]
    assert looks_at(request) == WINDOW


def test_the_sender_names_an_order_and_the_type_and_consent_stay(world, hamburg):
    lead = sent(world, world.bergen, world.oslo, hamburg, by=world.sven)
    request = Request.objects.get(id=lead.request_id)
    assert pass_on_in_turn(at=WINDOW) == 1
    second = leads.of_request(request.id)[1]
    assert (second.partner.name, second.type, second.sender_name) == ("Fjord Cloud", "sales", "Sven Olsen")
    assert (second.consent_how, second.sender_person_id) == ("On the phone", world.sven.person_id)


def test_a_partner_names_an_order_of_others_only(world, hamburg):
    with pytest.raises(OwnCompany):
        sent(world, world.oslo, world.bergen, by=world.ada)
    with pytest.raises(Invalid) as refused:
        sent(world, world.oslo, world.oslo, by=world.ada)
    assert str(refused.value.fields["then"]) == "Name each partner once: a partner is asked once."
    lead = sent(world, world.oslo, hamburg, by=world.ada)
    assert order_for(lead.request_id, actor=world.ada).turns.names == ["Nordlicht"]
    assert order_for(lead.request_id, actor=world.dora) is None


def test_what_the_sender_recalls_goes_to_the_next_unless_the_order_is_stopped(world, hamburg):
    lead = sent(world, world.bergen, hamburg, by=world.sven)
    other = sent(world, world.bergen, hamburg, by=world.sven, form_key="sent-2")
    name_order(other.request_id, actor=world.sven, at=world.at, location_ids=[])
    withdraw([lead.id, other.id], actor=world.sven, at=world.at + HOUR)
    drain(at=world.at + HOUR)
    assert [len(leads.of_request(one.request_id)) for one in (lead, other)] == [2, 1]


def test_the_order_is_changed_and_the_same_twice_is_once(world, anna, hamburg):
    me = Customer(anna.id)
    swapped = [hamburg.id, world.oslo.id]
    version = name_order(anna.id, actor=me, at=world.at + HOUR, location_ids=swapped).version
    assert name_order(anna.id, actor=me, at=world.at + HOUR, location_ids=swapped).version == version
    assert turns_of(anna.id).names == ["Nordlicht", "Fjord Cloud"]
    name_order(anna.id, actor=me, at=world.at + HOUR, location_ids=[world.oslo.id])
    assert turns_of(anna.id).names == ["Fjord Cloud"]
    name_order(anna.id, actor=me, at=world.at + HOUR, location_ids=[])
    drain(at=WINDOW)
    assert names(anna) == ["Harbour IT"]
    ordered = RequestEvent.objects.filter(request=anna, what="ordered").order_by("id")
    assert [event.location_ids for event in ordered] == [list(map(str, swapped)), [str(world.oslo.id)], []]


def test_an_order_named_on_the_page_says_so_in_the_consent(world, hamburg):
    request = asked(world, world.bergen)
    me, later = Customer(request.id), world.at + HOUR
    with pytest.raises(NotConfirmed):
        name_order(request.id, actor=me, at=later, location_ids=[hamburg.id])
    confirm(request.id, actor=me, at=later)
    name_order(request.id, actor=me, at=later, location_ids=[hamburg.id])
    pass_on_in_turn(at=WINDOW)
    second = leads.of_request(request.id)[1]
    assert second.consent_how == "Chosen by the customer on the private page: Nordlicht may get these data."
    assert second.consent_at == later


def test_whom_the_vendor_names_or_chooses_does_not_learn_whom_the_customer_ticked(world, hamburg):
    chosen = "Asked on the request form; Aurora Software chose the partner who gets these data."
    named, by_hand = asked(world, world.bergen, hamburg), asked(world, world.bergen, hamburg, form_key="form-2")
    assert named.consent_how == "Ticked on the request form: Harbour IT, Nordlicht may get these data."
    for request in (named, by_hand):
        confirm(request.id, actor=Customer(request.id), at=world.at)
    name_order(named.id, actor=world.paula, at=world.at, location_ids=[world.oslo.id])
    pass_on_in_turn(at=WINDOW)
    pass_on(by_hand.id, actor=world.paula, at=WINDOW, location_id=world.oslo.id)
    for request in (named, by_hand):
        third = leads.of_request(request.id)[2]
        assert (third.partner.name, third.consent_how, third.consent_at) == ("Fjord Cloud", chosen, world.at)


def test_who_was_asked_meanwhile_is_passed_by_and_a_partner_is_asked_once(world, anna, hamburg):
    pass_on_in_turn(at=WINDOW)
    me = Customer(anna.id)
    stale = [world.oslo.id, hamburg.id]
    name_order(anna.id, actor=me, at=WINDOW, location_ids=stale)
    assert turns_of(anna.id).names == ["Nordlicht"]
    with pytest.raises(AlreadyAsked):
        name_order(anna.id, actor=me, at=WINDOW, location_ids=[world.trieste.id])


def test_the_order_is_no_longer_than_a_request_may_go(world, anna, hamburg):
    change_settings(seen=1, by=world.vera.person_id, at=world.at, leads_per_request=2)
    with pytest.raises(TooManyAsked):
        name_order(anna.id, actor=Customer(anna.id), at=world.at, location_ids=[hamburg.id, world.oslo.id])


def test_a_flood_of_names_is_refused_before_any_is_looked_up(world, anna, hamburg):
    flood = [new_id() for _ in range(1000)]
    with pytest.raises(TooManyAsked) as refused:
        name_order(anna.id, actor=Customer(anna.id), at=world.at, location_ids=flood)
    assert str(refused.value) == "A request can be put to 6 partners at most."
    with pytest.raises(Invalid) as invalid:
        send_lead(
            Wanted(**ANNA),
            Sending(type=Type.SALES, consent_how="On the phone", consent_at=world.at),
            actor=world.sven,
            at=world.at,
            form_key="flood",
            location_id=world.bergen.id,
            then=flood,
        )
    assert {name: str(sentence) for name, sentence in invalid.value.fields.items()} == {
        "then": "Name 6 partners at most."
    }
    again = [hamburg.id, *[world.oslo.id] * 1000]
    name_order(anna.id, actor=Customer(anna.id), at=world.at, location_ids=again)
    assert turns_of(anna.id).names == ["Nordlicht", "Fjord Cloud"]


@pytest.mark.parametrize(("who", "refusal"), [("otto", Forbidden), ("ada", NotFound), ("dora", NotFound)])
def test_others_do_not_change_it(world, anna, who, refusal):
    with pytest.raises(refusal):
        name_order(anna.id, actor=getattr(world, who), at=world.at, location_ids=[])
    assert turns_of(anna.id).names == ["Fjord Cloud", "Nordlicht"]


def test_one_asked_by_hand_has_its_window_too_and_leaves_the_order(world, hamburg):
    lead = sent(world, world.bergen, world.oslo, hamburg, by=world.sven)
    pass_on(lead.request_id, actor=world.sven, at=world.at + HOUR, location_id=hamburg.id)
    request = Request.objects.get(id=lead.request_id)
    assert turns_of(request.id).names == ["Fjord Cloud"]
    assert pass_on_in_turn(at=WINDOW) == 1
    assert names(request) == ["Harbour IT", "Nordlicht", "Fjord Cloud"]


def test_several_ticked_at_once_are_asked_as_ever(world, hamburg):
    request = asked(world, world.bergen, world.oslo, hamburg)
    confirm(request.id, actor=Customer(request.id), at=world.at)
    assert names(request) == ["Harbour IT", "Fjord Cloud", "Nordlicht"]
    assert looks_at(request) is None
    assert Lead.objects.count() == 3
