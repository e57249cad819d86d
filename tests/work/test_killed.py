"""A worker that is killed in the middle of its work loses nothing, and a mail sent twice is recognisably the same."""

import random
import subprocess
import time
from collections import Counter, defaultdict
from email import message_from_bytes, policy
from threading import Timer

import pytest
from aiosmtpd.controller import Controller

from segue.kit import clock
from segue.leads.models import Type
from segue.notifications.models import Mail, Notice
from segue.outbox.models import Job, Message
from segue.programme.queries import forget
from segue.store.models import Lease
from segue.work.loop import drain
from tests import make, people
from tests.processes import WORKER, await_that, environment, free_port, kill, running

LEADS_A_ROUND = 3
MOST_AT_ONCE = 24
MOMENTS = ("before the mail server answers", "after it answered", "while it hears facts")


class MailServer:
    """A mail server's inside: keeps what comes and kills who brings the n-th mail, before or after its answer."""

    def __init__(self, dice):
        self.dice = dice
        self.mails = []
        self.bringer = None
        self.moment, self.left = "", 0

    def await_worker(self, bringer, moment, *, waiting):
        self.bringer, self.moment, self.left = bringer, moment, self.dice.randint(1, min(waiting, MOST_AT_ONCE))

    @property
    def different(self):
        return len({mail["Message-ID"] for mail in self.mails})

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.left -= 1
        if self.left == 0 and self.moment == MOMENTS[0]:
            self.bringer.kill()
        if self.left == 0 and self.moment == MOMENTS[1]:
            Timer(self.dice.uniform(0, 0.004), self.bringer.kill).start()
        return "250 OK"


@pytest.fixture
def mail_server():
    box = MailServer(random.Random(4))  # noqa: S311 -- when to kill, not a secret
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture
def aurora(transactional_db):
    forget()
    made = people.world(clock.now())
    drain(at=clock.now())
    Mail.objects.all().delete()
    yield made
    forget()


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.soak)])
def test_a_killed_worker_loses_no_mail(aurora, mail_server, tmp_path, figure, kills):
    env = environment(tmp_path, SEGUE_SMTP_HOST="127.0.0.1", SEGUE_SMTP_PORT=str(mail_server.port))
    killed, leads = Counter(), 0
    for number in range(kills):
        for _ in range(LEADS_A_ROUND):
            leads += 1
            a_lead(aurora, leads)
        moment = MOMENTS[number % 3]
        with running(WORKER, env) as worker:
            mail_server.await_worker(worker, moment, waiting=2 * leads - mail_server.different)
            killed[kill_at(moment, worker, mail_server)] += 1
        the_leases_run_out()
    with running(WORKER, env):
        assert await_that(lambda: not waiting(), seconds=600, every=0.1)

    expected = {("ben@harbour.example", f"New lead: Conti {n}") for n in range(1, leads + 1)}
    expected |= {(f"anna{n}@conti.example", "Harbour IT will contact you") for n in range(1, leads + 1)}
    ids = defaultdict(set)
    for mail in mail_server.mails:
        ids[mail["To"], mail["Subject"]].add(mail["Message-ID"])
    assert set(ids) == expected
    assert {len(of_one) for of_one in ids.values()} == {1}
    assert Mail.objects.count() == len(expected)
    repeats = len(mail_server.mails) - len(expected)
    figure(
        f"{kills} kills of the worker {dict(killed)}: {len(expected)} mails, 0 lost, {repeats} came again as themselves"
    )


def a_lead(world, number):
    copy = {"customer_company": f"Conti {number}", "customer_email": f"anna{number}@conti.example"}
    copy |= {"sender_person_id": world.sven.person_id, "sender_name": "Sven Olsen", "customer_language": "en"}
    make.lead(world, at=clock.now(), type=Type.SALES, by=world.sven, **copy)


def kill_at(moment, worker, mail_server):
    """Kill it at its moment, or when that does not come; return which it was."""
    if moment == MOMENTS[2]:
        unheard = Message.objects.filter(expanded_at__isnull=True)
        if await_that(lambda: not unheard.exists(), seconds=60):
            time.sleep(mail_server.dice.uniform(0, 0.3))
            kill(worker)
            return moment
    try:
        worker.wait(timeout=60)
    except subprocess.TimeoutExpired:
        kill(worker)
        return "idle"
    return moment


def the_leases_run_out():
    """What waiting for some minutes would do."""
    for rows in (Mail.objects, Job.objects):
        rows.filter(leased_until__isnull=False).update(leased_until=clock.now())
    Lease.objects.update(held_until=clock.now())


def waiting():
    unheard = Message.objects.filter(expanded_at__isnull=True).exists() or Job.objects.filter(done_at=None).exists()
    return (
        unheard
        or Notice.objects.filter(mail=None, dropped_at=None).exists()
        or Mail.objects.filter(sent_at=None).exists()
    )
