from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.actions.answers import Acceptance, Deal, Refusal
from segue.leads.actions.expire import sweep
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Type
from segue.requests.actions.inbox import assign
from segue.requests.links import code_for, link_token, thanks_token
from segue.requests.models import Feedback, Request
from segue.requests.queries import may_tell_of_contact
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(world, monkeypatch):
    """The moment at which the next request comes in; a test may move it."""
    state = {"at": world.at}
    monkeypatch.setattr("segue.kit.clock.now", lambda: state["at"])
    return state


def address(request, name="letter"):
    return reverse(name, args=[link_token(request.id, request.link_epoch)])


def read(client, request):
    return unescape(client.get(address(request)).content.decode())


def declined(world, request, reason="not_our_region", message=""):
    lead = leads.of_request(request.id)[0]
    return respond.decline(
        lead.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=Refusal(reason, message=message), hold=False
    )


def accepted(world, request):
    lead = leads.of_request(request.id)[0]
    return respond.accept(lead.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=Acceptance(Deal()))


def test_it_says_who_has_the_request_and_by_when_they_answer(client, world, clock):
    page = read(client, asked(world, world.bergen))
    assert "Your request to Harbour IT" in page
    assert "Harbour IT has your request and answers by Monday 21 September, 10:00." in page
    assert "Is this you, Anna Conti?" in page
    assert "Move our warehouse planning into the cloud before the summer" in page
    assert "Fjord Cloud" not in page


def test_a_single_one_who_has_not_answered_leaves_nothing_to_decide_but_withdrawing(client, world, clock):
    request = asked(world, world.bergen, world.oslo)
    assert "Who has it now" not in read(client, request)
    client.post(address(request, "letter-confirm"))
    page = read(client, request)
    assert "Who has it now" in page
    assert "Withdraw from Harbour IT" in page
    assert "Withdraw from Fjord Cloud" in page


def test_opening_does_nothing_and_the_button_confirms(client, world, clock):
    request = asked(world, world.bergen, world.oslo)
    assert "Fjord Cloud gets your request when you have confirmed your e-mail address" in read(client, request)
    assert client.get(address(request, "letter-confirm")).status_code == 405
    assert [lead.email_confirmed for lead in leads.of_request(request.id)] == [False]
    answer = client.post(address(request, "letter-confirm"))
    assert answer["Location"] == address(request)
    assert [lead.email_confirmed for lead in leads.of_request(request.id)] == [True, True]
    page = read(client, request)
    assert "Your e-mail address is confirmed." in page
    assert "Fjord Cloud has your request" in page
    assert "Is this you" not in page


def test_after_a_no_it_says_why_in_words_and_one_press_asks_the_next(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    assert "You can ask another" not in read(client, request)

    declined(world, request, message="Try somebody in Trieste.")
    clock["at"] = world.at + 2 * HOUR
    page = read(client, request)
    assert "Harbour IT cannot take this on: they do not work in your region." in page
    assert "Try somebody in Trieste." in page
    assert "not_our_region" not in page
    assert "Ask Fjord Cloud" in page
    assert "Ask Harbour IT" not in page

    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    assert [(lead.partner.name, lead.stage) for lead in leads.of_request(request.id)] == [
        ("Harbour IT", "archived"),
        ("Fjord Cloud", "received"),
    ]
    page = read(client, request)
    assert "Fjord Cloud has your request and answers by" in page
    assert "You can ask another" not in page


def test_spam_offers_no_way_onward_and_no_reason(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    declined(world, request, reason="spam", message="Go away")
    page = read(client, request)
    assert "Harbour IT cannot take this on." in page
    assert "Go away" not in page
    assert "You can ask another" not in page
    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    assert len(leads.of_request(request.id)) == 1


def test_silence_opens_the_way_after_two_working_days(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    # Monday 10:00 in Bergen; two working days of nine to five end on Wednesday at 17:00.
    assert "If you hear nothing, you can ask another from Wednesday 9 September, 17:00 on." in read(client, request)
    clock["at"] = world.at + timedelta(days=2, hours=6, minutes=59)
    assert "You can ask another" not in read(client, request)
    clock["at"] += timedelta(minutes=1)
    page = read(client, request)
    assert "Ask Fjord Cloud" in page
    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    assert {lead.stage for lead in leads.of_request(request.id)} == {"received"}


def test_a_hot_request_waits_one_working_day(client, world, clock):
    request = asked(world, world.bergen, phone="+39 040 366 1234", direct_contact=True)
    client.post(address(request, "letter-confirm"))
    clock["at"] = world.at + timedelta(days=1, hours=7)
    assert "Ask Fjord Cloud" in read(client, request)


def test_after_an_expiry_the_others_are_offered(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    clock["at"] = world.at + timedelta(days=14)
    sweep(at=clock["at"])
    page = read(client, request)
    assert "Harbour IT has not answered in time." in page
    assert "Ask Fjord Cloud" in page


def test_withdrawing_is_said_before_it_is_done(client, world, clock):
    request = asked(world, world.bergen)
    page = client.get(address(request, "letter-withdraw")).content.decode()
    assert "Harbour IT: we tell them that you no longer want it." in page
    assert leads.of_request(request.id)[0].stage == "received"
    client.post(address(request, "letter-withdraw"))
    lead = leads.of_request(request.id)[0]
    assert (lead.stage, lead.outcome) == ("archived", "withdrawn")
    page = read(client, request)
    assert "You withdrew this request on Monday 7 September." in page
    assert "Withdraw my request" not in page
    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    assert len(leads.of_request(request.id)) == 1
    again = client.get(address(request, "letter-withdraw"))
    assert (again.status_code, again.headers["Location"]) == (302, address(request, "letter"))


def test_choosing_one_tells_the_others(client, world, clock):
    request = asked(world, world.bergen, world.oslo)
    client.post(address(request, "letter-confirm"))
    accepted_id = accepted(world, request).id
    assert "I have chosen Harbour IT" in read(client, request)
    assert "I have chosen Fjord Cloud" not in read(client, request)
    page = unescape(client.get(address(request, "letter-chosen"), {"lead": str(accepted_id)}).content.decode())
    assert "Harbour IT is told that you have chosen them." in page
    assert "Fjord Cloud has not answered yet: your request is withdrawn from them." in page
    assert {lead.stage for lead in leads.of_request(request.id)} == {"accepted", "received"}
    harbour, fjord = leads.of_request(request.id)
    client.post(address(request, "letter-chosen"), {"lead": str(fjord.id)})
    assert "This partner has not accepted your request." in read(client, request)
    client.post(address(request, "letter-chosen"), {"lead": str(harbour.id)})
    harbour, fjord = leads.of_request(request.id)
    assert (harbour.stage, harbour.withdrawn_at) == ("accepted", None)
    assert (fjord.stage, fjord.outcome) == ("archived", "withdrawn")
    page = read(client, request)
    assert "You have chosen Harbour IT" in page
    assert "You chose Harbour IT" in page


def test_the_page_asks_a_day_after_a_yes_whether_they_were_in_touch(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    lead = accepted(world, request)
    assert "Did Harbour IT contact you?" not in read(client, request)
    clock["at"] = world.at + timedelta(hours=25)
    assert "Did Harbour IT contact you?" in read(client, request)
    client.post(address(request, "letter-contacted"), {"lead": str(lead.id), "contacted": "no"})
    assert Feedback.objects.values_list("lead_id", "contacted").get() == (lead.id, False)
    page = read(client, request)
    assert "Did Harbour IT contact you?" not in page
    assert "You told us that Harbour IT has not contacted you yet." in page
    assert "Aurora Software, who looks after them, has been told." in page
    client.post(address(request, "letter-contacted"), {"lead": str(lead.id), "contacted": "yes"})
    assert Feedback.objects.values_list("lead_id", "contacted").get() == (lead.id, True)
    assert "has not contacted you yet" not in read(client, request)


def test_of_whom_one_has_chosen_it_is_asked_still_and_of_nobody_else(client, world, clock):
    request = asked(world, world.bergen, world.oslo)
    client.post(address(request, "letter-confirm"))
    chosen = accepted(world, request)
    other = leads.of_request(request.id)[1]
    respond.accept(other.id, actor=world.dora, at=world.at + HOUR, seen=None, answer=Acceptance(Deal()))
    clock["at"] = world.at + timedelta(days=3)
    page = read(client, request)
    assert ("Did Harbour IT contact you?" in page, "Did Fjord Cloud contact you?" in page) == (True, True)
    client.post(address(request, "letter-chosen"), {"lead": str(chosen.id)})
    page = read(client, request)
    assert ("Did Harbour IT contact you?" in page, "Did Fjord Cloud contact you?" in page) == (True, False)
    assert (may_tell_of_contact(chosen), may_tell_of_contact(other)) == (True, False)
    client.post(address(request, "letter-contacted"), {"lead": str(chosen.id), "contacted": "no"})
    page = read(client, request)
    assert "You told us that Harbour IT has not contacted you yet." in page
    assert "You need not wait" not in page
    assert not may_tell_of_contact(chosen)


def test_it_shows_all_that_a_partner_gets(client, as_, world, clock):
    request = asked(
        world,
        world.bergen,
        phone="+39 040 555 0101",
        street="Riva Nazario Sauro 8",
        postal_code="34124",
        size="51-250",
        products=["erp"],
        services=["migration"],
        industries=["transport"],
        wanted_by="Before the summer",
        budget="20000",
        budget_currency="EUR",
        found_what="ERP migration",
        found_where="Bergen",
    )
    client.post(address(request, "letter-confirm"))
    declined(world, request)
    page = read(client, request)
    assert "They get all that stands below under “What a partner gets”." in page
    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    lead = leads.of_request(request.id)[1]
    theirs = unescape(as_(world.dora).get(f"/leads/{lead.id}").content.decode())
    for words in (
        *(
            "Conti Logistica",
            "Anna Conti",
            "anna@conti.example",
            "+39 040 555 0101",
            "Riva Nazario Sauro 8, 34124 Trieste",
        ),
        *(
            "Italy",
            "Italian",
            "51 to 250 employees",
            "ERP",
            "Deployment or migration",
            "Travel and transport",
            "Before the summer",
            "€20,000",
        ),
    ):
        assert (words in page, words in theirs) == (True, True), words


def test_of_a_request_that_was_sent_it_says_by_whom_and_the_next_one_gets_no_word_about_another(client, world, clock):
    lead = sent(world, world.bergen, by=world.marta, type=Type.MARKETING)
    respond.decline(lead.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=Refusal("no_capacity"), hold=False)
    request = Request.objects.get()
    page = read(client, request)
    assert "What you wrote" not in page
    for words in ("Marta Rossi", "webinar", "Spring 2026"):
        assert words in page
    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    chosen = leads.of_request(request.id)[1]
    assert (chosen.sender_name, chosen.sender_note, lead.sender_note) == ("Marta Rossi", "", "They know Trieste")


def test_a_no_about_one_hides_no_question_about_another(client, world, clock):
    request = asked(world, world.bergen, world.oslo)
    client.post(address(request, "letter-confirm"))
    first, second = leads.of_request(request.id)
    for lead, actor in ((first, world.ada), (second, world.dora)):
        respond.accept(lead.id, actor=actor, at=world.at + HOUR, seen=None, answer=Acceptance(Deal()))
    clock["at"] = world.at + timedelta(days=3)
    client.post(address(request, "letter-contacted"), {"lead": str(first.id), "contacted": "no"})
    page = read(client, request)
    assert "You told us that Harbour IT has not contacted you yet." in page
    assert "You need not wait: you can withdraw it from them below and ask another." in page
    assert "Did Fjord Cloud contact you?" in page


def test_withdrawing_from_one_leaves_it_with_the_others_and_opens_a_way(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    lead = accepted(world, request)
    page = unescape(client.get(address(request, "letter-take-back"), {"lead": str(lead.id)}).content.decode())
    assert "Harbour IT had taken it on and is told that you no longer want it." in page
    assert "Ask Fjord Cloud" not in read(client, request)
    for _press in range(2):
        client.post(address(request, "letter-take-back"), {"lead": str(lead.id)})
    assert [(one.stage, one.withdrawn_at) for one in leads.of_request(request.id)] == [("accepted", clock["at"])]
    page = read(client, request)
    assert page.count("You withdrew your request from Harbour IT") == 2  # in the letter and among its steps
    assert "Withdraw from Harbour IT" not in page
    assert "I have chosen Harbour IT" not in page
    client.post(address(request, "letter-chosen"), {"lead": str(lead.id)})
    assert "This partner has not accepted your request." in read(client, request)
    assert "Ask Fjord Cloud" in page
    client.post(address(request, "letter-ask"), {"location": str(world.oslo.id)})
    assert {one.partner.name for one in leads.of_request(request.id)} == {"Harbour IT", "Fjord Cloud"}


def test_a_lead_of_another_request_is_not_there_to_be_decided(client, world, clock):
    request, other = asked(world, world.bergen), asked(world, world.bergen, form_key="form-2")
    lead = accepted(world, other)
    for name in ("letter-chosen", "letter-take-back"):
        assert client.get(address(request, name), {"lead": str(lead.id)}).status_code == 404
        client.post(address(request, name), {"lead": str(lead.id)})
    [lead] = leads.of_request(other.id)
    assert (lead.stage, lead.withdrawn_at) == ("accepted", None)


def test_the_vendor_finds_someone_instead(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    client.post(address(request, "letter-find"))
    assert Request.objects.get().held == ""
    assert "Those you asked still have time to answer." in read(client, request)
    declined(world, request)
    assert "Let Aurora Software find someone" in read(client, request)
    for _press in range(2):
        client.post(address(request, "letter-find"))
    assert Request.objects.get().held == "no_partner"
    page = read(client, request)
    assert "Aurora Software is looking for a partner that fits, and tells you whom." in page
    assert "Ask Fjord Cloud" not in page
    assign(request.id, actor=world.paula, at=world.at + 2 * HOUR, location_id=world.oslo.id)
    assert "Fjord Cloud has your request and answers by" in read(client, request)


def test_what_the_vendor_takes_back_is_said_with_a_way_onward(client, world, clock):
    request = asked(world, world.bergen)
    client.post(address(request, "letter-confirm"))
    withdraw([leads.of_request(request.id)[0].id], actor=world.paula, at=world.at + HOUR)
    page = read(client, request)
    assert "Aurora Software took your request back from Harbour IT." in page
    assert "Ask Fjord Cloud" in page


def test_the_letter_holds_nothing_of_the_partners_own(client, world, clock):
    request = asked(world, world.bergen)
    lead = leads.of_request(request.id)[0]
    deal = Deal(deal_name="Fat fish", notes="They will pay anything", crm_id="CRM-77")
    respond.accept(lead.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=Acceptance(deal))
    page = read(client, request)
    assert "Harbour IT" in page
    partner = Client()
    partner.force_login(world.person(world.ada))
    own = partner.get(f"/leads/{lead.id}").content.decode()
    assert [word for word in ("Fat fish", "They will pay anything", "CRM-77") if word not in own] == []
    for secret in ("Fat fish", "They will pay anything", "CRM-77", "Ada Berg", "harbour.example"):
        assert secret not in page


def test_the_link_is_kept_from_indexes_caches_and_other_sites(client, world, clock):
    request = asked(world, world.bergen)
    answer = client.get(address(request))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        *("letter", "letter-confirm", "letter-ask", "letter-find", "letter-chosen", "letter-take-back"),
        "letter-withdraw",
    ],
)
def test_a_wrong_link_is_nothing(client, world, clock, name):
    request = asked(world, world.bergen)
    for token in (thanks_token(request), "nothing", f"{request.id.hex}-{'0' * 32}"):
        url = reverse(name, args=[token])
        assert client.post(url, {"location": str(world.oslo.id)}).status_code in {404, 405}
        assert client.get(url).status_code in {404, 405}
    assert leads.of_request(request.id)[0].email_confirmed is False


def test_the_code_on_the_thank_you_page_opens_the_letter(client, world, clock):
    request = asked(world, world.bergen)
    url = reverse("thanks", args=[thanks_token(request)])
    page = client.get(url).content.decode()
    assert code_for(request) not in page
    assert link_token(request.id, request.link_epoch) not in page
    wrong = "000000" if code_for(request) != "000000" else "000001"
    answer = client.post(url, {"code": wrong})
    assert answer.status_code == 422
    assert "That is not the code of our mail. Look again: it has six figures." in answer.content.decode()
    assert client.post(url, {"code": code_for(request)})["Location"] == address(request)
    assert "Your e-mail address is confirmed." in client.get(url).content.decode()


def test_in_italian(client, world, clock):
    request = asked(world, world.bergen)
    client.cookies["django_language"] = "it"
    assert "lunedì 21 settembre, 10:00" in read(client, request)
