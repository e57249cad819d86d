"""The supervisor behind `segue serve`: one web server and one worker, restarted when they die, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Sequence

log = structlog.get_logger(__name__)

PORTS_TRIED = 50
SECONDS_TO_STOP = 20
"""Longer than a request or a job takes; a mail server's time-out is longer, but a mail is sent again anyway."""
STEADY_SECONDS = 60
LONGEST_WAIT = 30
LOOK_SECONDS = 0.25


class NoFreePort(Exception):  # noqa: N818 -- it reads as what happened
    """Every port that was tried is taken."""


def free_port(wanted: int, *, host: str = "127.0.0.1") -> int:
    """Return `wanted`, or the next port on which nobody listens; raise NoFreePort after 50."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise NoFreePort(f"no free port from {wanted} to {wanted + PORTS_TRIED - 1}")


@dataclass
class Child:
    """A process that should be running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        """Start it."""
        # A session of its own: Ctrl-C comes to us alone, and each child is told once. Told twice, granian hangs.
        # The pipe is its tether: see `segue.tethered`.
        self.process = subprocess.Popen(  # noqa: S603 -- our own, no shell
            self.command, stdin=subprocess.PIPE, start_new_session=True
        )
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again when it has died and its pause is over: 1 s, then twice as long each time, at most 30 s."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.failures = 1 if now - self.started > STEADY_SECONDS else self.failures + 1
        pause = min(2 ** (self.failures - 1), LONGEST_WAIT)
        log.error("child.died", child=self.name, code=code, again_in=pause)
        self._forget(self.process)
        self.process, self.not_before = None, now + pause

    def _forget(self, dead: subprocess.Popen[bytes]) -> None:
        if dead.stdin:
            dead.stdin.close()
        # What it had started would live on, and two web servers on one port silently share its requests.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(dead.pid, signal.SIGKILL)

    def end(self, number: int) -> None:
        """Send it a signal if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def web_command(*, host: str, port: int, workers: int, application: str = "segue.wsgi:application") -> list[str]:
    """Return the command line of the web server."""
    return tethered("segue.web_server", host, str(port), str(workers), application)


def tethered(module: str, *arguments: str) -> list[str]:
    """Return the command line that runs a module which ends when we are gone, even by SIGKILL."""
    return [sys.executable, "-m", "segue.tethered", module, *arguments]


def web_workers() -> int:
    """Return how many web processes run: one on SQLite (one writer at a time anyway), else one per core."""
    from django.conf import settings  # noqa: PLC0415 -- ports are chosen before settings are read

    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    return 1 if sqlite else len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def supervise(children: Sequence[Child], *, stop: threading.Event) -> None:
    """Keep the children running until `stop` is set, then end them: politely, and after 20 s for good."""
    for child in children:
        child.start()
    try:
        while not stop.wait(LOOK_SECONDS):
            for child in children:
                child.look()
    finally:
        for child in children:
            child.end(signal.SIGTERM)
        limit = time.monotonic() + SECONDS_TO_STOP
        for child in children:
            _await(child, until=limit)


def _await(child: Child, *, until: float) -> None:
    if child.process is None:
        return
    try:
        child.process.wait(timeout=max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        log.warning("child.killed", child=child.name)
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def serve(*, host: str, port: int, worker: bool = True) -> None:
    """Serve pages and work until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    from django.conf import settings  # noqa: PLC0415 -- see web_workers

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # else whitenoise warns that it is not there
    children = [Child("web", web_command(host=host, port=port, workers=web_workers()))]
    if worker:
        children.append(Child("worker", tethered("segue", "work")))
    supervise(children, stop=stop)
