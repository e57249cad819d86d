"""The same thing done to many rows, where one that cannot be done must not stand in the way of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import structlog

from segue.kit.away import is_away

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

log = structlog.get_logger(__name__)
_Thing = TypeVar("_Thing")


def each_in_turn(things: Iterable[_Thing], act: Callable[[_Thing], bool]) -> int:
    """Act on each thing and return for how many `act` said that it was done.

    The first fault is raised once all had their turn, so that whoever runs the duty writes it down; a database that
    is away is raised at once.
    """
    done = 0
    fault: Exception | None = None
    for thing in things:
        try:
            done += act(thing)
        except Exception as error:  # whatever is wrong with one, the others have their turn
            if is_away(error):
                raise
            log.exception("turn.failed")
            fault = fault or error
    if fault is not None:
        raise fault
    return done
