"""The web server behind `segue serve`: granian, whose workers hear that they are to end whenever they are told.

`python -m segue.web_server HOST PORT WORKERS APPLICATION`.
"""

from __future__ import annotations

import signal
import sys
import time
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable

TO_END = {signal.SIGTERM, signal.SIGINT}
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
    module, name = application.split(":")
    loaded: Callable[..., Any] = getattr(import_module(module), name)
    signal.pthread_sigmask(signal.SIG_BLOCK, TO_END)
    Thread(target=_hear, args=(time.monotonic(),), name="hear", daemon=True).start()
    return loaded


def _hear(loaded: float) -> None:
    """Pass the signal on to granian once it listens: it forgets one that comes just before."""
    number = signal.sigwait(TO_END)
    time.sleep(max(0, loaded + SECONDS_TO_LISTEN - time.monotonic()))
    while not callable(handler := signal.getsignal(number)):
        time.sleep(LOOK_SECONDS)
    handler(number, None)


if __name__ == "__main__":
    main(*sys.argv[1:])
