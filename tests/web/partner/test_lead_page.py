import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.actions.mailboxes import returned, verified
from segue.accounts.actor import VISITOR, Customer
from segue.kit.ids import new_id
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Lead, Type
from segue.requests.actions.confirm import confirm_by_code
from segue.requests.actions.withdraw import choose
from segue.requests.links import code_for
from tests import make
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db

PERSON = ("Anna Conti", "anna@conti.example", "+39 040 555 0101", "Riva Nazario Sauro")


def text(response):
    return response.content.decode()


def test_a_received_lead_says_who_what_until_when_and_what_can_be_done(ada, world):
    lead = make.lead(world)
    page = text(ada.get(f"/leads/{lead.id}"))
    for words in (*PERSON, "Move our warehouse planning", "13 days left", "Answer by Monday 21 September, 10:00"):
        assert words in page
    assert f'href="/leads/{lead.id}/acceptance"' in page
    assert f'href="/leads/{lead.id}/declination"' in page
    assert f"/leads/{lead.id}/won" not in page
    assert "Accepting means you will contact Anna." in page


def test_a_hot_lead_burns_for_72_hours_and_glows_afterwards(ada, world, at):
    lead = make.lead(world, direct_contact=True)
    assert "Anna Conti asks to be contacted directly." in text(ada.get(f"/leads/{lead.id}"))
    at.move_to(world.at + timedelta(hours=71, minutes=59), tick=False)
    assert "Anna Conti asks to be contacted directly." in text(ada.get(f"/leads/{lead.id}"))
    at.move_to(world.at + timedelta(hours=72), tick=False)
    page = text(ada.get(f"/leads/{lead.id}"))
    assert "Anna Conti asked for direct contact 3 days ago." in page
    assert "If you are interested, make contact still." in page
    ada.post(f"/leads/{lead.id}/contact-log", {"how": "called"})
    assert "direct contact" not in text(ada.get(f"/leads/{lead.id}"))


@pytest.mark.parametrize("outcome", ["declined", "expired", "withdrawn"])
def test_after_a_no_the_person_is_hidden_and_company_town_and_need_stay(ada, world, outcome):
    lead = make.lead(world, outcome)
    page = text(ada.get(f"/leads/{lead.id}"))
    assert not [words for words in PERSON if words in page]
    assert "Conti Logistica" in page
    assert "34124 Trieste" in page
    assert "Move our warehouse planning" in page


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_closed_deal_keeps_the_person(ada, world, outcome):
    page = text(ada.get(f"/leads/{make.lead(world, outcome).id}"))
    assert all(words in page for words in PERSON)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ("won", "Won on Monday 7 September"),
        ("lost", "Budget not adequate"),
        ("declined", "Not our region"),
        ("expired", "Expired by the system on Monday 21 September, 10:00."),
        ("withdrawn", "Withdrawn on Monday 7 September"),
    ],
)
def test_an_archived_lead_says_how_it_ended_and_offers_nothing(ada, world, outcome, sentence):
    lead = make.lead(world, outcome)
    page = text(ada.get(f"/leads/{lead.id}"))
    assert sentence in page
    for verb in (
        "acceptance",
        "declination",
        "won",
        "lost",
        "details",
        "employees",
        "contact-log",
        "taking",
        "ownership",
    ):
        assert f"/leads/{lead.id}/{verb}" not in page


def test_a_company_reads_again_what_it_wrote_with_its_no(ada, as_, world):
    lead = make.lead(world)
    assert "Your note for" not in text(ada.get(f"/leads/{lead.id}"))
    no = Refusal(reason="no_capacity", note="Ask us again in March", message="Sorry, Anna")
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=no, hold=False)
    for name in ("ada", "ben", "cleo"):
        page = text(as_(getattr(world, name)).get(f"/leads/{lead.id}"))
        assert "Your note for Aurora Software" in page
        assert "Ask us again in March" in page
        assert "Your message to the customer" in page
        assert "Sorry, Anna" in page
    assert as_(world.dora).get(f"/leads/{lead.id}").status_code == 404


def test_an_overdue_lead_shows_no_buttons_before_the_sweep_comes(ada, world, at):
    lead = make.lead(world)
    at.move_to(lead.due_at, tick=False)
    page = text(ada.get(f"/leads/{lead.id}"))
    assert "The time to answer is over." in page
    assert "acceptance" not in page


def test_a_withdrawn_deal_asks_to_be_closed_as_lost(ada, world):
    lead = make.lead(world, "accepted")
    withdraw([lead.id], actor=Customer(lead.request_id), at=world.at + timedelta(hours=2))
    page = text(ada.get(f"/leads/{lead.id}"))
    assert "The customer withdrew on 7 Sep." in page
    assert f'href="/leads/{lead.id}/lost"' in page


def test_a_deal_that_its_sender_took_back_names_the_sender(ada, world):
    lead = make.lead(
        world,
        "accepted",
        type=Type.SALES,
        by=world.sven,
        sender_person_id=world.sven.person_id,
        sender_name="Sven Olsen",
    )
    withdraw([lead.id], actor=world.sven, at=world.at + timedelta(hours=2))
    page = text(ada.get(f"/leads/{lead.id}"))
    assert "Sven Olsen took it back on 7 Sep." in page
    assert "Sven Olsen took the lead back" in page
    assert "The customer withdrew" not in page


def test_back_leads_to_the_list_a_lead_opened_from_a_mail_stands_in(ada, world):
    lead = make.lead(
        world,
        "accepted",
        type=Type.SALES,
        by=world.sven,
        sender_person_id=world.sven.person_id,
        sender_name="Sven Olsen",
    )
    assert 'href="/leads/qualified/accepted"' in text(ada.get(f"/leads/{lead.id}"))
    ada.get("/leads/favourites/received")
    assert 'href="/leads/favourites/received"' in text(ada.get(f"/leads/{lead.id}"))


def test_a_sent_lead_says_who_sent_it_and_why(ada, world):
    lead = make.lead(
        world,
        type=Type.MARKETING,
        by=world.marta,
        channel="webinar",
        campaign="Cloud autumn",
        sender_name="Marta Rossi",
        sender_note="They asked about migration.",
    )
    page = text(ada.get(f"/leads/{lead.id}"))
    assert "Sent by Marta Rossi, webinar: Cloud autumn. They asked about migration." in page


def test_several_asked_are_a_number_never_a_name(ada, world):
    lead = make.lead(world)
    make.lead(world, "accepted", location=world.oslo, request_id=lead.request_id)
    page = text(ada.get(f"/leads/{lead.id}"))
    assert "2 asked, 1 accepted" in page
    assert "Fjord" not in page


def test_a_page_costs_the_same_however_long_its_history(ada, world):
    lead = make.lead(world, "accepted")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            ada.get(f"/leads/{lead.id}")
        return len(captured)

    short = queries()
    for how in ("called", "mailed", "met"):
        ada.post(f"/leads/{lead.id}/contact-log", {"how": how})
    ada.get("/leads")  # takes the messages along
    assert queries() == short <= 8


def test_what_is_not_ones_own_is_not_there(as_, world, at):
    lead = make.lead(world)
    stranger = as_(world.dora)
    assert stranger.get(f"/leads/{lead.id}").status_code == 404
    assert stranger.post(f"/leads/{lead.id}/heart").status_code == 404
    assert stranger.get(f"/leads/{lead.id}/acceptance").status_code == 404
    assert as_(world.giulia).get(f"/leads/{lead.id}").status_code == 404
    assert as_(world.ada).get(f"/leads/{new_id()}").status_code == 404
    assert as_(world.pia).get(f"/leads/{lead.id}").status_code == 403


def test_whose_lead_a_colleague_took_reads_why_it_can_be_gone_in_the_same_words_as_of_any_id(as_, world, at):
    lead, nowhere = make.lead(world), new_id()
    assert as_(world.cleo).get(f"/leads/{lead.id}").status_code == 200
    as_(world.ada).post(f"/leads/{lead.id}/taking")
    cleo = as_(world.cleo)
    cleo.get("/leads", follow=True)  # takes the messages along
    for verb in ("get", "post"):
        there, missing = (getattr(cleo, verb)(f"/leads/{one}/acceptance") for one in (lead.id, nowhere))
        assert there.status_code == missing.status_code == 404
        assert "You no longer see a lead once a colleague has taken it, it was handed on," in text(there)
        assert 'href="/leads">Back to the list</a>' in text(there)
        assert without_ids(there, lead.id) == without_ids(missing, nowhere)
    part = cleo.get(f"/leads/{lead.id}", headers={"HX-Request": "true", "Segue-Panel": "1"})
    assert (part.status_code, part["HX-Redirect"]) == (404, f"/leads/{lead.id}"), "the whole window says it"


def test_no_other_page_that_is_not_there_speaks_of_leads(as_, world):
    for person, url in ((world.dora, "/leads/nowhere"), (world.pia, f"/sent/{new_id()}"), (world.vera, "/vendor/no")):
        assert "You no longer see a lead" not in text(as_(person).get(url))
    assert "look after its partner" not in text(as_(world.ada).get(f"/vendor/leads/{new_id()}"))


def without_ids(response, lead_id):
    """The page without what is different in each: the address, the request's number, the form's token."""
    mine = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", text(response))
    return mine.replace(str(lead_id), "").replace(response["X-Request-Id"], "")


def test_a_lead_of_a_request_to_several_says_how_many_accepted_and_none_is_a_number(ada, world):
    request = asked(world, world.bergen, world.oslo)
    confirm_by_code(request, code_for(request), actor=VISITOR, at=world.at)
    lead = Lead.objects.get(request_id=request.id, location=world.bergen)
    assert "2 asked, 0 accepted" in text(ada.get(f"/leads/{lead.id}"))


def test_the_address_of_a_button_opened_by_itself_says_what_it_is(ada, world):
    address = f"/leads/{make.lead(world).id}/taking"
    response = ada.get(address)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "It belongs to a button." in text(response)


def test_the_same_customer_before_is_named_to_who_works_with_those_leads(ada, as_, world):
    before = make.lead(world, "lost", at=world.at - timedelta(days=30), location=world.trieste)
    make.lead(world, at=world.at - timedelta(days=20), customer_email="")
    make.lead(world, at=world.at - timedelta(days=20), location=world.oslo)
    lead = make.lead(world)
    with CaptureQueriesContext(connection) as captured:
        page = text(ada.get(f"/leads/{lead.id}"))
    assert len(captured) <= 8
    assert "The same customer before" in page
    assert f'<a href="/leads/{before.id}">Cloud planning, lost, 8 Aug</a>' in page
    assert page.split("The same customer before")[1].split("</section>")[0].count("<li>") == 1
    assert "The same customer before" not in text(ada.get(f"/leads/{before.id}"))
    assert "The same customer before" not in text(as_(world.cleo).get(f"/leads/{lead.id}"))


def test_whom_the_customer_chose_stands_on_each_ones_page(ada, as_, world):
    request = asked(world, world.bergen, world.oslo)
    confirm_by_code(request, code_for(request), actor=VISITOR, at=world.at)
    ours, theirs = (Lead.objects.get(request_id=request.id, location=place) for place in (world.bergen, world.oslo))
    for lead, partner in ((ours, world.ada), (theirs, world.dora)):
        respond.accept(lead.id, actor=partner, at=world.at, seen=lead.version, answer=make.YES)
    assert "has chosen" not in text(ada.get(f"/leads/{ours.id}"))
    choose(request.id, actor=Customer(request.id), at=world.at, lead_id=theirs.id)
    with CaptureQueriesContext(connection) as captured:
        page = text(ada.get(f"/leads/{ours.id}"))
    assert len(captured) <= 8
    assert "Anna has chosen another partner." in page
    assert f'href="/leads/{ours.id}/lost"' in page
    assert "Fjord" not in page
    assert "Anna has chosen you." in text(as_(world.dora).get(f"/leads/{theirs.id}"))


def test_a_lead_taken_back_because_another_was_chosen_says_so(ada, world):
    request = asked(world, world.bergen, world.oslo)
    confirm_by_code(request, code_for(request), actor=VISITOR, at=world.at)
    ours, theirs = (Lead.objects.get(request_id=request.id, location=place) for place in (world.bergen, world.oslo))
    respond.accept(theirs.id, actor=world.dora, at=world.at, seen=theirs.version, answer=make.YES)
    choose(request.id, actor=Customer(request.id), at=world.at, lead_id=theirs.id)
    assert "The customer chose another partner." in text(ada.get(f"/leads/{ours.id}"))


def test_mails_to_a_customer_that_come_back_are_said_with_what_to_do(ada, world):
    lead = make.lead(world, customer_email="Anna@Conti.example", customer_phone="+39 040 555 0101")
    others = make.lead(world, customer_email="ida@norden.example")
    returned("anna@conti.example", sent_at=world.at, at=world.at, status="5.1.1")
    said = "Mails to this address come back since 7 Sep. Call instead, and ask for an address that works."
    assert said in text(ada.get(f"/leads/{lead.id}"))
    assert "come back" not in text(ada.get(f"/leads/{others.id}"))
    Lead.objects.filter(id=lead.id).update(customer_phone="")
    assert "Look for another way to reach them" in text(ada.get(f"/leads/{lead.id}"))
    verified("anna@conti.example", at=world.at)
    assert "come back" not in text(ada.get(f"/leads/{lead.id}"))
