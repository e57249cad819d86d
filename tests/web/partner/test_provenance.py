"""The lead's page says truly how it came here, and what its customer agreed to in the reader's own words."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from segue.accounts.actor import Customer
from segue.directory.actions import pause, resume
from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.models import Lead, Type
from segue.requests.actions.confirm import confirm
from segue.requests.actions.in_turn import pass_on_in_turn
from segue.requests.actions.inbox import assign
from segue.requests.actions.order import name_order
from segue.requests.actions.pass_on import pass_on
from segue.requests.actions.send_again import send_again
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db

TICKED = "Found you in the directory and asked you directly."
ON_THE_PAGE = "Chose you on the private page of this request."
BY_THE_VENDOR = "Asked through the directory; Aurora Software chose you for it."
HOUR = timedelta(hours=1)


@pytest.fixture
def dora(as_, world, at):
    return as_(world.dora)


def text(response):
    return response.content.decode()


def only(page, sentence):
    return {one: one in page for one in (TICKED, ON_THE_PAGE, BY_THE_VENDOR)} == {
        one: one == sentence for one in (TICKED, ON_THE_PAGE, BY_THE_VENDOR)
    }


def declined(world, request):
    (lead,) = leads.of_request(request.id)
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=None, answer=Refusal("no_capacity"), hold=False)
    return lead


def passed_on(world, request, *, by):
    declined(world, request)
    return pass_on(request.id, actor=by, at=world.at, location_id=world.oslo.id)


def test_who_was_ticked_was_found_in_the_directory(dora, world):
    asked(world, world.oslo)
    assert only(text(dora.get(f"/leads/{Lead.objects.get().id}")), TICKED)


def test_who_was_chosen_on_the_private_page_after_a_no_was_not_found_by_the_search(dora, world):
    request = asked(world, world.bergen, found_what="ERP migration", found_where="Bergen")
    lead = passed_on(world, request, by=Customer(request.id))
    page = text(dora.get(f"/leads/{lead.id}"))
    assert only(page, ON_THE_PAGE)
    assert "Found you" not in page


def test_whom_the_vendor_chose_hears_that(dora, world):
    from_inbox = assign(asked(world).id, actor=world.paula, at=world.at, location_id=world.oslo.id)
    by_hand = passed_on(world, asked(world, world.bergen, form_key="form-2"), by=world.paula)
    for lead in (from_inbox, by_hand):
        page = text(dora.get(f"/leads/{lead.id}"))
        assert only(page, BY_THE_VENDOR)
        assert "Asked on the request form; Aurora Software chose the partner who gets these data." in page


def test_who_is_next_in_an_order_hears_who_named_it(dora, world):
    ticked = asked(world, world.bergen, world.oslo, in_turn=True)
    on_the_page, by_the_vendor = asked(world, world.bergen, form_key="2"), asked(world, world.bergen, form_key="3")
    for request in (ticked, on_the_page, by_the_vendor):
        confirm(request.id, actor=Customer(request.id), at=world.at)
    name_order(on_the_page.id, actor=Customer(on_the_page.id), at=world.at, location_ids=[world.oslo.id])
    name_order(by_the_vendor.id, actor=world.paula, at=world.at, location_ids=[world.oslo.id])
    pass_on_in_turn(at=world.at + timedelta(days=3))
    said = {
        ticked: "Found you in the directory, as one of several to be asked one after the other.",
        on_the_page: ON_THE_PAGE,
        by_the_vendor: BY_THE_VENDOR,
    }
    for request, sentence in said.items():
        lead = Lead.objects.get(request_id=request.id, partner=world.fjord)
        assert sentence in text(dora.get(f"/leads/{lead.id}"))


def test_whom_the_customer_chose_after_the_senders_choice_does_not_read_why_that_was_chosen(dora, world):
    lead = sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=None, answer=Refusal("no_capacity"), hold=False)
    chosen = pass_on(lead.request_id, actor=Customer(lead.request_id), at=world.at, location_id=world.oslo.id)
    page = text(dora.get(f"/leads/{chosen.id}"))
    assert "Sent by Marta Rossi, webinar: Spring 2026. The customer then chose you on the private page." in page
    assert "They know Trieste" not in page


def test_sent_again_keeps_how_the_customer_came_to_the_partner(dora, world):
    request = asked(world, world.bergen, found_what="ERP migration")
    lead = passed_on(world, request, by=Customer(request.id))
    respond.decline(lead.id, actor=world.dora, at=world.at, seen=None, answer=Refusal("no_capacity"), hold=False)
    again = send_again(lead.id, actor=world.paula, at=world.at + HOUR)
    assert (again.consent_how, again.consent_at) == (lead.consent_how, lead.consent_at)
    assert only(text(dora.get(f"/leads/{again.id}")), ON_THE_PAGE)


@pytest.mark.parametrize("came", ["asked", "sent"])
def test_whom_the_customer_chose_after_it_was_passed_over_was_not_chosen_by_who_had_named_it(dora, world, came):
    if came == "asked":
        request_id, by = asked(world, world.bergen).id, world.paula
        confirm(request_id, actor=Customer(request_id), at=world.at)
    else:
        by = world.marta
        request_id = sent(world, world.bergen, by=by, type=Type.MARKETING).request_id
    name_order(request_id, actor=by, at=world.at, location_ids=[world.oslo.id])
    pause(world.fjord.id, actor=world.dora, at=world.at)
    later = world.at + timedelta(days=3)
    pass_on_in_turn(at=later)
    resume(world.fjord.id, actor=world.dora, at=later)

    lead = pass_on(request_id, actor=Customer(request_id), at=later, location_id=world.oslo.id)
    respond.decline(lead.id, actor=world.dora, at=later, seen=None, answer=Refusal("no_capacity"), hold=False)
    again = send_again(lead.id, actor=by, at=later + HOUR)
    agreed = "Chosen by the customer on the private page: Fjord Cloud may get these data."
    chosen = ON_THE_PAGE if came == "asked" else "The customer then chose you on the private page."
    for one in (lead, again):
        assert (one.consent_how, one.consent_at, one.sender_note) == (agreed, later, "")
        page = text(dora.get(f"/leads/{one.id}"))
        assert chosen in page
        assert BY_THE_VENDOR not in page


def test_what_the_customer_agreed_to_is_read_in_ones_own_language_beside_the_record(as_, world, at):
    with override("it"):
        asked(world, world.trieste)
    lead = Lead.objects.get()
    assert lead.consent_how.startswith("Spuntato")
    english = "Ticked on the request form: Harbour IT may get these data."
    for actor in (world.ada, world.otto):
        page = text(as_(actor).get(f"/leads/{lead.id}" if actor is world.ada else f"/vendor/leads/{lead.id}"))
        assert f'{english} <q lang="it">{lead.consent_how}</q>' in page
    page = text(as_(world.giulia).get(f"/leads/{lead.id}?lang=it"))
    assert lead.consent_how in page
    assert "<q lang" not in page


def test_what_a_sender_wrote_about_consent_stands_as_written(as_, world, at):
    lead = sent(world, world.bergen, by=world.marta, type=Type.MARKETING, consent_how='On the <b>"phone"</b>')
    for actor, address in ((world.ada, "/leads"), (world.marta, "/vendor/leads")):
        page = text(as_(actor).get(f"{address}/{lead.id}"))
        assert "On the &lt;b&gt;&quot;phone&quot;&lt;/b&gt;" in page
