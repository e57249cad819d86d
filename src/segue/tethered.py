"""Runs a module tied to the process that started it: when that one is gone, however it went, this one ends too.

`python -m segue.tethered MODULE [ARGUMENTS]`, started with a pipe as standard input into which nobody writes. The
starter is the only one to hold its other end, which closes when it dies, by SIGKILL too, on every system. What the
module forks ends when it is told to, from its first moment on.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from threading import Thread
from time import sleep

SECONDS_TO_STOP = 20
TO_END = {signal.SIGTERM, signal.SIGINT}


def main() -> None:
    """Run the module as if it had been started itself, with its own arguments."""
    Thread(target=_end_with_starter, args=(os.dup(0),), name="tether", daemon=True).start()
    # The module's own processes inherit standard input: the pipe is not for them.
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 -- a number is wanted, not a file
        os.dup2(nothing.fileno(), 0)
    os.register_at_fork(before=_hold_signals, after_in_parent=_let_signals_in, after_in_child=_begin_anew)
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


def _hold_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, TO_END)


def _let_signals_in() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TO_END)


def _begin_anew() -> None:
    """Let a new process end by these signals, before the first can reach it, until it says otherwise itself.

    It has inherited handlers that speak to its parent. While granian's workers loaded Segue, they took a SIGTERM with
    them, heard nothing and had to be killed.
    """
    for number in TO_END:
        signal.signal(number, signal.SIG_DFL)
    _let_signals_in()


if __name__ == "__main__":
    main()
