"""Many threads that start together, each with its own connection, kept for the next round."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connections

Errand = Callable[[], Any]
PATIENCE = 900
"""Seconds: only what hangs takes so long, also on a machine that has much else to do."""


class Crowd:
    """`together` runs one errand in each thread at the same moment and returns what came of each, in order."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pool = ThreadPoolExecutor(size)

    def together(self, errands: Sequence[Errand]) -> list[Any]:
        assert len(errands) <= self.size
        gate = Barrier(len(errands))
        return [done.result(timeout=PATIENCE) for done in [self.pool.submit(_run, gate, errand) for errand in errands]]

    def leave(self) -> None:
        gate = Barrier(self.size)
        closing = [self.pool.submit(_run, gate, connections.close_all) for _ in range(self.size)]
        for done in closing:
            done.result(timeout=PATIENCE)
        self.pool.shutdown()


def _run(gate: Barrier, errand: Errand) -> Any:
    gate.wait(timeout=PATIENCE)
    try:
        return errand()
    except Exception as error:  # noqa: BLE001 -- what came of it is for the test to judge
        return error


@contextmanager
def crowd(size: int) -> Iterator[Crowd]:
    gathered = Crowd(size)
    try:
        yield gathered
    finally:
        gathered.leave()
