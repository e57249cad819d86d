"""A company that leaves the programme: its unanswered leads are recalled, their requests wait at the vendor."""

from datetime import timedelta

import pytest

from segue.accounts.actions import change_partner_status
from segue.accounts.actor import Customer
from segue.accounts.models import Partner
from segue.directory.policy import NotReceiving
from segue.kit.errors import Refused
from segue.leads import queries as leads
from segue.leads.actions import respond, work
from segue.leads.models import HeldAnswer, Lead, LeadEvent
from segue.outbox.dispatch import Heard
from segue.requests.actions.confirm import confirm
from segue.requests.actions.inbox import assign
from segue.requests.actions.left import recall_leads
from segue.requests.actions.pass_on import pass_on
from segue.requests.actions.withdraw import take_back
from segue.requests.models import Request
from segue.requests.waiting import inbox as held_at_vendor
from segue.work.loop import drain
from tests import make
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
Status = Partner.Status


def leave(world, at=None):
    at = at or world.at + HOUR
    change_partner_status(world.harbour.id, actor=world.vera, at=at, status=Status.LEFT)
    drain(at=at)


def inbox(world):
    return [one.id for one in held_at_vendor(actor=world.paula).rows]


def test_received_leads_are_recalled_in_the_name_of_the_admin_and_their_requests_wait_at_the_vendor(world):
    request = asked(world, world.bergen)
    leave(world)
    lead = Lead.objects.get(request_id=request.id)
    assert (lead.stage, lead.outcome, lead.withdrawn_at) == ("archived", "withdrawn", world.at + HOUR)
    event = LeadEvent.objects.get(lead=lead, step="withdraw")
    assert (event.by, event.person_id, event.at) == ("vendor", world.vera.person_id, world.at + HOUR)
    request.refresh_from_db()
    assert (request.held, request.held_at) == ("no_partner", world.at + HOUR)
    assert inbox(world) == [request.id]


def test_a_request_from_the_inbox_finds_another_partner_and_keeps_its_sender(world):
    first = sent(world, world.bergen, by=world.sven)
    leave(world)
    lead = assign(first.request_id, actor=world.paula, at=world.at + 2 * HOUR, location_id=world.oslo.id)
    assert (lead.type, lead.sender_name, lead.sender_person_id) == ("sales", "Sven Olsen", world.sven.person_id)
    assert inbox(world) == []


def test_a_request_that_somebody_else_still_has_does_not_wait(world):
    request = asked(world, world.bergen, world.oslo)
    confirm(request.id, actor=Customer(request.id), at=world.at)
    leave(world)
    assert sorted((lead.partner.name, lead.stage) for lead in leads.of_request(request.id)) == [
        ("Fjord Cloud", "received"),
        ("Harbour IT", "archived"),
    ]
    assert inbox(world) == []
    assert Request.objects.get(id=request.id).held == ""


def test_a_request_taken_back_from_who_accepted_it_waits_when_the_last_one_leaves(world):
    request = asked(world, world.bergen, world.oslo)
    anna = Customer(request.id)
    confirm(request.id, actor=anna, at=world.at)
    at_fjord = Lead.objects.get(request_id=request.id, partner=world.fjord)
    respond.accept(at_fjord.id, actor=world.dora, at=world.at, seen=None, answer=make.YES)
    take_back(request.id, actor=anna, at=world.at, lead_id=at_fjord.id)
    leave(world)
    assert Request.objects.get(id=request.id).held == "no_partner"


@pytest.mark.parametrize("stage", ["accepted", "won", "lost", "declined", "withdrawn"])
def test_what_was_answered_stays_as_it_is(world, stage):
    request = asked(world)
    lead = make.lead(world, stage, request_id=request.id)
    leave(world, at=world.at + 3 * HOUR)
    assert Lead.objects.get(id=lead.id).version == lead.version


def test_what_is_heard_late_happens_then_and_not_before_what_was_done_meanwhile(world):
    request = asked(world, world.bergen)
    lead = Lead.objects.get(request_id=request.id)
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Status.LEFT)
    work.log_contact(lead.id, actor=world.ada, at=world.at + HOUR, seen=None, how="called")
    drain(at=world.at + 3 * HOUR)
    times = list(LeadEvent.objects.filter(lead=lead).order_by("version").values_list("step", "at"))
    assert times[1:] == [("log_contact", world.at + HOUR), ("withdraw", world.at + 3 * HOUR)]
    assert Lead.objects.get(id=lead.id).updated_at == world.at + 3 * HOUR


def test_an_overdue_lead_expires_and_is_not_recalled(world):
    lead = make.lead(world)
    leave(world, at=lead.due_at)
    lead.refresh_from_db()
    assert lead.outcome == "expired"


def test_a_held_no_is_overtaken_and_gone(world):
    lead = asked(world, world.bergen)
    lead = Lead.objects.get(request_id=lead.id)
    respond.decline(lead.id, actor=world.ada, at=world.at + HOUR, seen=1, answer=make.NO)
    leave(world)
    lead.refresh_from_db()
    assert (lead.outcome, lead.holding) == ("withdrawn", "")
    assert not HeldAnswer.objects.exists()


def test_hearing_it_twice_or_after_the_company_came_back_does_nothing(world):
    request = asked(world, world.bergen)
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Status.LEFT)
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Status.APPROVED)
    drain(at=world.at)
    assert Lead.objects.get(request_id=request.id).stage == "received"
    leave(world)
    before = (Lead.objects.get(request_id=request.id).version, Request.objects.get(id=request.id).version)
    recall_leads(Heard("partner.left", "again", {"partner": str(world.harbour.id)}, world.at, quiet=False, at=world.at))
    assert (Lead.objects.get(request_id=request.id).version, Request.objects.get(id=request.id).version) == before


def test_the_people_of_a_company_that_left_find_nothing_of_it_any_more(as_, world):
    lead = make.lead(world, "accepted")
    leave(world, at=world.at + 3 * HOUR)
    response = as_(world.ada).get(f"/leads/{lead.id}")
    assert (response.status_code, response.url) == (302, "/no-role")


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.LEFT])
def test_no_new_lead_reaches_a_company_that_is_suspended_or_left(world, client, status):
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=status)
    with pytest.raises(NotReceiving):
        sent(world, world.bergen, by=world.sven)
    with pytest.raises(NotReceiving):
        assign(asked(world).id, actor=world.paula, at=world.at, location_id=world.bergen.id)
    other = asked(world, world.oslo, form_key="form-2")
    with pytest.raises(NotReceiving):
        pass_on(other.id, actor=world.paula, at=world.at, location_id=world.bergen.id)
    with pytest.raises(Refused):
        asked(world, world.bergen, form_key="form-3")
    assert set(Lead.objects.values_list("partner_id", flat=True)) == {world.fjord.id}
    page = client.get("/").content.decode()
    assert "Fjord Cloud" in page
    assert "Harbour IT" not in page
    assert client.get("/partners/fjord-cloud").status_code == 200
    assert client.get("/partners/harbour-it").status_code == 404


def test_a_suspended_company_keeps_and_answers_what_it_has(world):
    lead = make.lead(world)
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Status.SUSPENDED)
    drain(at=world.at)
    assert respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES).stage == "accepted"
