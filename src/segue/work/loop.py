"""The worker's loop: recurring duties, facts, notices, mails; then a second of rest when nothing was to do."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connections

from segue import wiring
from segue.kit import clock
from segue.outbox import dispatch
from segue.work import recurring

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from threading import Event
    from types import FrameType

IDLE_SECONDS = 1.0
LONGEST_WAIT = 30.0
"""The longest pause, in seconds, while the database is away."""
MOST_TURNS = 10_000

log = structlog.get_logger(__name__)


def work(*, stop: Event, once: bool = False) -> None:
    """Work until `stop` is set, or with `once` until nothing is to do; outlive a database that goes away.

    The job in hand is finished; others that were claimed with it go back at once.
    """
    wait = IDLE_SECONDS
    while not stop.is_set():
        try:
            busy = turn(at=clock.now(), stopping=stop.is_set)
        except (OperationalError, InterfaceError) as error:
            log.warning("worker.database-away", wait=wait, error=str(error).strip())
            connections.close_all()
            stop.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)
            continue
        wait = IDLE_SECONDS
        if not busy:
            if once:
                return
            stop.wait(IDLE_SECONDS)


def turn(*, at: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Do what is to do at a moment, in small portions; return how much was done (0: nothing was to do)."""
    done = recurring.run_due(wiring.RECURRING, at=at)
    done += dispatch.expand(wiring.FACTS, at=at)
    done += _jobs(at=at, stopping=stopping)
    return done


def drain(*, at: datetime) -> int:
    """Do everything that is to do at a moment and return how much; for commands, demo worlds and tests."""
    done = 0
    for _ in range(MOST_TURNS):
        more = turn(at=at)
        if not more:
            return done
        done += more
    message = f"still something to do after {MOST_TURNS} turns"
    raise RuntimeError(message)


def _jobs(*, at: datetime, stopping: Callable[[], bool]) -> int:
    jobs = dispatch.claim(at=at)
    for number, job in enumerate(jobs):
        if stopping():
            dispatch.give_back(jobs[number:])
            return number
        heard = dispatch.run(job, wiring.FACTS, at=at)
        log.debug("job.done" if heard else "job.put-off", handler=job.handler, key=job.message.key)
    return len(jobs)


def speak() -> None:
    """Say what is being done, job by job."""
    logging.getLogger("segue").setLevel(logging.DEBUG)


def stop_on_signals(stop: Event) -> None:
    """Let SIGTERM and Ctrl-C set `stop`, so that the worker ends after the job in hand."""

    def told(number: int, _frame: FrameType | None) -> None:
        log.info("worker.stopping", signal=signal.Signals(number).name)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
