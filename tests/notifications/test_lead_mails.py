"""Who is told of what happened to a lead, and in which words: typed from the design's table, fact by fact."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from segue.accounts.actions import NewPerson, add_person, remove_membership
from segue.accounts.actor import Customer
from segue.accounts.roles import VendorRole
from segue.directory.actions import add_alert_contact
from segue.directory.actions.alerts import ContactThere
from segue.directory.models import AlertContact
from segue.kit.clock import standing
from segue.leads.actions import close, respond, work
from segue.leads.actions.answers import Acceptance, Colleague, Deal, Refusal
from segue.leads.actions.employees import add_employee
from segue.leads.actions.report_contact import report_contact
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Lead, Type
from segue.notifications import post
from segue.notifications.compose import compose_list
from segue.notifications.models import Mail, Notice
from segue.outbox import dispatch
from segue.outbox.models import Job, Message
from segue.wiring import FACTS
from segue.work.loop import drain
from tests import make, people
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db
PRIVATE = ("anna@conti.example", "555 0101", "Anna", "Nazario")


@pytest.fixture
def world():
    return people.world(told=True)


@pytest.fixture
def told(mailoutbox):
    """Works off what has happened by a moment and gives the mails that went out for it: who -> subjects.

    The vendor's mail of the morning, which comes whenever a day passes, is left out.
    """

    def work_off(at):
        mailoutbox.clear()
        drain(at=at)
        found = {}
        for mail in mailoutbox:
            if mail.extra_headers["X-Segue-Kind"] != "today":
                found.setdefault(mail.to[0], []).append(mail.subject)
        return found

    return work_off


def sales(world, stage="received", **more):
    sven = {"sender_person_id": world.sven.person_id, "sender_name": "Sven Olsen", "customer_language": "en"}
    return make.lead(world, stage, type=Type.SALES, by=world.sven, **{**sven, **more})


def mail_to(address, mailoutbox):
    [mail] = [mail for mail in mailoutbox if mail.to == [address]]
    return mail


def test_who_was_removed_from_the_company_is_told_of_no_new_inquiry_there(world, told):
    dora = {"name": "Dora Vik", "email": "dora@fjord.example"}
    for place, partner, actor in ((world.bergen, world.harbour, world.ada), (world.oslo, world.fjord, world.dora)):
        ask = {"partner_id": partner.id, "actor": actor, "at": world.at}
        for contact in ({"name": "Cleo Dahl", "email": "cleo@harbour.example"}, dora):
            with suppress(ContactThere):
                add_alert_contact(place.id, **ask, **contact)
    AlertContact.objects.update(verified_at=world.at)
    told(world.at)

    remove_membership(world.cleo.membership_id, actor=world.ada, at=world.at)
    asked(world, world.bergen)
    heard = told(world.at)
    assert sorted(heard) == ["ada@harbour.example", "anna@conti.example", "dora@fjord.example"]
    elsewhere = AlertContact.objects.filter(email="cleo@harbour.example").values_list("location__name", flat=True)
    assert list(elsewhere) == ["Oslo"], "what another company tells them is its own affair"


def test_a_location_whose_only_contact_was_removed_tells_the_partner_admins(world, told):
    AlertContact.objects.filter(location=world.trieste).update(email="giulia@harbour.example")
    remove_membership(world.giulia.membership_id, actor=world.ada, at=world.at)
    told(world.at)
    assert not AlertContact.objects.filter(location=world.trieste).exists()
    asked(world, world.trieste)
    assert sorted(told(world.at)) == ["ada@harbour.example", "anna@conti.example"]


def test_who_was_added_again_before_it_was_heard_is_still_told(world, told):
    AlertContact.objects.filter(location=world.trieste).update(email="giulia@harbour.example")
    remove_membership(world.giulia.membership_id, actor=world.ada, at=world.at)
    giulia = NewPerson(email="giulia@harbour.example", name="Giulia Ferri")
    add_person(world.harbour.id, actor=world.ada, at=world.at, person=giulia, roles=[])
    told(world.at)
    assert AlertContact.objects.filter(location=world.trieste).exists()


def test_a_new_inquiry_is_told_to_the_alert_contacts_of_its_location(world, told, mailoutbox):
    make.lead(world)
    assert told(world.at) == {"ada@harbour.example": ["New lead: Conti Logistica"]}
    text = mailoutbox[0].body
    assert "> Move our warehouse planning into the cloud before the summer" in text
    assert "Place: Trieste, Italy" in text
    assert "Answer by: Monday 21 September 2026, 10:00" in text
    assert re.search(r"^See the lead and answer:\nhttp://localhost:8000/answer/\S{100,130}$", text, re.MULTILINE)
    assert "You get this because you are told of new leads at Bergen." in text
    [(page, kind)] = mailoutbox[0].alternatives
    assert kind == "text/html"
    assert 'href="http://localhost:8000/answer/' in page
    assert "style=" not in page


def test_a_hot_lead_says_so(world, told):
    make.lead(world, direct_contact=True)
    assert told(world.at) == {"ada@harbour.example": ["Hot lead: Conti Logistica"]}


def test_a_sent_lead_is_told_to_the_referrals_admins_and_introduced_to_the_customer(world, told, mailoutbox):
    sales(world)
    assert told(world.at) == {
        "ben@harbour.example": ["New lead: Conti Logistica"],
        "anna@conti.example": ["Harbour IT will contact you"],
    }
    assert "Sven Olsen, Aurora Software sends you this lead." in mail_to("ben@harbour.example", mailoutbox).body
    introduction = mail_to("anna@conti.example", mailoutbox).body
    assert introduction.startswith(
        "Dear Anna Conti,\n\nAt the request of Sven Olsen, Aurora Software, Harbour IT will contact you."
    )
    assert "Not wanted? Say so on your page" in introduction


def test_an_accepted_lead_is_told_to_team_customer_and_sender(world, told, mailoutbox):
    made = sales(world)
    drain(at=world.at)
    cleo = Colleague(name="Cleo Dahl", email="cleo@harbour.example")
    respond.accept(made.id, actor=world.ada, at=world.at, seen=1, answer=Acceptance(Deal(), (cleo,)))
    assert told(world.at) == {
        "cleo@harbour.example": ["Accepted: Conti Logistica"],
        "anna@conti.example": ["Harbour IT has accepted your request"],
        "sven@aurora.example": ["Harbour IT has accepted: Conti Logistica"],
    }
    assert "Cleo Dahl will contact you." in mail_to("anna@conti.example", mailoutbox).body


def test_the_customer_of_a_declined_inquiry_reads_the_kind_of_reason_and_neither_code_nor_note(world, told, mailoutbox):
    made = Lead.objects.get(request_id=asked(world, world.bergen, language="en").id)
    drain(at=world.at)
    no = Refusal(reason="not_our_region", note="We do not travel that far", message="Try Fjord Cloud, they are good.")
    respond.decline(made.id, actor=world.ada, at=world.at, seen=1, answer=no, hold=False)
    assert told(world.at) == {"anna@conti.example": ["Harbour IT cannot take on your request"]}
    text = mailoutbox[0].body
    assert "They say: they do not work in your region." in text
    assert "> Try Fjord Cloud, they are good." in text
    assert "ask another partner with one click" in text
    assert "not_our_region" not in text
    assert "travel that far" not in text


def test_the_customer_reads_italian(world, told):
    make.lead(world, "declined")
    subject = "Harbour IT non può prendere in carico la sua richiesta"
    assert told(world.at + timedelta(hours=1))["anna@conti.example"] == [subject]


@pytest.mark.parametrize("reason", ["spam", "not_a_customer"])
def test_nobody_outside_hears_of_spam(world, told, reason):
    made = make.lead(world)
    drain(at=world.at)
    respond.decline(made.id, actor=world.ada, at=world.at, seen=1, answer=Refusal(reason), hold=False)
    assert told(world.at) == {}


def test_a_duplicate_is_answered_with_the_first_request(world, told):
    make.lead(world, customer_language="en")
    second = make.lead(world, customer_language="en", at=world.at + timedelta(hours=1))
    at = world.at + timedelta(hours=2)
    drain(at=at)
    respond.decline(second.id, actor=world.ada, at=at, seen=1, answer=Refusal("duplicate"), hold=False)
    assert told(at) == {"anna@conti.example": ["Harbour IT has your request already"]}


def test_the_note_for_the_vendor_is_in_the_mail_to_the_vendor_person_who_sent_it(world, told, mailoutbox):
    made = sales(world, "accepted")
    told(world.at + timedelta(hours=1))
    lost = replace(make.LOST, note="They bought another system")
    close.lose(made.id, actor=world.ada, at=world.at + timedelta(hours=2), seen=2, answer=lost, hold=False)
    told(world.at + timedelta(hours=2))
    text = mail_to("sven@aurora.example", mailoutbox).body
    assert "Reason: Budget not adequate" in text
    assert "> They bought another system" in text


def test_of_a_declined_sent_lead_the_sender_hears_first_and_the_customer_after_four_working_hours(
    world, told, mailoutbox
):
    made = sales(world)
    drain(at=world.at)
    at = world.at + timedelta(hours=1)  # 11 o'clock in Rome: four working hours later it is 15 o'clock
    respond.decline(made.id, actor=world.ada, at=at, seen=1, answer=make.NO, hold=False)
    assert told(at) == {"sven@aurora.example": ["Harbour IT has declined: Conti Logistica"]}
    text = mailoutbox[0].body
    assert "Reason: Not our region" in text
    assert "> We do not travel that far" in text
    assert told(at + timedelta(hours=4, seconds=-1)) == {}
    assert told(at + timedelta(hours=4)) == {"anna@conti.example": ["Harbour IT cannot take on your request"]}


def test_the_customer_hears_no_no_when_the_sender_has_passed_it_on_meanwhile(world, told):
    made = sales(world)
    at = world.at + timedelta(hours=1)
    respond.decline(made.id, actor=world.ada, at=at, seen=1, answer=make.NO, hold=False)
    drain(at=at)
    sales(world, location=world.oslo, request_id=made.request_id, at=at + timedelta(hours=1))
    drain(at=at + timedelta(hours=1))
    assert told(at + timedelta(hours=4)) == {}
    assert Notice.objects.get(kind="customer_declined").dropped_at == at + timedelta(hours=4)


def test_the_customer_hears_nothing_when_the_sender_tells_it(world, told):
    made = sales(world, tell_customer_myself=True)
    drain(at=world.at)
    respond.decline(made.id, actor=world.ada, at=world.at, seen=1, answer=make.NO, hold=False)
    assert told(world.at) == {"sven@aurora.example": ["Harbour IT has declined: Conti Logistica"]}
    assert told(world.at + timedelta(days=3)) == {}


def test_an_expired_inquiry_is_told_to_partner_customer_and_partner_manager(world, told):
    make.lead(world, customer_language="en")
    drain(at=world.at)
    assert told(world.at + timedelta(days=14)) == {
        "ada@harbour.example": ["Expired: Conti Logistica"],
        "anna@conti.example": ["No answer from Harbour IT"],
        "paula@aurora.example": ["Harbour IT did not answer: Conti Logistica"],
    }


def test_an_expired_sent_lead_is_told_to_its_sender(world, told):
    sales(world)
    drain(at=world.at)
    assert told(world.at + timedelta(days=14)) == {
        "ben@harbour.example": ["Expired: Conti Logistica"],
        "ada@harbour.example": ["Expired: Conti Logistica"],
        "anna@conti.example": ["No answer from Harbour IT"],
        "sven@aurora.example": ["Harbour IT did not answer: Conti Logistica"],
    }


def test_a_withdrawn_lead_is_told_to_who_heard_of_it_and_to_the_sender(world, told):
    made = sales(world)
    drain(at=world.at)
    withdraw([made.id], actor=people.actor_for(world.person(world.sven)), at=world.at)
    assert told(world.at) == {
        "ben@harbour.example": ["Withdrawn: Conti Logistica"],
        "anna@conti.example": ["Harbour IT no longer has your request"],
    }


def test_a_recalled_lead_is_told_to_its_customer_with_ways_onward(world, told, mailoutbox):
    made = Lead.objects.get(request_id=asked(world, world.bergen, language="en").id)
    drain(at=world.at)
    withdraw([made.id], actor=world.paula, at=world.at)
    assert told(world.at) == {
        "ada@harbour.example": ["Withdrawn: Conti Logistica"],
        "anna@conti.example": ["Harbour IT no longer has your request"],
    }
    text = mail_to("anna@conti.example", mailoutbox).body
    assert "Aurora Software has taken your request back from Harbour IT." in text
    assert "They had not answered it, and no longer see how to reach you." in text
    assert "On your page you can ask another partner with one click" in text
    assert "/r/" in text


def test_what_the_sender_recalls_after_the_yes_is_told_to_the_customer(world, told, mailoutbox):
    made = sales(world, "accepted")
    at = world.at + timedelta(hours=2)
    drain(at=at)
    withdraw([made.id], actor=people.actor_for(world.person(world.sven)), at=at)
    assert told(at)["anna@conti.example"] == ["Harbour IT no longer has your request"]
    text = mail_to("anna@conti.example", mailoutbox).body
    assert "Sven Olsen, Aurora Software has taken your request back from Harbour IT." in text
    assert "They had taken it on, and are told that it is over." in text


def test_nobody_in_touch_is_told_to_the_partner_manager_of_an_inquiry(world, told, mailoutbox):
    made = make.lead(world, "accepted")
    at = world.at + timedelta(days=1)
    drain(at=at)
    report_contact(made.id, actor=Customer(made.request_id), at=at, contacted=False)
    assert told(at) == {"paula@aurora.example": ["Not contacted yet: Conti Logistica"]}
    text = mail_to("paula@aurora.example", mailoutbox).body
    assert "The customer, Conti Logistica, says that nobody at Harbour IT has been in touch yet." in text
    assert "Harbour IT accepted on Monday 7 September." in text
    assert not [word for word in PRIVATE if word in text]


def test_nobody_in_touch_is_told_to_the_sender_else_to_the_inbox(world, told):
    sent, inquiry = sales(world, "accepted"), make.lead(world, "accepted")
    world.harbour.manager = None
    world.harbour.save()
    at = world.at + timedelta(days=1)
    drain(at=at)
    report_contact(sent.id, actor=Customer(sent.request_id), at=at, contacted=False)
    assert told(at) == {"sven@aurora.example": ["Not contacted yet: Conti Logistica"]}
    report_contact(inquiry.id, actor=Customer(inquiry.request_id), at=at, contacted=False)
    assert told(at) == {"partners@aurora.example": ["Not contacted yet: Conti Logistica"]}


def test_a_yes_and_a_no_that_was_settled_meanwhile_are_told_to_nobody(world, told):
    made = make.lead(world, "accepted")
    at = world.at + timedelta(days=1)
    drain(at=at)
    report_contact(made.id, actor=Customer(made.request_id), at=at, contacted=True)
    assert told(at) == {}
    report_contact(made.id, actor=Customer(made.request_id), at=at, contacted=False)
    work.log_contact(made.id, actor=world.ada, at=at, seen=None, how="called")
    assert told(at) == {}


def test_a_won_lead_is_told_to_team_and_sender_with_its_value_and_never_to_the_customer(world, told, mailoutbox):
    made = sales(world, "accepted")
    at = world.at + timedelta(hours=2)
    work.hand_to(made.id, actor=world.ada, at=at, seen=2, person_id=world.cleo.person_id)
    drain(at=at)
    close.win(made.id, actor=world.ada, at=at, seen=3, answer=make.WON, hold=False)
    assert told(at) == {
        "cleo@harbour.example": ["Won: Conti Logistica"],
        "sven@aurora.example": ["Harbour IT has won: Conti Logistica"],
    }
    assert "Value: €13,000" in mail_to("sven@aurora.example", mailoutbox).body


def test_a_colleague_put_on_the_team_and_a_new_owner_hear_of_it(world, told):
    made = make.lead(world, "accepted", customer_language="en")
    at = world.at + timedelta(hours=2)
    drain(at=at)
    cleo = Colleague(name="Cleo Dahl", email="cleo@harbour.example")
    add_employee(made.id, actor=world.ada, at=at, seen=2, colleague=cleo)
    work.hand_to(made.id, actor=world.ada, at=at, seen=3, person_id=world.ben.person_id)
    assert told(at) == {
        "cleo@harbour.example": ["You are on the team: Conti Logistica"],
        "ben@harbour.example": ["Yours now: Conti Logistica"],
    }


def test_nobody_is_told_what_they_did_themselves(world, told):
    made = make.lead(world, "accepted")
    at = world.at + timedelta(hours=2)
    drain(at=at)
    work.take(made.id, actor=world.ada, at=at, seen=2)
    close.lose(made.id, actor=world.ada, at=at, seen=3, answer=make.LOST, hold=False)
    assert told(at) == {}


def hand_on(lead, *, world, to, at):
    seen = Lead.objects.get(id=lead.id).version
    work.hand_to(lead.id, actor=world.ada, at=at, seen=seen, person_id=to.person_id)


def test_a_lead_handed_to_one_after_the_other_is_told_to_each(world, told):
    lead = make.lead(world, "accepted")
    told(world.at + timedelta(hours=1))
    for hours, colleague in ((2, world.ben), (3, world.giulia)):
        hand_on(lead, world=world, to=colleague, at=world.at + timedelta(hours=hours))
        told_now = told(world.at + timedelta(hours=hours))
        assert world.person(colleague).email in told_now
    assert told_now == {
        "ben@harbour.example": ["No longer yours: Conti Logistica"],
        "giulia@harbour.example": ["Ora è suo: Conti Logistica"],
    }


def test_who_owned_a_lead_hears_that_a_colleague_took_it_over(world, told, mailoutbox):
    lead = make.lead(world, "accepted")
    told(world.at + timedelta(hours=1))
    work.take(lead.id, actor=world.ben, at=world.at + timedelta(hours=1), seen=None)
    hand_on(lead, world=world, to=world.ada, at=world.at + timedelta(hours=2))
    assert told(world.at + timedelta(hours=2)) == {"ben@harbour.example": ["No longer yours: Conti Logistica"]}
    assert "Ada Berg has taken it over." in mailoutbox[-1].body


def test_a_lead_handed_on_before_anybody_heard_is_told_once_to_who_has_it(world, told):
    lead = make.lead(world, "accepted")
    told(world.at + timedelta(hours=1))
    for seconds, colleague in ((0, world.ben), (5, world.giulia)):
        hand_on(lead, world=world, to=colleague, at=world.at + timedelta(hours=1, seconds=seconds))
    assert told(world.at + timedelta(hours=2)) == {"giulia@harbour.example": ["Ora è suo: Conti Logistica"]}
    handed = Notice.objects.filter(kind="lead_handed_over").order_by("created_at")
    assert [(one.to, one.told_at is None) for one in handed] == [
        ("ben@harbour.example", True),
        ("giulia@harbour.example", False),
    ]


def test_a_fact_heard_twice_is_told_once(world, mailoutbox):
    sales(world, "lost")
    drain(at=world.at + timedelta(hours=3))
    before = Mail.objects.count(), len(mailoutbox)
    for job in Job.objects.select_related("message"):
        assert dispatch.run(job, FACTS, now=standing(world.at + timedelta(hours=4)))
    drain(at=world.at + timedelta(hours=5))
    assert (Mail.objects.count(), len(mailoutbox)) == before


def test_neither_partner_mails_nor_the_outbox_hold_the_customer(world, mailoutbox):
    for stage in ("declined", "expired", "withdrawn", "won", "lost"):
        make.lead(world, stage, direct_contact=True)
    sales(world, "accepted")
    drain(at=world.at + timedelta(days=15))
    inside = [mail for mail in mailoutbox if not mail.to[0].endswith("conti.example")]
    assert len(inside) > 5
    assert any("Anna" in mail.body for mail in mailoutbox)
    for mail in inside:
        whole = mail.message().as_string() + mail.body + mail.alternatives[0][0]
        assert not [word for word in PRIVATE if word in whole]
    payloads = str(list(Message.objects.values_list("payload", flat=True)))
    assert not [word for word in (*PRIVATE, "Conti") if word in payloads]


def test_thirty_days_off_come_as_one_list_a_recipient(world, mailoutbox):
    for number in range(25):
        make.lead(world, customer_email=f"anna{number}@conti.example", customer_language="en")
    drain(at=world.at)
    mailoutbox.clear()
    drain(at=world.at + timedelta(days=30))
    to = [mail.to[0] for mail in mailoutbox]
    assert to.count("ada@harbour.example") == 1
    assert to.count("paula@aurora.example") == 1
    assert len(to) == 27
    [ada] = [mail for mail in mailoutbox if mail.to == ["ada@harbour.example"]]
    assert ada.subject == "25 leads have expired"
    assert ada.body.count("Conti Logistica: Harbour IT, Monday 21 September 2026, 10:00") == 25


def test_a_list_that_cannot_be_written_holds_up_nobody_elses_and_is_tried_again(world, mailoutbox, monkeypatch):
    def but_for_ada(*notices, at):
        if notices[0].to == "ada@harbour.example":
            raise ValueError("no words for Ada")
        return compose_list(*notices, at=at)

    for number in range(12):
        make.lead(world, customer_email=f"anna{number}@conti.example")
    drain(at=world.at)
    later = world.at + timedelta(days=30)
    mailoutbox.clear()
    with monkeypatch.context() as patched:
        patched.setattr(post, "compose_list", but_for_ada)
        drain(at=later)
    subjects = {mail.to[0]: mail.subject for mail in mailoutbox}
    assert subjects["paula@aurora.example"] == "12 leads have expired"
    assert "ada@harbour.example" not in subjects
    waiting = {(one.to, one.attempts, one.error.split(":")[0]) for one in post.overdue(at=later)}
    assert waiting == {("ada@harbour.example", 1, "ValueError at notifications/post.py")}

    drain(at=later + timedelta(minutes=1))
    assert [mail.subject for mail in mailoutbox if mail.to == ["ada@harbour.example"]] == ["12 leads have expired"]


def test_expiries_of_many_recipients_are_each_told_once(world, told):
    for number in range(23):
        sven = NewPerson(email=f"sven{number}@aurora.example", name=f"Sven {number}")
        member = add_person(None, actor=world.vera, at=world.at, person=sven, roles=[VendorRole.SELLER])
        make.lead(world, type=Type.SALES, by=world.sven, sender_person_id=member.person_id, customer_email="")
    told(world.at)
    mails = told(world.at + timedelta(days=30))
    senders = {to: subjects for to, subjects in mails.items() if to.startswith("sven")}
    assert senders == {f"sven{n}@aurora.example": ["Harbour IT did not answer: Conti Logistica"] for n in range(23)}


def test_ten_expiries_of_one_sweep_come_singly(world, mailoutbox):
    for number in range(10):
        make.lead(world, customer_email=f"anna{number}@conti.example")
    drain(at=world.at)
    mailoutbox.clear()
    drain(at=world.at + timedelta(days=30))
    assert [mail.subject for mail in mailoutbox if mail.to == ["ada@harbour.example"]] == [
        "Expired: Conti Logistica"
    ] * 10


def test_a_person_added_learns_how_to_sign_in(mailoutbox):
    made = people.world()
    drain(at=made.at)
    giulia = [mail for mail in mailoutbox if mail.to == ["giulia@harbour.example"]]
    assert [mail.subject for mail in giulia] == ["Le diamo il benvenuto in Aurora Partners"]
    assert "http://localhost:8000/accounts/login/code/" in giulia[0].body
