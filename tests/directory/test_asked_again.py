"""Alert contacts: asked again after 90 days, the partner admins instead after 14 days without a word, and back."""

from datetime import timedelta

import pytest

from segue.accounts.actions import mailboxes
from segue.directory.actions.alerts import ask_again
from segue.directory.links import alert_token
from segue.directory.listed import listing_of
from segue.directory.models import AlertContact
from segue.directory.queries import alert_contacts
from segue.directory.search import Search, search
from segue.outbox.models import Message
from segue.work.loop import drain
from tests import make

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
GIULIA, ADA = "giulia@harbour.example", "ada@harbour.example"


@pytest.fixture(autouse=True)
def _monday_morning(world, time_machine):
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def contact(world):
    drain(at=world.at)
    AlertContact.objects.exclude(email=GIULIA).update(verified_at=world.at + 400 * DAY)
    return AlertContact.objects.get(email=GIULIA)


@pytest.fixture
def told(mailoutbox):
    def work_off(at):
        mailoutbox.clear()
        ask_again(at=at)
        drain(at=at)
        return [(mail.to[0], mail.subject) for mail in mailoutbox]

    return work_off


def reached(contact):
    return alert_contacts(contact.location_id, partner_id=contact.partner_id).exists()


def test_a_yes_counts_90_days_then_14_more_and_another_yes_begins_anew(contact, told, client, time_machine, mailoutbox):
    due = contact.verified_at + 90 * DAY
    assert told(due - SECOND) == []
    assert told(due) == [(GIULIA, "È ancora l'indirizzo giusto per i nuovi lead di Harbour IT?")]
    link = f"/alerts/{alert_token(contact)}"
    assert link in mailoutbox[0].body
    assert told(due + 14 * DAY - SECOND) == []
    assert reached(contact)

    assert told(due + 14 * DAY) == [(ADA, "Giulia Ferri has not confirmed the address: Trieste")]
    assert not reached(contact)
    assert told(due + 15 * DAY) == []

    time_machine.move_to(due + 20 * DAY, tick=False)
    page = client.get(link)
    assert "Is this still the right address?" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert not reached(contact), "opening the link does nothing"
    client.post(link, {"answer": "yes"})
    assert reached(contact)
    assert "Is this still the right address?" not in client.get(link).content.decode()
    assert told(due + 110 * DAY - SECOND) == []
    assert len(told(due + 110 * DAY)) == 1


def test_who_says_no_is_told_nothing_more(contact, told, client):
    told(contact.verified_at + 90 * DAY)
    client.post(f"/alerts/{alert_token(contact)}", {"answer": "no"})
    assert not AlertContact.objects.filter(id=contact.id).exists()
    assert told(contact.verified_at + 104 * DAY) == []


def test_the_profile_the_person_and_the_vendor_see_who_cannot_be_reached(contact, world, as_, told, client):
    mailboxes.returned(GIULIA, sent_at=world.at - DAY, at=world.at, status="5.1.1")
    record = f"/vendor/partners/{world.harbour.id}"
    for reader, url in ((world.ada, "/profile"), (world.ada, "/people"), (world.paula, record)):
        assert "mails come back" in unspaced(as_(reader).get(url)), url
    profile = unspaced(as_(world.ada).get("/profile"))
    assert profile.count("None of them can be told now. The partner admins are told instead.") == 1
    assert "Giulia Ferri, giulia@harbour.example (Trieste)" in unspaced(as_(world.otto).get(record))
    assert "Mails to giulia@harbour.example come back since 7 Sep." in unspaced(as_(world.giulia).get("/me"))

    # Asked anew by Ada, Giulia says yes: mails arrive there.
    assert "We have asked giulia@harbour.example by mail." in unspaced(
        as_(world.ada).post(f"/profile/contacts/{contact.id}/ask", follow=True)
    )
    assert (GIULIA, "È ancora l'indirizzo giusto per i nuovi lead di Harbour IT?") in told(world.at)
    assert not reached(contact)
    client.post(f"/alerts/{alert_token(contact)}", {"answer": "yes"})
    assert reached(contact)
    assert "mails come back" not in as_(world.ada).get("/profile").content.decode()


def test_a_partner_whose_contacts_are_out_of_reach_is_found_all_the_same_and_its_admins_are_told(contact, world, told):
    AlertContact.objects.filter(partner=world.harbour).update(verified_at=None)
    assert "Harbour IT" in [one.profile.partner.name for one in search(Search(at=world.at)).results]
    assert listing_of(world.harbour, waiting=0, at=world.at).keeps == []
    make.lead(world, location=world.trieste)
    assert ADA in {to for to, _subject in told(world.at)}


def test_a_contact_who_never_answered_is_asked_the_first_question_again(contact, world, as_, told):
    AlertContact.objects.filter(id=contact.id).update(verified_at=None)
    as_(world.ada).post(f"/profile/contacts/{contact.id}/ask")
    assert (GIULIA, "Possiamo avvisarla dei nuovi lead per Harbour IT?") in told(world.at)


def test_who_presses_twice_has_it_asked_twice(contact, world, as_):
    AlertContact.objects.filter(id=contact.id).update(verified_at=None)
    asked = Message.objects.filter(fact="alert.asked")
    before = asked.count()
    answers = [as_(world.ada).post(f"/profile/contacts/{contact.id}/ask").status_code for _ in range(2)]
    assert (answers, asked.count() - before) == ([302, 302], 2)


def test_who_has_said_yes_is_not_asked_and_lapses_not(contact, world, as_, told):
    answer = as_(world.ada).post(f"/profile/contacts/{contact.id}/ask", follow=True)
    assert "This contact has confirmed the address." in answer.content.decode()
    assert told(world.at) == []
    assert told(world.at + 15 * DAY) == []
    assert reached(contact)
    mailboxes.returned(GIULIA, sent_at=world.at, at=world.at, status="5.1.1")
    answer = as_(world.ada).post(f"/profile/contacts/{contact.id}/ask", follow=True)
    assert "We have asked giulia@harbour.example by mail." in answer.content.decode()


def test_a_code_that_came_by_mail_shows_that_mails_arrive(world, client, mailoutbox):
    mailboxes.returned(ADA, sent_at=world.at - DAY, at=world.at, status="5.1.1")
    client.post("/accounts/login/code/", {"email": ADA})
    mailoutbox.clear()
    drain(at=world.at)
    [code] = [line.strip() for mail in mailoutbox for line in mail.body.splitlines() if line.startswith("    ")]
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert reached(AlertContact.objects.get(email=ADA))


def unspaced(page):
    return " ".join(page.content.decode().split())
