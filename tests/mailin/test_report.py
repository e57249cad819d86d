"""Reports of mails that came back, as servers write them: what each says, and of which mail."""

import time
from email.message import EmailMessage

import pytest

from segue.mailin.report import Report, read_event, read_message

PATH = "bounces+aebagbafaydqqcikbmga2dqpca3q@leads.aurora.example"
MAIL = "<0197f2b0-0000-7000-8000-000000000001@leads.aurora.example>"

DSN = b"""Return-Path: <>
From: MAILER-DAEMON@mx.harbour.example (Mail Delivery System)
To: %(to)s
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.harbour.example
Arrival-Date: Mon, 7 Sep 2026 08:00:00 +0000

Final-Recipient: rfc822; ada@harbour.example
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; 550 5.1.1 <ada@harbour.example>: user unknown

--b
Content-Type: %(kind)s

From: Aurora Partners <leads@aurora.example>
To: ada@harbour.example
Message-ID: %(mail)s
Subject: New lead

--b--
"""


def dsn(*, action="failed", status="5.1.1", to=PATH, kind="message/rfc822"):
    values = {"action": action, "status": status, "to": to, "kind": kind, "mail": MAIL}
    return DSN % {name.encode(): value.encode() for name, value in values.items()}


@pytest.mark.parametrize("status", ["", "5.0.0"])
def test_a_status_that_says_nothing_is_read_from_what_the_server_was_told(status):
    told = dsn(status=status).replace(b"550 5.1.1 <ada@harbour.example>: user unknown", b"550 5.4.5 over quota")
    assert read_message(told) == [Report((PATH, MAIL), "5.4.5")]


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("status", ["5.1.1", "4.2.2"])
def test_a_notification_names_its_mail_twice_and_says_why(kind, status):
    assert read_message(dsn(kind=kind, status=status)) == [Report((PATH, MAIL), status)]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_notification_of_what_has_not_failed_is_none(action):
    assert read_message(dsn(action=action)) == []


def plain(text, *, sender="MAILER-DAEMON@mx.harbour.example", to=PATH, **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "failure notice"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("<ada@harbour.example>: host said: 550 5.1.1 no such user", "5.1.1"),
        ("Remote host said: 550 Unknown user", "5.0.0"),
        ("Remote host said: 550 5.4.5. Quota exceeded.", "5.4.5"),
        ("421 try again later, from 10.5.1.1.2", "4.0.0"),
        ("It did not work out.", "4.0.0"),
    ],
)
def test_a_plain_report_is_looked_through_for_a_status(text, status):
    assert read_message(plain(text)) == [Report((PATH,), status)]


def test_a_plain_report_names_its_mail_by_the_lines_it_brings_back():
    text = f"550 5.1.1 no such user\n\n--- Below this line is a copy of the message.\n\nMessage-ID: {MAIL}\n"
    assert read_message(plain(text, to="leads@aurora.example"))[0].of[-1] == MAIL


def test_an_answer_of_a_person_or_of_their_holiday_is_no_report():
    assert read_message(plain("We are 5.1.1 happy", sender="ada@harbour.example")) == []
    assert read_message(plain("550 5.1.1", Auto_Submitted="auto-replied (vacation)")) == []


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"From: x\n" * 5000, b"Content-Type: message/delivery-status\n\nx"])
def test_what_is_no_mail_is_no_report(raw):
    assert read_message(raw) == []


def test_a_provider_hands_over_the_raw_message_or_what_it_read():
    assert read_event({"message": dsn(to="x@y.example").decode(), "to": PATH})[0].of == (PATH, "x@y.example", MAIL)
    assert read_event({"message_id": MAIL, "status": "5.2.1"}) == [Report((MAIL,), "5.2.1")]
    for wrong in ([], {}, {"to": PATH}, {"to": PATH, "status": "gone"}, {"status": "5.1.1"}, {"message": 1}):
        with pytest.raises(ValueError):  # noqa: PT011 -- the entrance turns it into 422
            read_event(wrong)


@pytest.mark.parametrize(
    "head",
    [
        b"To: " + b"a@b.example, " * 100_000,
        b"To: " + b"=?utf-8?q?a?= " * 20_000,
        b"To: " + b"(" * 20_000,
        b"To: \r\nReturn-Path: \xff<",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/rfc822-headers\r\n\r\n" + b"\n" * 1_000_000,
    ],
    ids=["addresses", "words", "brackets", "empty", "parts", "mails", "lines"],
)
def test_what_is_written_to_keep_a_reader_busy_is_read_in_no_time_and_breaks_nothing(head):
    began = time.thread_time()
    found = read_message(b"From: MAILER-DAEMON@mx.evil.example\r\n" + head + b"\r\n\r\n550 5.1.1 unknown")

    assert time.thread_time() - began < 3  # half a minute it was
    assert len(found) <= 1
