"""The commands that tell, set up and serve."""

import contextlib
import json
import os
import shutil
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from segue.accounts.models import Membership, Person
from segue.cli import command_line, demo, doctor
from segue.notifications import deliver
from segue.serve import Child, NoFreePort, free_port
from segue.work.loop import drain
from tests import make, people

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "segue.sqlite3"
SETUP = ["setup", "--name", "A", "--vendor", "A", "--inbox", "p@a.example"]
SETUP += ["--admin-name", "V", "--admin-email", "v@a.example"]


@pytest.mark.django_db
def test_explain_tells_events_facts_jobs_and_mails_in_time_order_without_the_customer(mailoutbox):
    world = people.world()
    made = make.lead(world, "accepted")
    drain(at=world.at + timedelta(hours=2))
    told = CliRunner().invoke(command_line(), ["explain", str(made.id)]).output
    lines = told.splitlines()
    assert lines[0].endswith("at Harbour IT, Bergen: accepted, version 2")
    assert [line[21:26].strip() for line in lines[2:6]] == ["event", "fact", "event", "fact"]
    assert "accept by partner (Ada Berg)" in told
    assert "notifications.tell_leads.accepted: done" in told
    assert "customer_accepted to a contact without an account: sent" in told
    assert lines[2:] == sorted(lines[2:], key=lambda line: line[:19])
    assert not [word for word in ("Anna", "anna@", "555 0101") if word in told]


@pytest.mark.django_db
def test_explain_and_the_doctor_show_of_what_failed_no_address_and_no_word_of_the_customer(monkeypatch):
    """A mail server repeats the address it refuses, and a fault may hold what it was about."""
    world = people.world()
    refused = smtplib.SMTPRecipientsRefused({"anna@conti.example": (550, b"5.1.1 <anna@conti.example>: unknown")})

    def refuse(*_mails):
        raise refused

    def stumble(*_notices, **_at):
        raise ValueError("Anna Conti, 555 0101")

    later = world.at + timedelta(hours=2)
    mailed, unwritten = make.lead(world, "accepted"), None
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        drain(at=later)
        unwritten = make.lead(world, at=later)
        patched.setattr("segue.notifications.post.letter_of", stumble)
        drain(at=later)
    told = [CliRunner().invoke(command_line(), ["explain", str(lead.id)]).output for lead in (mailed, unwritten)]
    assert "given up: SMTPRecipientsRefused: 550 5.1.1" in told[0]
    assert "to be written, failed: ValueError at notifications/post.py:" in told[1]
    told.append(doctor.mails_go_out(later).sentence)
    assert told[2].endswith(": SMTPRecipientsRefused: 550 5.1.1")
    deliver.dismiss("anna@conti.example", at=later)
    told.append(CliRunner().invoke(command_line(), ["explain", str(mailed.id)]).output)
    assert "customer_accepted to a contact without an account: dismissed" in told[3]
    assert "Ada Berg: dismissed" not in told[3]
    assert not [word for word in ("Anna", "anna@", "ada@", "555 0101") if word in "".join(told)]


@pytest.mark.django_db
def test_explain_knows_no_other_lead():
    result = CliRunner().invoke(command_line(), ["explain", "01a20831-b51b-7186-ae05-0c8fa7ed2933"])
    assert result.exit_code == 1


@pytest.mark.django_db
def test_setup_makes_the_programme_and_its_first_admin_once():
    options = ["setup", "--name", "Aurora Partners", "--vendor", "Aurora Software", "--inbox", "p@aurora.example"]
    options += ["--admin-name", "Vera Lind", "--admin-email", "vera@aurora.example"]
    result = CliRunner().invoke(command_line(), options)
    assert "Vera Lind signs in at http://localhost:8000/accounts/login/code/" in result.output
    assert Membership.objects.get().roles == ["programme_admin"]
    assert CliRunner().invoke(command_line(), options).exit_code == 1


@pytest.mark.django_db
def test_the_demo_writes_who_can_sign_in(tmp_path, monkeypatch):
    people.world()
    monkeypatch.setattr("segue.web.demo.people.reverse", lambda name, args: f"/demo/sign-in/{args[0]}")
    assert demo.write_people(tmp_path / "demo.json") == 12
    written = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))
    vera = written["people"][0]
    assert (vera["name"], vera["role"], vera["company"]) == ("Vera Lind", "Programme admin", "Aurora Software")
    assert vera["sign_in_url"].startswith("http://localhost:8000/demo/sign-in/")
    assert Membership.objects.get(person__email="vera@aurora.example").person.check_password(vera["password"])


@pytest.fixture
def demo_starts(monkeypatch, tmp_path):
    """`segue demo` up to the moment in which it would listen; the world it builds is the tests' own."""
    served = []
    monkeypatch.setenv("SEGUE_DEMO", "1")
    monkeypatch.setenv("SEGUE_BASE_URL", "http://localhost:8000")
    monkeypatch.setattr("segue.web.demo.people.reverse", lambda name, args: f"/demo/sign-in/{args[0]}")
    monkeypatch.setattr("segue.worlds.aurora.build", lambda _at: people.world())
    monkeypatch.setattr("segue.worlds.searches.search_around", lambda _at: None)
    monkeypatch.setattr("segue.cli.demo.make_what_is_missing", lambda: None)
    monkeypatch.setattr("segue.cli.demo.supervisor.serve", lambda **_where: served.append(True))
    monkeypatch.setattr("django.conf.settings.DATA", tmp_path)
    return lambda *options: (CliRunner().invoke(command_line(), ["demo", *options]), len(served))


@pytest.mark.django_db
@pytest.mark.parametrize("options", [[], ["--fresh"]])
def test_the_demo_touches_no_programme_that_it_has_not_built(demo_starts, tmp_path, options):
    world = people.world()
    before = list(Person.objects.order_by("id").values())
    result, served = demo_starts(*options)
    assert (result.exit_code, served) == (1, 0)
    assert "holds a programme that no demo of this version has built." in result.stderr
    assert list(Person.objects.order_by("id").values()) == before
    assert world.person(world.vera).name == "Vera Lind"
    assert not (tmp_path / "demo.json").exists()


@pytest.mark.django_db
def test_the_demo_fills_an_empty_database_and_knows_it_again(demo_starts, tmp_path):
    assert demo_starts()[1] == 1
    first = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))["people"][0]
    result, served = demo_starts()
    assert (result.exit_code, served) == (0, 2)
    again = json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))["people"][0]
    assert (first["name"], again["name"]) == ("Vera Lind", "Vera Lind")
    assert first["password"] != again["password"]


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


def test_without_a_free_port_it_says_so(monkeypatch):
    monkeypatch.setattr("segue.serve.PORTS_TRIED", 0)
    with pytest.raises(NoFreePort, match="no free port from 8000"):
        free_port(8000)


@pytest.fixture
def served(tmp_path, migrated):
    """A Segue of its own: after `segue migrate`, `segue serve` on a free port."""
    shutil.copy(migrated / DATABASE, tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"SEGUE_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src"), "SEGUE_HOSTS": "localhost"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")} | settings
    command = [sys.executable, "-m", "segue"]
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        yield process, f"http://localhost:{port}"
        process.send_signal(signal.SIGTERM)


def wait_until(condition, seconds=40):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if found := condition():
            return found
        time.sleep(0.2)
    pytest.fail("it did not happen in time")


def healthy(address):
    try:
        return httpx.get(f"{address}/health").status_code == 200
    except httpx.TransportError:
        return False


def children_of(process):
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
    return {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0") for pid in found}


def workers_of(process):
    return [pid for pid, words in children_of(process).items() if "work" in words]


def test_serve_restarts_a_dead_child_and_ends_all_on_sigterm(served):
    process, address = served
    wait_until(lambda: healthy(address))
    [worker] = workers_of(process)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: set(workers_of(process)) - {worker})
    everybody = list(children_of(process))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert not [pid for pid in everybody if Path(f"/proc/{pid}").exists()]
    assert not healthy(address)


def test_when_serve_is_killed_its_children_end_by_themselves(served):
    process, address = served
    wait_until(lambda: healthy(address))
    assert len(children_of(process)) == 2
    process.kill()
    # Everybody below it holds the other end: it is at its end when the last of them has gone.
    told, _ = process.communicate(timeout=30)
    assert address.encode() in told
    assert not healthy(address)


def test_what_a_dead_child_had_started_does_not_live_on(tmp_path):
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    sleeper = f"import time; held = open({str(alive)!r}, 'w'); time.sleep(60)"
    starter = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleeper!r}])"
    child = Child("web", [sys.executable, "-c", starter])
    child.start()
    with alive.open("rb") as everybody:
        child.process.wait(timeout=30)
        child.look()
        assert everybody.read() == b""


@pytest.mark.parametrize(
    "options",
    [
        SETUP,
        ["work", "--once"],
        ["serve", "--port", "8290"],
        ["explain", "01a20831-b51b-7186-ae05-0c8fa7ed2933"],
    ],
    ids=lambda options: options[0],
)
def test_on_an_empty_database_each_command_says_what_to_run_first(tmp_path, options):
    empty = {"SEGUE_DATA": str(tmp_path), "SEGUE_DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    command = [sys.executable, "-m", "segue", *options]
    ended = subprocess.run(
        command, env={**os.environ, **empty}, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == "segue: the database lacks the tables of this version. Run: segue migrate"
    assert "Traceback" not in ended.stderr


@pytest.fixture
def worn(tmp_path, migrated):
    """A database whose migrations are noted as applied, with a table that is not what this version wants."""
    settings = {"SEGUE_DATA": str(tmp_path), "SEGUE_DATABASE_URL": f"sqlite:///{tmp_path}/worn.sqlite3"}
    environment = {**os.environ, **settings}
    shutil.copy(migrated / DATABASE, tmp_path / "worn.sqlite3")
    with contextlib.closing(sqlite3.connect(tmp_path / "worn.sqlite3")) as database:
        database.execute("DROP TABLE leads_lead")
        database.execute("ALTER TABLE programme_programme RENAME COLUMN answer_days TO days")
        database.commit()
    return environment


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (SETUP, "table programme_programme has no column named answer_days"),
        (
            ["explain", "01a20831-b51b-7186-ae05-0c8fa7ed2933"],
            "no such table: leads_lead",
        ),
    ],
    ids=["setup", "explain"],
)
def test_on_tables_of_another_version_a_command_ends_with_a_sentence(worn, options, told):
    command = [sys.executable, "-m", "segue", *options]
    ended = subprocess.run(command, env=worn, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == f"segue: the database refuses ({told}). See what is wrong: segue doctor"
    assert "Traceback" not in ended.stderr


def test_on_tables_of_another_version_the_doctor_says_so_and_looks_on(worn):
    command = [sys.executable, "-m", "segue", "doctor"]
    ended = subprocess.run(command, env=worn, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "WRONG  Tables: they are not those of this version: no such table: leads_lead." in ended.stdout
    assert "ok     Duties: none fails." in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_database_that_cannot_be_reached_ends_each_command_with_a_sentence(tmp_path):
    settings = {"SEGUE_DATA": str(tmp_path), "SEGUE_DATABASE_URL": "postgresql://segue@127.0.0.1:1/segue"}
    for options in (["migrate"], ["demo"], ["work", "--once"]):
        ended = subprocess.run(
            [sys.executable, "-m", "segue", *options],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 1, options
        assert ended.stderr.splitlines()[-1].startswith("segue: the database "), options
        assert "Traceback" not in ended.stderr, options


@pytest.mark.parametrize(
    "command", ["migrate", "setup", "serve", "work", "doctor", "explain", "demo", "backup", "restore", "reindex"]
)
def test_each_command_explains_itself_and_refuses_what_it_does_not_know(command):
    told = CliRunner().invoke(command_line(), [command, "--help"])
    assert told.exit_code == 0
    assert command in CliRunner().invoke(command_line(), ["--help"]).output
    assert CliRunner().invoke(command_line(), [command, "--nothing"]).exit_code == 2
