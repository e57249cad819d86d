"""Who hears which fact, and what is done again and again: the two tables that tie the rooms together.

A fact that no row names stays unheard in the outbox (`segue doctor` says so); a test wants a row for every fact told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from segue.outbox import dispatch
from segue.requests.actions.inbox import release_overdue
from segue.store import counters

if TYPE_CHECKING:
    from datetime import datetime

    from segue.outbox.dispatch import Handler


class Act(Protocol):
    """What a duty does: a function of the moment."""

    def __call__(self, *, at: datetime) -> object:
        """Do it as of a moment."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something done again and again: by one worker at a time, every so often."""

    act: Act
    every: timedelta

    @property
    def hold(self) -> timedelta:
        """Return for how long a worker keeps it; a dead worker's comes back after that (15 s to 10 min)."""
        return min(max(self.every * 3, timedelta(seconds=15)), timedelta(minutes=10))


FACTS: dict[str, tuple[Handler, ...]] = {
    "profile.published": (),
    "partner.left": (),
    "person.removed": (),
    "request.received": (),
    "request.confirmed": (),
    "request.held": (),
    "request.withdrawn": (),
    "request.chosen": (),
}

RECURRING: dict[str, Duty] = {
    "outbox.forget": Duty(dispatch.forget_done, timedelta(hours=1)),
    "store.forget": Duty(counters.forget_old, timedelta(hours=1)),
    "requests.release": Duty(release_overdue, timedelta(minutes=1)),
}
