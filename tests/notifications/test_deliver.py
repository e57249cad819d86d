"""Mails leave through a real mail server; one that is away loses nothing, what it refuses for good is buried."""

import re
import socket
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from typer.testing import CliRunner

from segue.accounts import models as accounts
from segue.accounts.mailboxes import failing
from segue.cli import command_line, doctor
from segue.kit import clock, leased
from segue.kit.clock import standing
from segue.notifications import deliver
from segue.notifications.catalogue import SIGN_IN_CODE
from segue.notifications.compose import mail_of
from segue.notifications.letter import Letter
from segue.notifications.models import Mail
from segue.outbox.models import Message
from segue.work import loop
from tests import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 7, 8, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


class Mailbox:
    """A mail server's inside: keeps what comes, answers as told."""

    def __init__(self):
        self.mails, self.answers, self.at_mail, self.at_data = [], {}, "", ""

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's name
        if not self.at_mail:
            envelope.mail_from = address
        return self.at_mail or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's name
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        if self.at_data:
            return self.at_data
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def server(settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def queued(to="anna@conti.example", *, kind="lead_new", code="", at=AT):
    letter = Letter(subject="Hello", lines=["A line."], code=code, reason="Because.")
    mail = mail_of(letter, kind=kind, to=to, name="Anna", at=at, trace="req-12345678")
    mail.save(force_insert=True)
    return mail


def test_a_mail_arrives_with_text_html_and_an_id_that_never_changes(server):
    mail = queued()
    assert loop.mails(now=standing(AT)) == 1
    [arrived] = server.mails
    assert (arrived["To"], arrived["Subject"]) == ("anna@conti.example", "Hello")
    assert arrived["Message-ID"] == f"<{mail.id}@localhost>"
    assert (arrived["X-Segue-Request"], arrived["Auto-Submitted"]) == ("req-12345678", "auto-generated")
    assert "A line." in arrived.get_body(("plain",)).get_content()
    assert "<p>A line.</p>" in arrived.get_body(("html",)).get_content()
    assert Mail.objects.get().sent_at == AT


def test_a_mail_bears_the_moment_it_was_sent_by_the_clock_that_the_demo_may_move(server):
    queued()
    ahead = AT + timedelta(days=14)
    loop.mails(now=standing(ahead))
    assert server.mails[0]["Date"] == "Mon, 21 Sep 2026 08:00:00 +0000"
    assert server.mails[0]["Date"].datetime == ahead


def nobody_listens(settings, patch):
    settings.EMAIL_PORT = 1


def names_are_not_found(settings, patch):
    def not_found(*_args, **_options):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    patch.setattr(socket, "getaddrinfo", not_found)


@pytest.mark.parametrize("trouble", [nobody_listens, names_are_not_found])
def test_a_day_without_mail_server_or_dns_loses_nothing(server, settings, client, time_machine, figure, trouble):
    """What was composed waits, `/health` says so within a minute, and it leaves in order; no attempt is used up."""
    people.world()
    Mail.objects.all().delete()
    Message.objects.all().delete()
    port, mails = settings.EMAIL_PORT, []
    with pytest.MonkeyPatch.context() as patch:
        trouble(settings, patch)
        for quarter in range(4 * 24):
            mails.append(queued(f"anna{quarter}@conti.example", at=AT + quarter * QUARTER))
            assert loop.mails(now=standing(AT + quarter * QUARTER)) == 0
        assert said(client, time_machine, AT) == []
        assert said(client, time_machine, AT + timedelta(seconds=60)) == ["mails"]
    waiting = Mail.objects.filter(attempts=0, buried_at__isnull=True, sent_at__isnull=True)
    assert waiting.count() == len(mails) == 96
    assert "refused" in waiting[0].error or "name resolution" in waiting[0].error

    settings.EMAIL_PORT = port
    back = time.perf_counter()
    loop.drain(at=AT + timedelta(days=1))
    drained = time.perf_counter() - back
    assert [mail["To"] for mail in server.mails] == [mail.to for mail in mails]
    assert said(client, time_machine, AT + timedelta(days=1)) == []
    what = trouble.__name__.replace("_", " ")
    figure(f"a day on which {what}: {len(mails)} mails waited, said within 60 s, left in order in {drained:.1f} s")


def said(client, time_machine, at):
    """What `/health` calls late at a moment."""
    time_machine.move_to(at, tick=False)
    return client.get("/health").json()["late"]


def test_a_mail_refused_for_good_is_buried_and_the_others_leave(server):
    server.answers["gone@conti.example"] = "550 No such person"
    queued("gone@conti.example")
    queued("anna@conti.example")
    loop.drain(at=AT)
    assert [mail["To"] for mail in server.mails] == ["anna@conti.example"]
    buried = Mail.objects.get(to="gone@conti.example")
    assert buried.buried_at == AT
    assert buried.error == "SMTPRecipientsRefused: 550"
    assert [(mailbox.email, mailbox.status) for mailbox in failing()] == [("gone@conti.example", "5.0.0")]


def test_of_a_refusal_that_names_the_recipient_only_its_codes_are_kept(server):
    server.answers["anna@conti.example"] = "550 5.1.1 <anna@conti.example>: Recipient address rejected"
    queued()
    loop.drain(at=AT)
    assert Mail.objects.get().error == "SMTPRecipientsRefused: 550 5.1.1"


REFUSALS = [
    ("at_mail", "550 5.1.8 Bad sender's system address"),
    ("at_mail", "552 5.3.4 Message too big"),
    ("at_data", "550 5.4.5 Daily sending quota exceeded"),
    ("at_data", "554 5.6.0 Content refused"),
    ("answers", "550 5.4.5 Daily sending quota exceeded"),
    ("answers", "550 5.1.7 Bad sender's mailbox address syntax"),
    ("answers", "552 5.2.2 Mailbox full"),
    ("answers", "550 5.7.1 Relaying denied"),
    ("answers", "554 Your host is blocked"),
    ("answers", "550 Your host 10.5.1.33 is blocked"),
    ("answers", "550 relay not permitted"),
    ("answers", "550 Sender unknown"),
    ("answers", "553 Administrative prohibition"),
]


@pytest.mark.parametrize(("where", "said"), REFUSALS, ids=[f"{where}-{said}" for where, said in REFUSALS])
def test_what_may_be_about_us_buries_no_mail_and_marks_nobody(server, where, said):
    both = ("anna@conti.example", "ada@harbour.example")
    for address in both:
        queued(address)
    setattr(server, where, dict.fromkeys(both, said) if where == "answers" else said)
    loop.drain(at=AT)
    kept = [(mail.attempts, mail.send_at, mail.buried_at) for mail in Mail.objects.all()]
    assert kept == [(1, AT + deliver.RETRY_AFTER[0], None)] * 2
    assert not accounts.Mailbox.objects.exists()
    server.answers, server.at_mail, server.at_data = {}, "", ""
    loop.drain(at=AT + deliver.RETRY_AFTER[0])
    assert sorted(mail["To"] for mail in server.mails) == sorted(both)


@pytest.mark.parametrize(
    ("said", "status"), [("550 5.1.1 Unknown", "5.1.1"), ("550 5.2.1 Disabled", "5.2.1"), ("553 Unknown", "5.0.0")]
)
def test_a_recipient_who_is_not_there_is_marked_at_once(server, said, status):
    server.answers["gone@conti.example"] = said
    queued("gone@conti.example")
    loop.drain(at=AT)
    assert Mail.objects.get().buried_at == AT
    assert [(mailbox.email, mailbox.status) for mailbox in failing()] == [("gone@conti.example", status)]


def test_a_server_that_says_it_closes_is_not_asked_for_the_next_mail(server):
    server.at_mail = "421 Closing"
    queued("anna@conti.example")
    queued("ada@harbour.example")
    assert loop.mails(now=standing(AT)) == 1
    assert list(Mail.objects.order_by("send_at").values_list("attempts", "leased_until")) == [(0, None), (1, None)]


def test_what_was_given_up_is_sent_again_when_the_operator_says_so(server):
    server.at_data = "550 5.4.5 Daily sending quota exceeded"
    mail = queued()
    queued("ada@harbour.example", kind=SIGN_IN_CODE, code="123456")
    at = AT
    for wait in [timedelta(0), *deliver.RETRY_AFTER]:
        at += wait
        loop.drain(at=at)
    assert Mail.objects.filter(buried_at=at, attempts=9).count() == 2
    server.at_data = ""
    told = CliRunner().invoke(command_line(), ["mails", "retry"])
    assert (told.exit_code, told.output) == (
        0,
        "1 mails go out again.\n1 cannot: what they said is no longer kept.\n",
    )
    loop.drain(at=clock.now())
    assert [arrived["Message-ID"] for arrived in server.mails] == [f"<{mail.id}@localhost>"]
    assert Mail.objects.get(id=mail.id).buried_at is None
    assert CliRunner().invoke(command_line(), ["mails", "retry"]).output.startswith("No mail waits to be sent again.")


def test_mails_that_were_given_up_are_dismissed_by_their_id_or_their_address(server):
    gone = ["gone@conti.example", "Gone@conti.example", "anna@conti.example"]
    server.answers = dict.fromkeys(gone, "550 5.1.1 No such user")
    for to in (*gone, "ada@harbour.example"):
        queued(to)
    loop.drain(at=AT)
    waiting = queued("gone@conti.example")
    anna = Mail.objects.get(to="anna@conti.example")
    assert doctor.mails_go_out(AT).sentence.startswith("Mails: 3 given up")
    nothing = "segue: no mail that was given up has this id or went to this address."
    for named, said, left in (
        ("ada@harbour.example", nothing, 3),
        (str(waiting.id), nothing, 3),
        (str(anna.id), "Dismissed: 1.", 2),
        ("gone@CONTI.example", "Dismissed: 2.", 0),
        (str(anna.id), nothing, 0),
    ):
        told = CliRunner().invoke(command_line(), ["mails", "dismiss", named])
        assert (told.exit_code, told.output) == (int(said == nothing), f"{said}\n")
        assert deliver.buried().count() == left
    assert doctor.mails_go_out(AT).fine
    assert CliRunner().invoke(command_line(), ["mails", "retry"]).output == "No mail waits to be sent again.\n"
    kept = Mail.objects.filter(dismissed_at__isnull=False).values_list("to", "buried_at", "error")
    assert set(kept) == {(to, AT, "SMTPRecipientsRefused: 550 5.1.1") for to in gone}
    assert list(deliver.unsent()) == [waiting]


def test_a_mail_refused_for_now_is_tried_again_later(server):
    server.answers["anna@conti.example"] = "451 Come back later"
    queued()
    loop.drain(at=AT)
    assert (Mail.objects.get().attempts, Mail.objects.get().send_at) == (1, AT + deliver.RETRY_AFTER[0])
    server.answers.clear()
    loop.drain(at=AT + deliver.RETRY_AFTER[0])
    assert len(server.mails) == 1


def test_a_mail_of_a_worker_that_died_is_sent_after_the_lease_as_the_same_mail(server):
    mail = queued()
    deliver._claim(at=AT)
    assert loop.mails(now=standing(AT + deliver.LEASE - timedelta(seconds=1))) == 0
    assert loop.mails(now=standing(AT + deliver.LEASE)) == 1
    assert server.mails[0]["Message-ID"] == f"<{mail.id}@localhost>"


def test_a_slow_server_and_two_workers_send_each_mail_once(server):
    """The first mail takes eleven minutes: another worker has the second by then, and the third is held anew."""
    for address in ("anna@conti.example", "ada@harbour.example", "ben@harbour.example"):
        queued(address)
    times = iter([*[AT] * 4, *[AT + timedelta(minutes=11)] * 9])

    def meanwhile():
        if len(server.mails) == 1:
            second = Mail.objects.filter(to="ada@harbour.example")
            assert second.get().leased_until == AT + deliver.LEASE
            Mail.objects.filter(to="ben@harbour.example").update(send_at=AT + timedelta(days=1))
            assert loop.mails(now=standing(AT + timedelta(minutes=11))) == 1
            assert second.get().sent_at == AT + timedelta(minutes=11)
        return False

    assert loop.mails(now=lambda: next(times), stopping=meanwhile) == 3
    assert [mail["To"] for mail in server.mails] == ["anna@conti.example", "ada@harbour.example", "ben@harbour.example"]
    assert set(Mail.objects.values_list("leased_until", flat=True)) == {None}


def test_what_is_given_back_is_only_what_one_still_holds(server):
    queued()
    mails = deliver._claim(at=AT)
    deliver._claim(at=AT + deliver.LEASE)
    leased.let_go(mails, Mail.objects)
    assert Mail.objects.get().leased_until == AT + 2 * deliver.LEASE


def test_bodies_are_forgotten_after_thirty_days_and_those_with_a_code_at_once(server):
    queued()
    queued("ada@harbour.example", kind=SIGN_IN_CODE, code="123456")
    loop.drain(at=AT)
    assert "123456" in server.mails[1].get_body(("plain",)).get_content()
    assert Mail.objects.get(kind=SIGN_IN_CODE).text == Mail.objects.get(kind=SIGN_IN_CODE).html == ""
    assert deliver.forget_bodies(at=AT + timedelta(days=30)) == 0
    assert deliver.forget_bodies(at=AT + timedelta(days=30, seconds=1)) == 1
    assert Mail.objects.exclude(text="", html="").count() == 0


def test_of_mails_given_up_a_code_is_forgotten_at_once_and_the_body_after_thirty_days(server):
    for address in ("gone@conti.example", "gone@harbour.example"):
        server.answers[address] = "550 No such person"
    queued("gone@conti.example")
    queued("gone@harbour.example", kind=SIGN_IN_CODE, code="123456")
    loop.drain(at=AT)
    given_up = {mail.kind: (mail.text, mail.html) for mail in Mail.objects.filter(buried_at=AT)}
    assert given_up[SIGN_IN_CODE] == ("", "")
    assert "A line." in given_up["lead_new"][0]
    assert deliver.forget_bodies(at=AT + timedelta(days=30)) == 0
    assert deliver.forget_bodies(at=AT + timedelta(days=30, seconds=1)) == 1
    told = Mail.objects.get(kind="lead_new")
    assert (told.text, told.html, told.to) == ("", "", "gone@conti.example")
    assert told.error == "SMTPRecipientsRefused: 550"


def test_a_sign_in_code_leaves_by_the_queue_in_the_persons_language(server, client):
    world = people.world()
    Mail.objects.all().delete()
    client.post("/accounts/login/code/", {"email": "giulia@harbour.example"})
    mail = Mail.objects.get()
    assert (mail.to, mail.subject, mail.kind) == ("giulia@harbour.example", "Il codice per accedere", SIGN_IN_CODE)
    assert mail.text.startswith("Gentile Giulia Ferri,")
    assert re.search(r"^    \S{6,}$", mail.text, re.MULTILINE)
    assert world.giulia.name == "Giulia Ferri"
