"""Runs a module tied to the process that started it: when that one is gone, however it went, this one ends too.

`python -m segue.tethered MODULE [ARGUMENTS]`, started with a pipe as standard input into which nobody writes. The
starter is the only one to hold its other end, which closes when it dies, by SIGKILL too, on every system.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from threading import Thread
from time import sleep

SECONDS_TO_STOP = 20


def main() -> None:
    """Run the module as if it had been started itself, with its own arguments."""
    Thread(target=_end_with_starter, args=(os.dup(0),), name="tether", daemon=True).start()
    # The module's own processes inherit standard input: the pipe is not for them.
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 -- a number is wanted, not a file
        os.dup2(nothing.fileno(), 0)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_starter(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    # As a supervisor would: politely, and after a while for good.
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(SECONDS_TO_STOP)
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
