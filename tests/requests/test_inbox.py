from datetime import UTC, datetime, timedelta

import pytest

from segue.accounts.actor import SYSTEM, VISITOR, Customer
from segue.directory.actions import pause
from segue.directory.policy import NotReceiving
from segue.kit.errors import Forbidden, NotFound
from segue.leads import queries as leads
from segue.leads.models import Lead
from segue.outbox.models import Message
from segue.requests.actions.confirm import confirm
from segue.requests.actions.inbox import NotWaiting, assign, refuse, release, release_overdue
from segue.requests.bots import Posted
from segue.requests.models import Request
from segue.requests.waiting import inbox as held_at_vendor
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def suspected(world, *locations, **changed):
    return asked(world, *locations, posted=Posted("cheap watches", rendered_at=world.at - HOUR), **changed)


def test_suspicion_holds_the_request_for_one_working_day_of_the_programme(world):
    request = suspected(world, world.bergen)
    assert request.held == "suspicion"
    # Monday 10:00 in Rome: seven hours are left that day, the eighth ends on Tuesday at 10:00.
    assert request.release_at == datetime(2026, 9, 8, 8, 0, tzinfo=UTC)
    assert Lead.objects.count() == 0


def test_after_that_day_it_is_delivered_marked(world):
    request = suspected(world, world.bergen)
    assert release_overdue(at=request.release_at - timedelta(seconds=1)) == 0
    assert release_overdue(at=request.release_at) == 1
    assert release_overdue(at=request.release_at) == 0
    (lead,) = leads.of_request(request.id)
    assert (lead.possible_spam, lead.partner_id) == (True, world.harbour.id)
    request.refresh_from_db()
    assert (request.held, request.possible_spam) == ("", True)


def test_one_that_cannot_be_delivered_stops_no_other_and_is_said(world):
    broken, fine = suspected(world, world.bergen, form_key="one"), suspected(world, world.oslo, form_key="two")
    Request.objects.filter(id=broken.id).update(type="gift")
    with pytest.raises(ValueError, match="gift"):
        release_overdue(at=fine.release_at)
    assert leads.of_request(broken.id) == []
    assert [lead.partner.name for lead in leads.of_request(fine.id)] == ["Fjord Cloud"]


def test_a_person_who_looked_delivers_it_unmarked(world):
    request = suspected(world, world.bergen, world.oslo)
    confirm(request.id, actor=Customer(request.id), at=world.at + HOUR)
    assert leads.of_request(request.id) == []
    release(request.id, actor=world.paula, at=world.at + HOUR)
    assert [(lead.partner.name, lead.possible_spam, lead.email_confirmed) for lead in leads.of_request(request.id)] == [
        ("Harbour IT", False, True),
        ("Fjord Cloud", False, True),
    ]
    with pytest.raises(NotWaiting):
        release(request.id, actor=world.vera, at=world.at + HOUR)


def test_one_whose_partner_cannot_take_it_waits_for_another(world):
    request = suspected(world, world.bergen)
    pause(world.harbour.id, actor=world.ada, at=world.at)
    assert release_overdue(at=request.release_at) == 1
    request.refresh_from_db()
    assert request.held == "no_partner"
    assert [one.id for one in held_at_vendor(actor=world.paula).rows] == [request.id]


def test_spam_that_a_person_found_reaches_nobody(world):
    request = suspected(world, world.bergen)
    refuse(request.id, actor=world.paula, at=world.at + HOUR)
    assert release_overdue(at=request.release_at) == 0
    assert Lead.objects.count() == 0
    request.refresh_from_db()
    assert (request.held, request.refused_at) == ("", world.at + HOUR)


def test_the_vendor_finds_someone(world):
    request = asked(world)
    lead = assign(request.id, actor=world.vera, at=world.at + HOUR, location_id=world.oslo.id)
    assert (lead.partner_id, lead.location_id, lead.email_confirmed) == (world.fjord.id, world.oslo.id, False)
    assert held_at_vendor(actor=world.vera).rows == []
    with pytest.raises(NotWaiting):
        assign(request.id, actor=world.vera, at=world.at + HOUR, location_id=world.bergen.id)


def test_a_partner_that_takes_none_cannot_be_assigned(world):
    request = asked(world)
    pause(world.fjord.id, actor=world.dora, at=world.at)
    with pytest.raises(NotReceiving) as refused:
        assign(request.id, actor=world.vera, at=world.at, location_id=world.oslo.id)
    assert str(refused.value) == "Fjord Cloud is taking a break."
    request.refresh_from_db()
    assert request.held == "no_partner"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("marta", Forbidden), ("sven", Forbidden), ("ada", NotFound), ("dora", NotFound)],
)
def test_the_inbox_is_for_who_looks_after_it(world, who, refusal):
    waiting, held = asked(world), suspected(world, world.bergen, form_key="form-2")
    actor = getattr(world, who)
    with pytest.raises(refusal):
        held_at_vendor(actor=actor)
    with pytest.raises(refusal):
        assign(waiting.id, actor=actor, at=world.at, location_id=world.oslo.id)
    with pytest.raises(refusal):
        release(held.id, actor=actor, at=world.at)
    with pytest.raises(refusal):
        refuse(held.id, actor=actor, at=world.at)
    assert Lead.objects.count() == 0


def test_a_customer_and_a_visitor_find_no_inbox(world):
    request = suspected(world, world.bergen)
    for actor in (VISITOR, Customer(request.id)):
        with pytest.raises(NotFound):
            release(request.id, actor=actor, at=world.at)


def test_nothing_is_lost_without_being_told(world):
    for number, locations in enumerate(([], [world.bergen])):
        request = suspected(world, *locations, form_key=f"form-{number}")
        told = Message.objects.filter(payload__request=str(request.id)).order_by("id")
        assert [message.fact for message in told] == ["request.received", "request.held"]
    release_overdue(at=world.at + timedelta(days=2))
    held = {request.held for request in held_at_vendor(actor=SYSTEM).rows}
    assert (Lead.objects.count(), held) == (1, {"no_partner"})
