"""Mails that come back: heard at the door for mail servers, and what follows for the address."""

from datetime import UTC, datetime, timedelta

import pytest

from segue.accounts.actions import mailboxes
from segue.accounts.mailboxes import failing, failing_among
from segue.accounts.models import Mailbox
from segue.kit import clock
from segue.kit.ids import new_id
from segue.leads.models import Type
from segue.notifications.deliver import message_id
from segue.notifications.models import Mail
from segue.notifications.return_path import mail_named, return_path
from segue.work.loop import drain
from tests import make
from tests.mailin.test_report import dsn

pytestmark = pytest.mark.django_db
SECRET = "a secret of at least twenty"
AT = datetime(2026, 9, 7, 8, tzinfo=UTC)
ADA = "ada@harbour.example"


@pytest.fixture(autouse=True)
def _set_up(settings, time_machine):
    time_machine.move_to(AT, tick=False)
    settings.MAILIN_SECRET, settings.BOUNCE_ADDRESS = SECRET, "bounces@leads.aurora.example"


@pytest.fixture
def hand_over(client):
    def post(body, *, secret=SECRET, kind="message/rfc822"):
        return client.post("/mailin/returned", body, content_type=kind, headers={"Authorization": f"Bearer {secret}"})

    return post


def sent(to=ADA, at=AT):
    row = {"kind": "lead_new", "to": to, "language": "en", "subject": "s", "created_at": at, "send_at": at}
    return Mail.objects.create(**row, sent_at=at)


def test_each_mail_leaves_with_a_return_path_of_its_own(mailoutbox, world):
    make.lead(world)
    drain(at=world.at)
    for mail in mailoutbox:
        local, _at, host = mail.from_email.partition("@")
        assert (local.startswith("bounces+"), host, len(local) <= 64) == (True, "leads.aurora.example", True)
        assert mail.message()["From"] == "segue@localhost"
        stored = Mail.objects.get(id=mail_named(mail.from_email.upper()))
        assert message_id(stored) == mail.message()["Message-ID"]


def test_a_return_path_that_we_did_not_write_names_nothing():
    ours = return_path(sent())
    wrong = ours.replace("@", "a@")[: ours.index("@")] + "@x.example"
    for name in (ours[:-40], wrong.replace("+", "+a"), "x@y.example", "", "+@", f"bounces+{'7' * 42}@x.example"):
        assert mail_named(name) is None
    assert mail_named(ours) is not None


def test_what_comes_back_for_good_marks_the_address_once(hand_over):
    report = dsn(to=return_path(sent()))
    assert hand_over(report).json() == {"heard": 1}
    assert hand_over(report).json() == {"heard": 0}, "the same report again"
    [found] = failing()
    assert (found.email, found.status) == (ADA, "5.1.1")
    assert Mail.objects.get().bounced_at is not None


@pytest.mark.parametrize("status", ["5.1.7", "5.1.8", "5.2.2", "5.3.4", "5.4.5", "5.6.0", "5.7.1"])
def test_what_comes_back_for_a_reason_of_ours_or_of_the_day_marks_nobody_at_once(hand_over, status):
    hand_over(dsn(to=return_path(sent()), status=status))
    assert not failing().exists()
    assert Mailbox.objects.get().put_off == 1


def test_without_return_paths_the_message_id_names_the_mail(hand_over, settings):
    settings.BOUNCE_ADDRESS = ""
    mail = sent()
    body = {"message_id": message_id(mail), "status": "5.1.1"}
    assert hand_over(body, kind="application/json").json() == {"heard": 1}
    assert list(failing_among(["Ada@harbour.example"])) == [ADA]


def test_what_comes_back_for_the_time_being_counts_and_the_fifth_in_a_row_is_for_good(hand_over):
    for number in range(5):
        assert not failing().exists(), number
        hand_over(dsn(to=return_path(sent()), status="4.2.2"))
    [found] = failing()
    assert (found.put_off, found.status) == (5, "4.2.2")


def test_those_far_apart_are_no_row_and_a_policy_is_not_the_addresses_fault():
    for days in range(0, 90, 15):
        at = AT + timedelta(days=days)
        mailboxes.put_off(ADA, sent_at=at, at=at, status="5.7.1")
    assert Mailbox.objects.get().put_off == 1


def test_a_mail_sent_before_the_address_was_verified_anew_is_old_news():
    mailboxes.returned(ADA, sent_at=AT, at=AT, status="5.1.1")
    mailboxes.verified("Ada@harbour.example", at=AT + timedelta(hours=1))
    mailboxes.returned(ADA, sent_at=AT, at=AT + timedelta(hours=2), status="5.1.1")
    assert not failing().exists()
    mailboxes.returned(ADA, sent_at=AT + timedelta(hours=2), at=AT + timedelta(hours=3), status="5.1.1")
    assert failing().exists()


@pytest.mark.parametrize("body", [b"hello", b"", dsn(to=f"bounces+{'a' * 42}@leads.aurora.example")])
def test_what_is_about_no_mail_of_ours_is_taken_and_does_nothing(hand_over, body):
    assert hand_over(body).json() == {"heard": 0}
    assert not Mailbox.objects.exists()


def test_nobody_hands_over_anything_without_the_secret(hand_over, client, settings):
    report = dsn(to=return_path(sent()))
    assert hand_over(report, secret="another").status_code == 403
    assert client.post("/mailin/returned", report, content_type="message/rfc822").status_code == 403
    settings.MAILIN_SECRET = ""
    assert hand_over(report, secret="").status_code == 403
    for _ in range(60):
        last = hand_over(report, secret=new_id().hex)
    assert last.status_code == 429
    assert not failing().exists()


def test_what_cannot_be_read_is_refused_with_a_sentence(hand_over):
    for body in ("{", "[]", '{"to": 1}', "[" * 100_000):
        assert hand_over(body, kind="application/json").status_code == 422
    assert hand_over(b"x" * 2_600_000).status_code == 413


# --- what follows -----------------------------------------------------------------------------------------------


def told(world, mailoutbox, at=None):
    mailoutbox.clear()
    drain(at=at or clock.now())
    return {(mail.to[0], mail.subject) for mail in mailoutbox}


def test_an_alert_contact_whose_mails_come_back_falls_back_to_the_partner_admins(as_, world, mailoutbox, hand_over):
    giulia = "giulia@harbour.example"
    told(world, mailoutbox)
    make.lead(world, location=world.trieste)
    assert told(world, mailoutbox) == {(giulia, "Nuovo lead: Conti Logistica")}

    hand_over(dsn(to=mailoutbox[0].from_email))
    assert told(world, mailoutbox) == {(ADA, "Mails to giulia@harbour.example come back")}
    assert "Of new requests at Trieste the partner admins are told instead" in mailoutbox[0].body
    make.lead(world, location=world.trieste)
    assert told(world, mailoutbox) == {(ADA, "New lead: Conti Logistica")}
    assert "mails come back" in as_(world.ada).get("/people").content.decode()
    assert "come back" in as_(world.ada).get("/profile").content.decode()
    vendors = as_(world.paula).get(f"/vendor/partners/{world.harbour.id}").content.decode()
    assert "These alert contacts cannot be reached:" in vendors

    mailboxes.verified(giulia, at=clock.now())
    make.lead(world, location=world.trieste)
    assert told(world, mailoutbox) == {(giulia, "Nuovo lead: Conti Logistica")}


def test_the_vendor_is_told_when_it_is_the_only_admin(world, mailoutbox):
    told(world, mailoutbox)
    mailboxes.returned(ADA, sent_at=world.at, at=world.at, status="5.1.1")
    assert told(world, mailoutbox) == {("paula@aurora.example", f"Mails to {ADA} come back")}


def test_a_qualified_lead_reaches_the_admins_when_the_referrals_admins_cannot_be_reached(world, mailoutbox):
    mailboxes.returned("ben@harbour.example", sent_at=world.at, at=world.at, status="5.1.1")
    told(world, mailoutbox)
    make.lead(world, type=Type.SALES, by=world.sven, sender_person_id=world.sven.person_id, sender_name="Sven Olsen")
    assert (ADA, "New lead: Conti Logistica") in told(world, mailoutbox)
    assert "ben@harbour.example" not in {mail.to[0] for mail in mailoutbox}
