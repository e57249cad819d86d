"""The web server behind `segue serve`: granian, whose workers hear that they are to end whenever they are told.

`python -m segue.web_server HOST PORT WORKERS APPLICATION`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from segue.tethered import TO_END

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS_TO_LISTEN = 1
"""A worker listens a few milliseconds after it has loaded the application; a busy machine takes longer."""
LOOK_SECONDS = 0.1


def main(host: str, port: str, workers: str, application: str) -> None:
    """Serve a WSGI application, `module:name`, until SIGTERM; requests in flight are answered first."""
    Server(
        application,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        # A thread is taken while a form is still arriving, so a few slow phones must leave one free (see `turns`).
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        # No workers_kill_timeout: a request may take longer, `serve` sees to who does not end at all, and granian often
        # counts a worker that has ended as one that refuses (two of its threads wait for the same process).
    ).serve(target_loader=_load)


def _load(application: str) -> Callable[..., Any]:
    # Before the first thread that an import may start: a signal would find one that does not hold it off.
    signal.pthread_sigmask(signal.SIG_BLOCK, TO_END)
    since: list[float] = []
    Thread(target=_hear, args=(since,), name="hear", daemon=True).start()
    module, name = application.split(":")
    loaded: Callable[..., Any] = getattr(import_module(module), name)
    since.append(time.monotonic())
    return loaded


def _hear(since: list[float]) -> None:
    """Pass the signal on to granian once it listens: it forgets one that comes just before. While Segue loads, end."""
    number = signal.sigwait(TO_END)
    if not since:
        os._exit(0)
    time.sleep(max(0, since[0] + SECONDS_TO_LISTEN - time.monotonic()))
    while not callable(handler := signal.getsignal(number)):
        time.sleep(LOOK_SECONDS)
    handler(number, None)


if __name__ == "__main__":
    main(*sys.argv[1:])
