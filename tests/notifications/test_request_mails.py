"""What the customer hears about a request, and those who accepted it when one of them is chosen."""

import re
from datetime import timedelta

import pytest

from segue.accounts.actions import change_partner_status
from segue.accounts.actor import Customer
from segue.accounts.models import Partner
from segue.directory.actions import add_alert_contact, pause
from segue.leads.actions import respond
from segue.leads.models import Lead
from segue.programme.actions import change_settings
from segue.requests.actions.confirm import confirm
from segue.requests.actions.inbox import assign
from segue.requests.actions.let_find import let_find
from segue.requests.actions.withdraw import choose, take_back, withdraw_request
from segue.requests.links import code_for, request_of
from segue.work.loop import drain
from tests import make, people
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(mailoutbox):
    made = people.world(told=True)
    mailoutbox.clear()
    return made


def mails_to(address, mailoutbox):
    return [mail for mail in mailoutbox if mail.to == [address]]


def test_the_thanks_hold_the_private_link_and_the_code_and_name_who_has_it(world, mailoutbox):
    request = asked(world, world.bergen)
    drain(at=world.at)
    [mail] = mails_to(request.customer_email, mailoutbox)
    token = re.search(r"http://localhost:8000/r/(\S+)", mail.body)[1]
    assert request_of(token) == request
    assert re.search(r"^ {4}(\d{6})$", mail.body, re.MULTILINE)[1] == code_for(request)
    assert "Harbour IT" in mail.subject
    assert code_for(request) not in mail.subject


def test_a_withdrawn_request_is_confirmed_once_and_its_partner_told(world, mailoutbox):
    request = asked(world, world.bergen)
    drain(at=world.at)
    mailoutbox.clear()
    withdraw_request(request.id, actor=Customer(request.id), at=world.at)
    drain(at=world.at)
    assert len(mails_to(request.customer_email, mailoutbox)) == 1
    assert len(mails_to("ada@harbour.example", mailoutbox)) == 1
    assert len(mailoutbox) == 2


def test_the_chosen_one_hears_of_it(world, mailoutbox):
    request = asked(world, world.bergen)
    [lead] = Lead.objects.filter(request_id=request.id)
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=None, answer=make.YES)
    drain(at=world.at)
    mailoutbox.clear()
    choose(request.id, actor=Customer(request.id), at=world.at, lead_id=lead.id)
    drain(at=world.at)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["ada@harbour.example"], f"You were chosen: {request.customer_company}")
    ]


def test_withdrawing_from_one_partner_is_confirmed_to_the_customer(world, mailoutbox):
    request = asked(world, world.bergen, language="en")
    [lead] = Lead.objects.filter(request_id=request.id)
    drain(at=world.at)
    mailoutbox.clear()
    take_back(request.id, actor=Customer(request.id), at=world.at, lead_id=lead.id)
    drain(at=world.at)
    assert sorted((mail.to[0], mail.subject) for mail in mailoutbox) == [
        ("ada@harbour.example", "Withdrawn: Conti Logistica"),
        ("anna@conti.example", "Harbour IT no longer has your request"),
    ]


def test_whom_the_vendor_has_found_is_told_to_the_customer(world, mailoutbox):
    request = asked(world, language="en")
    drain(at=world.at)
    mailoutbox.clear()
    assign(request.id, actor=world.paula, at=world.at, location_id=world.oslo.id)
    drain(at=world.at)
    [mail] = mails_to("anna@conti.example", mailoutbox)
    assert mail.subject == "Fjord Cloud will contact you"
    assert "At the request of Aurora Software, Fjord Cloud will contact you." in mail.body


def test_a_new_alert_contact_is_asked_first_and_told_nothing_before(world, mailoutbox):
    add_alert_contact(
        world.bergen.id,
        partner_id=world.harbour.id,
        actor=world.ada,
        at=world.at,
        name="Night desk",
        email="night@desk.example",
        language="it",
    )
    asked(world, world.bergen)
    drain(at=world.at)
    [mail] = mails_to("night@desk.example", mailoutbox)
    assert mail.subject == "Possiamo avvisarla dei nuovi lead per Harbour IT?"
    assert "http://localhost:8000/alerts/" in mail.body


LEFT = {
    "en": (
        "Harbour IT no longer takes part in Aurora Partners",
        "Harbour IT had accepted your request, and has now left Aurora Partners.",
        "withdraw your request from Harbour IT on your page.",
    ),
    "it": (
        "Harbour IT non partecipa più a Aurora Partners",
        "Harbour IT aveva accettato la sua richiesta e ora ha lasciato Aurora Partners.",
        "ritiri la sua richiesta da Harbour IT sulla sua pagina.",
    ),
}
TAKEN_BACK = {
    "en": (
        "Harbour IT no longer has your request",
        "Aurora Software has taken your request back from Harbour IT.",
        "Aurora Software is looking for a partner that fits, and tells you whom.",
    ),
    "it": (
        "Harbour IT non ha più la sua richiesta",
        "Aurora Software ha ritirato la sua richiesta da Harbour IT.",
        "Aurora Software cerca un partner adatto e le dice chi è.",
    ),
}


def leave(world, mailoutbox):
    drain(at=world.at)
    mailoutbox.clear()
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Partner.Status.LEFT)
    drain(at=world.at)


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize(("answered", "words"), [(False, TAKEN_BACK), (True, LEFT)], ids=["unanswered", "accepted"])
def test_a_customer_whose_partner_leaves_is_told_with_the_way_onward(world, mailoutbox, language, answered, words):
    request = asked(world, world.bergen, language=language)
    if answered:
        [lead] = Lead.objects.filter(request_id=request.id)
        respond.accept(lead.id, actor=world.ada, at=world.at, seen=None, answer=make.YES)
    leave(world, mailoutbox)
    [mail] = mails_to("anna@conti.example", mailoutbox)
    subject, what, onward = words[language]
    body = " ".join(mail.body.split())
    assert mail.subject == subject
    assert what in body
    assert onward in body
    token = re.search(r"http://localhost:8000/r/(\S+)", mail.body)[1]
    assert request_of(token) == request


def test_who_withdrew_or_chose_another_is_not_told_that_a_partner_left(world, mailoutbox):
    withdrawn, chosen = asked(world, world.bergen), asked(world, world.bergen, world.oslo, form_key="second")
    confirm(chosen.id, actor=Customer(chosen.id), at=world.at)
    for lead in Lead.objects.all():
        actor = world.ada if lead.partner_id == world.harbour.id else world.dora
        respond.accept(lead.id, actor=actor, at=world.at, seen=None, answer=make.YES)
    withdraw_request(withdrawn.id, actor=Customer(withdrawn.id), at=world.at)
    fjord = Lead.objects.get(partner_id=world.fjord.id)
    choose(chosen.id, actor=Customer(chosen.id), at=world.at, lead_id=fjord.id)
    leave(world, mailoutbox)
    assert mails_to("anna@conti.example", mailoutbox) == []


@pytest.mark.parametrize("over", ["last", "held", "chosen"])
def test_a_mail_about_a_partner_that_left_offers_nothing_that_the_page_does_not(world, mailoutbox, over):
    request = asked(world, world.bergen, *([world.oslo] if over == "held" else []), language="en")
    anna = Customer(request.id)
    confirm(request.id, actor=anna, at=world.at)
    lead = Lead.objects.get(request_id=request.id, partner=world.harbour)
    respond.accept(lead.id, actor=world.ada, at=world.at, seen=None, answer=make.YES)
    if over == "last":
        change_settings(seen=1, by=world.vera.person_id, at=world.at, leads_per_request=1)
    elif over == "chosen":
        choose(request.id, actor=anna, at=world.at, lead_id=lead.id)
    else:
        fjord = Lead.objects.get(request_id=request.id, partner=world.fjord)
        respond.decline(fjord.id, actor=world.dora, at=world.at, seen=None, answer=make.NO, hold=False)
        let_find(request.id, actor=anna, at=world.at)
    leave(world, mailoutbox)
    [mail] = mails_to("anna@conti.example", mailoutbox)
    body = " ".join(mail.body.split())
    assert "Harbour IT had accepted your request" in body
    assert "one click" not in body
    assert "withdraw your request" not in body
    assert ("Aurora Software is looking for a partner that fits" in body) == (over == "held")


def test_each_request_a_leaving_partner_has_accepted_is_told_of_once(world, mailoutbox):
    for form_key in ("one", "two"):
        request = asked(world, world.bergen, form_key=form_key)
        [lead] = Lead.objects.filter(request_id=request.id)
        respond.accept(lead.id, actor=world.ada, at=world.at, seen=None, answer=make.YES)
    leave(world, mailoutbox)
    drain(at=world.at)
    pages = {re.search(r"/r/(\S+)", mail.body)[1] for mail in mails_to("anna@conti.example", mailoutbox)}
    assert len(pages) == 2


def words_to(address, mailoutbox):
    return [(mail.subject, mail.body) for mail in mailoutbox if mail.to == [address]]


def test_a_no_says_who_is_asked_next_and_silence_has_a_mail_of_its_own(world, mailoutbox):
    request = asked(world, world.bergen, world.oslo, in_turn=True, language="en")
    confirm(request.id, actor=Customer(request.id), at=world.at)
    drain(at=world.at)
    mailoutbox.clear()
    drain(at=world.at + timedelta(days=3))
    [(subject, body)] = words_to(request.customer_email, mailoutbox)
    assert subject == "Fjord Cloud has your request now"
    assert "Harbour IT has not answered yet. As was planned, Fjord Cloud has your request now too." in body
    assert [mail.subject for mail in mails_to("dora@fjord.example", mailoutbox)] == ["New lead: Conti Logistica"]

    other = asked(world, world.bergen, world.oslo, in_turn=True, language="en", form_key="2", email="b@conti.example")
    confirm(other.id, actor=Customer(other.id), at=world.at)
    [lead] = Lead.objects.filter(request_id=other.id)
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=None, answer=make.NO, hold=False)
    drain(at=world.at + timedelta(days=3))
    bodies = dict(words_to("b@conti.example", mailoutbox))
    assert "Fjord Cloud has your request now" not in bodies
    assert "As was planned, Fjord Cloud" in bodies["Harbour IT cannot take on your request"]


def test_the_sender_and_the_customer_hear_of_a_sent_one_that_went_on_by_silence(world, mailoutbox):
    lead = sent(world, world.bergen, world.oslo, by=world.sven, typed={"language": "en"})
    drain(at=world.at)
    mailoutbox.clear()
    drain(at=world.at + timedelta(days=3))
    [(subject, body)] = words_to("sven@aurora.example", mailoutbox)
    assert subject == "Passed on to Fjord Cloud: Conti Logistica"
    assert "Harbour IT has not answered yet. As was planned, Fjord Cloud has the request now too." in body
    [(subject, _body)] = words_to(lead.customer_email, mailoutbox)
    assert subject == "Fjord Cloud will contact you"


def test_who_was_passed_over_is_named_and_that_nobody_is_left(world, mailoutbox):
    sent(world, world.bergen, world.oslo, by=world.sven, typed={"language": "en"})
    drain(at=world.at)
    pause(world.fjord.id, actor=world.dora, at=world.at)
    mailoutbox.clear()
    drain(at=world.at + timedelta(days=3))
    [(subject, body)] = words_to("sven@aurora.example", mailoutbox)
    assert subject == "Nobody is left to be asked: Conti Logistica"
    assert "Fjord Cloud takes no requests at present and was passed over." in body
    [(subject, body)] = words_to("anna@conti.example", mailoutbox)
    assert subject == "Nobody is left to be asked by itself"
    assert "On your page you can ask another partner with one click" in body
