"""How the web server behind `segue serve` ends when it is told to."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from threading import Thread

import httpx
import pytest

from segue.serve import web_command
from tests.processes import await_that, free_port

ROOT = Path(__file__).resolve().parent.parent

SLOW_TO_LOAD = """
import os, pathlib, time
pathlib.Path(f"loading-{os.getpid()}").touch()
time.sleep(60)
"""
SLOW_TO_ANSWER = """
import pathlib, time
def application(environ, start_response):
    pathlib.Path("asked").touch()
    time.sleep(6)
    start_response("200 OK", [("Content-Length", "8")])
    return [b"answered"]
"""
QUICK_TO_LOAD = """
import os, pathlib, threading, time
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()  # it must not be the one that hears signals
pathlib.Path(f"loaded-{os.getpid()}").touch()
def application(environ, start_response): ...
"""


@pytest.fixture
def start(tmp_path):
    """Start a web server of two workers with an application made of these lines."""
    started = []

    def start(lines, port):
        (tmp_path / "application.py").write_text(lines, encoding="utf-8")
        command = web_command(host="127.0.0.1", port=port, workers=2, application="application:application")
        path = os.pathsep.join([str(ROOT / "src"), str(tmp_path)])
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def end(process):
    """Tell a server to end; return after how many seconds it has, and what it said."""
    told = time.monotonic()
    process.terminate()
    _, said = process.communicate(timeout=20)
    return time.monotonic() - told, said


def test_workers_that_still_load_segue_end_at_once(start, tmp_path):
    process = start(SLOW_TO_LOAD, free_port())
    assert await_that(lambda: len(list(tmp_path.glob("loading-*"))) == 2)
    seconds, said = end(process)
    assert said == b""
    assert process.returncode == 0
    assert seconds < 4


@pytest.mark.parametrize("rounds", [4, pytest.param(200, marks=pytest.mark.soak)])
def test_workers_that_begin_to_listen_do_not_miss_that_they_are_to_end(start, tmp_path, rounds):
    # granian's own miss it in about one round of fifty, and have to be killed.
    for one in range(rounds):
        process = start(QUICK_TO_LOAD, free_port())
        assert await_that(lambda: any(tmp_path.glob("loaded-*")), every=0.001)
        time.sleep(0.006 * one / rounds)
        seconds, said = end(process)
        assert (said, process.returncode) == (b"", 0)
        assert seconds < 4
        for loaded in tmp_path.glob("loaded-*"):
            loaded.unlink()


def test_a_request_that_takes_long_is_answered_before_the_server_ends(start, tmp_path):
    port, answers = free_port(), []
    process = start(SLOW_TO_ANSWER, port)
    assert await_that(lambda: _listens(port))
    asking = Thread(target=lambda: answers.append(httpx.get(f"http://127.0.0.1:{port}/", timeout=20).text))
    asking.start()
    assert await_that((tmp_path / "asked").exists)
    _, said = end(process)
    asking.join()
    assert answers == ["answered"]
    assert said == b""
    assert process.returncode == 0


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
