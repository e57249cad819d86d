from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from segue.accounts.actions import change_partner_status
from segue.accounts.models import Partner
from segue.directory.actions import pause, unpublish
from segue.directory.models import BusinessProfile
from segue.kit.names import TURNED
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.models import Lead
from tests import make
from tests.requests.asking import sent as handed_over

ANSWERS = {
    "form_key": "one-rendered-form",
    "company": "Conti Logistica",
    "name": "Anna Conti",
    "email": "anna@conti.example",
    "country": "IT",
    "language": "it",
    "need": "Plan the warehouse",
    "products": ["erp"],
    "budget": "20,000.50",
    "note": "They know carriers",
    "consent_how": "On the phone",
    "consent_at": "2026-09-01",
}


def answers(world, **more):
    return {**ANSWERS, "location": str(world.trieste.id), **more}


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)


def test_a_seller_sends_a_sales_qualified_lead(as_, world):
    client = as_(world.sven)
    page = client.get(f"/send?location={world.trieste.id}").content.decode()
    assert "<strong>Harbour IT, Trieste</strong>" in page
    assert "Campaign" not in page
    response = client.post("/send", answers(world))
    lead = Lead.objects.get()
    assert response.url == f"/vendor/leads/{lead.id}"
    assert (lead.type, lead.location, lead.sender_person_id, lead.sender_name) == (
        "sales",
        world.trieste,
        world.sven.person_id,
        "Sven Olsen",
    )
    assert (lead.budget_minor, lead.budget_currency, lead.products, lead.sender_note) == (
        2_000_050,
        "EUR",
        ["erp"],
        "They know carriers",
    )
    assert (lead.consent_how, lead.consent_at) == ("On the phone", datetime(2026, 9, 1, tzinfo=ZoneInfo("Europe/Rome")))
    assert "They know carriers" in client.get(response.url).content.decode()


def test_the_same_form_twice_is_one_lead(as_, world):
    client = as_(world.sven)
    assert client.post("/send", answers(world)).url == client.post("/send", answers(world)).url
    assert Lead.objects.count() == 1


def test_a_marketer_names_the_channel(as_, world):
    client = as_(world.marta)
    response = client.post("/send", answers(world))
    assert response.status_code == 422
    assert "Choose the channel the customer came through." in response.content.decode()
    client.post("/send", answers(world, channel="webinar", campaign="Autumn", type="sales"))
    assert list(Lead.objects.values_list("type", "channel", "campaign")) == [("marketing", "webinar", "Autumn")]


def test_the_programme_admin_chooses_the_kind(as_, world):
    client = as_(world.vera)
    assert client.post("/send", answers(world)).status_code == 422
    client.post("/send", answers(world, type="sales"))
    assert Lead.objects.get().type == "sales"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"consent_how": ""}, "Say how the customer agreed; without it this cannot be sent."),
        ({"consent_at": ""}, "Say when the customer agreed."),
        ({"consent_at": "2026-09-08"}, "Give a day that is not in the future."),
        ({"need": ""}, "Say in a sentence or two what the customer needs."),
        ({"budget": "much"}, "Write the budget as a number, such as 20000, or leave it empty."),
        ({"location": ""}, "Choose who gets the lead."),
        ({"direct_contact": "on"}, "To be contacted directly, give a phone number."),
    ],
)
def test_without_what_is_needed_nothing_is_sent(as_, world, change, sentence):
    response = as_(world.sven).post("/send", answers(world, **change))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Lead.objects.exists()


@pytest.mark.parametrize("who", ["sven", "dora"])
def test_everything_that_is_wrong_is_said_at_once(as_, world, who):
    wrong = {
        "consent_how": "",
        "consent_at": "2026-09-08",
        "direct_contact": "on",
        "email": "anna",
        "budget": "1,234567",
    }
    response = as_(getattr(world, who)).post("/send", answers(world, name="\u202eAnna", need="", **wrong))
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "need": ["Say in a sentence or two what the customer needs."],
        "budget": ["At most 2 figures can stand after a point or comma. If you mean 1234567, write it without."],
        "consent_how": ["Say how the customer agreed; without it this cannot be sent."],
        "consent_at": ["Give a day that is not in the future."],
        "email": ["Look at the e-mail address again; it should look like anna@conti.example."],
        "phone": ["To be contacted directly, give a phone number."],
        "name": [str(TURNED)],
    }
    assert not Lead.objects.exists()


def on_a_break(world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    return "Harbour IT is taking a break."


def full(world):
    BusinessProfile.objects.filter(partner=world.harbour).update(capacity=1)
    make.lead(world)
    return "Harbour IT has as many unanswered requests as it can take."


def unpublished(world):
    unpublish(world.harbour.id, actor=world.ada, at=world.at)
    return "Harbour IT has not published this location."


def suspended(world):
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Partner.Status.SUSPENDED)
    return "Choose who gets the lead."


@pytest.mark.parametrize("closed", [on_a_break, full, unpublished, suspended])
@pytest.mark.parametrize("answer", [{"need": ""}, {"consent_at": "2026-09-08"}], ids=["empty", "not-yet"])
def test_what_the_partner_forbids_is_said_beside_what_else_is_wrong(as_, world, closed, answer):
    sentence = closed(world)
    errors = as_(world.sven).post("/send", answers(world, **answer)).context["form"].errors
    assert errors.pop("location") == [sentence]
    assert list(errors) == list(answer)


def test_what_those_asked_next_forbid_is_said_then_too(as_, world):
    pause(world.fjord.id, actor=world.dora, at=world.at)
    answer = as_(world.sven).post("/send", answers(world, need="", then=[str(world.oslo.id)]))
    errors = answer.context["form"].errors
    assert (set(errors), errors["then"]) == ({"need", "then"}, ["Fjord Cloud is taking a break."])
    assert "<li>Fjord Cloud is taking a break.</li>" in answer.content.decode()


def test_a_form_that_filled_the_partner_itself_is_not_refused_when_it_comes_again(as_, world):
    BusinessProfile.objects.filter(partner=world.harbour).update(capacity=1)
    client = as_(world.sven)
    assert client.post("/send", answers(world)).url == client.post("/send", answers(world)).url
    again = client.post("/send", answers(world, form_key="another-form"))
    assert "This partner takes no more requests at the moment." in again.content.decode()


def test_who_takes_a_break_cannot_be_sent_to_and_the_sender_reads_why(as_, world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    response = as_(world.sven).post("/send", answers(world))
    assert response.status_code == 422
    assert "Harbour IT is taking a break." in response.content.decode()
    assert not Lead.objects.exists()


def test_a_partner_sends_to_another_and_follows_stage_and_outcome(as_, world):
    client = as_(world.dora)
    page = client.get("/send", follow=True).content.decode()
    assert f'value="{world.trieste.id}"' in page
    assert f'value="{world.oslo.id}"' not in page
    response = client.post("/send", answers(world))
    lead = Lead.objects.get()
    assert response.url == f"/sent/{lead.id}"
    assert (lead.type, lead.sender_name, lead.sender_partner_id) == ("sales", "Fjord Cloud", world.fjord.id)
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.YES)
    page = client.get(f"/sent/{lead.id}").content.decode()
    assert "Accepted" in page
    assert "12,500" not in page
    listed = client.get("/sent").content.decode()
    assert "Conti Logistica" in listed
    assert "12,500" not in listed
    assert client.post(f"/sent/{lead.id}/withdrawal").status_code == 302
    lead.refresh_from_db()
    assert (lead.stage, lead.withdrawn_at) == ("accepted", world.at)


@pytest.mark.parametrize("who", ["sven", "dora"])
def test_the_page_of_a_sent_lead_says_everything_that_was_typed_of_the_need(as_, world, who):
    said = {"size": "10-50", "industries": ["wholesale"], "services": ["migration"], "wanted_by": "before the summer"}
    page = as_(getattr(world, who)).post("/send", answers(world, **said), follow=True)
    assert {fact["name"]: fact["value"] for fact in page.context["asked_for"]} == {
        "Company size": "10 to 50 employees",
        "Industry": "Wholesale and distribution",
        "Products": "ERP",
        "Services": "Deployment or migration",
        "Wanted by": "before the summer",
        "Budget": "€20,000.50",
    }
    assert "€20,000.50" in page.content.decode()


def test_who_received_a_lead_does_not_find_it_among_the_sent(as_, world):
    as_(world.dora).post("/send", answers(world))
    lead = Lead.objects.get()
    client = as_(world.ada)
    assert "Conti Logistica" not in client.get("/sent").content.decode()
    assert client.get(f"/sent/{lead.id}").status_code == 404


def test_who_may_not_send_is_told_so(as_, world):
    for name in ("cleo", "pia", "otto", "paula"):
        client = as_(getattr(world, name))
        assert client.get("/send").status_code == 403
        assert client.post("/send", answers(world)).status_code == 403
    assert as_(world.cleo).get("/sent").status_code == 404
    assert not Lead.objects.exists()


@pytest.mark.parametrize(("name", "offered"), [("sven", True), ("paula", True), ("vera", True), ("otto", False)])
def test_a_lead_that_came_to_nothing_goes_to_the_next_partner_with_one_press(as_, world, time_machine, name, offered):
    lead = handed_over(world, world.bergen, by=world.sven)
    where = {"location": str(world.oslo.id)}
    client = as_(getattr(world, name))
    assert "Send to Fjord Cloud" not in client.get(f"/vendor/leads/{lead.id}").content.decode()
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.NO, hold=False)
    assert ("Send to Fjord Cloud" in client.get(f"/vendor/leads/{lead.id}").content.decode()) is offered
    sent = client.post(f"/sent/{lead.id}/another", where, follow=True)
    if not offered:
        assert sent.status_code == 403
        assert Lead.objects.count() == 1
        return
    page = sent.content.decode()
    assert "Fjord Cloud has the lead." in page
    assert "Send to Fjord Cloud" not in page
    second = Lead.objects.get(partner=world.fjord)
    assert (second.request_id, second.type, second.sender_name) == (lead.request_id, "sales", "Sven Olsen")
    again = client.post(f"/sent/{lead.id}/another", {"location": str(world.trieste.id)}, follow=True)
    assert "Harbour IT was asked already" in again.content.decode()
    assert client.post(f"/sent/{lead.id}/another", {"location": "Oslo"}).status_code == 404


def test_a_partner_sends_what_another_declined_to_the_next(as_, world):
    lead = handed_over(world, world.oslo, by=world.ada)
    respond.decline(lead.id, actor=world.dora, at=world.at, seen=1, answer=make.NO, hold=False)
    page = as_(world.ada).get(f"/sent/{lead.id}").content.decode()
    assert "Send to" not in page  # there are two partners, and one's own company is never among the next
    assert as_(world.cleo).post(f"/sent/{lead.id}/another", {"location": str(world.oslo.id)}).status_code == 404


@pytest.mark.parametrize("reason", ["spam", "not_a_customer", "other_vendor"])
def test_nobody_else_is_offered_after_an_answer_that_ends_it(as_, world, reason):
    lead = handed_over(world, world.bergen, by=world.sven)
    no = Refusal(reason)
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=no, hold=False)
    page = as_(world.sven).get(f"/vendor/leads/{lead.id}").content.decode()
    assert "Declined" in page
    assert "Send to Fjord Cloud" not in page
