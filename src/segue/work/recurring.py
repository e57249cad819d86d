"""Do the recurring duties that are due, each by one worker at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from segue.kit import faults
from segue.kit.away import is_away
from segue.store import leases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from segue.kit.clock import Clock
    from segue.wiring import Duty

log = structlog.get_logger(__name__)


def run_due(duties: Mapping[str, Duty], *, now: Clock) -> int:
    """Do what is due and return how many duties were done; a failure is written down and tried at its next turn."""
    done = 0
    for name in leases.due(duties, at=now()):
        duty, at = duties[name], now()
        held_until = leases.take(name, at=at, hold=duty.hold)
        if held_until is not None:
            error = _try(name, duty, at=at)
            leases.give_back(name, held_until=held_until, at=at, next_at=at + duty.every, error=error)
            done += 1
    return done


def _try(name: str, duty: Duty, *, at: datetime) -> str:
    try:
        duty.act(at=at)
    except Exception as error:
        if is_away(error):
            raise  # nothing can be written down, the lease brings the duty back
        log.error("duty.failed", duty=name, exc_info=error)  # noqa: TRY400 -- exc_info is given
        return faults.told(error)
    return ""
