"""The worker's loop: recurring duties, facts, notices, mails; then a second of rest when nothing was to do."""

from __future__ import annotations

import logging
import signal
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connections

from segue import wiring
from segue.kit import clock
from segue.notifications import deliver, post
from segue.outbox import dispatch
from segue.work import recurring

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from threading import Event
    from types import FrameType

    from segue.kit.clock import Clock

IDLE_SECONDS = 1.0
LONGEST_WAIT = 30.0
"""The longest pause, in seconds, while the database is away."""
PATIENCE_SECONDS = 15
"""How long a mail that is being sent may take once the worker is told to stop."""
MOST_TURNS = 10_000

log = structlog.get_logger(__name__)


def work(*, stop: Event, once: bool = False) -> None:
    """Work until `stop` is set, or with `once` until nothing is to do; outlive a database that goes away.

    With `once` whatever fails is raised, a database that is away too: whoever asked for one turn is there to read it.
    The job in hand is finished; others that were claimed with it go back at once. Mails are sent by a thread of their
    own: a mail server that does not answer must not keep leads from expiring.
    """
    do = partial(turn, now=clock.now, stopping=stop.is_set)
    send = partial(mails, now=clock.now, stopping=stop.is_set)
    if once:
        _repeat(lambda: do() + send(), stop=stop, once=True)
        return
    postman = Thread(target=_send_mails, args=(send, stop), name="mails", daemon=True)
    postman.start()
    _repeat(do, stop=stop)
    postman.join(timeout=PATIENCE_SECONDS)


def _send_mails(send: Callable[[], int], stop: Event) -> None:
    try:
        _repeat(send, stop=stop)
    finally:
        connections.close_all()


def _repeat(act: Callable[[], int], *, stop: Event, once: bool = False) -> None:
    wait = IDLE_SECONDS
    while not stop.is_set():
        try:
            busy = act()
        except (OperationalError, InterfaceError) as error:
            if once:
                raise
            log.warning("worker.database-away", wait=wait, error=str(error).strip())
        except Exception as error:  # a fault of ours: said loudly, and the other work goes on
            if once:
                raise
            log.error("worker.failed", wait=wait, exc_info=error)  # noqa: TRY400 -- exc_info is given
        else:
            wait = IDLE_SECONDS
            if not busy:
                if once:
                    return
                stop.wait(IDLE_SECONDS)
            continue
        connections.close_all()
        stop.wait(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def turn(*, now: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Do what is to do, in small portions, each as of its own moment; return how much was done (0: nothing)."""
    done = recurring.run_due(wiring.RECURRING, now=now)
    done += dispatch.expand(wiring.FACTS, at=now())
    done += _jobs(now=now, stopping=stopping)
    done += post.post_notices(at=now())
    return done


def mails(*, now: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Send a batch of mails and return how many were tried; 0 also while the mail server is away."""
    try:
        return deliver.deliver(now=now, stopping=stopping)
    except deliver.MailServerAway as away:
        log.warning("mail-server.away", error=str(away))
        return 0


def drain(*, at: datetime) -> int:
    """Do everything that is to do at a moment and return how much; for commands, demo worlds and tests."""
    now, done = clock.standing(at), 0
    for _ in range(MOST_TURNS):
        more = turn(now=now) + mails(now=now)
        if not more:
            return done
        done += more
    message = f"still something to do after {MOST_TURNS} turns"
    raise RuntimeError(message)


def _jobs(*, now: Clock, stopping: Callable[[], bool]) -> int:
    jobs = dispatch.claim(at=now())
    begun = 0
    try:
        for job in jobs:
            if stopping():
                break
            begun += 1
            heard = dispatch.run(job, wiring.FACTS, now=now)
            log.debug("job.done" if heard else "job.put-off", handler=job.handler, key=job.message.key)
    finally:
        dispatch.give_back(jobs[begun:])
    return begun


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
