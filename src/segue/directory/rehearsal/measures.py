"""What the places of winners come to: the usual measures, each with an interval, and who was never shown."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from segue.directory.rehearsal.replay import SEGUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from segue.directory.rehearsal.replay import Judged, Replayed

DEEP = 10
HITS = (1, 5, 10, 20)
MEASURES = ("ndcg@10", "mrr", *(f"hit@{depth}" for depth in HITS))
ROUNDS = 1_000
BLOCKS = 100
"""Neighbouring leads are drawn together: they are alike, and single draws would make the intervals too narrow."""
LOW, HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over leads with its 95 % interval."""

    value: float
    low: float
    high: float


def of_lead(places: Sequence[int]) -> tuple[float, ...]:
    """Return the measures of one lead from the places (0: none) of those who took it, in the order of `MEASURES`."""
    found = sorted(place for place in places if place)
    gain = sum(1 / log2(1 + place) for place in found if place <= DEEP)
    ideal = sum(1 / log2(1 + place) for place in range(1, min(len(places), DEEP) + 1))
    best = found[0] if found else 0
    return (gain / ideal, 1 / best if best else 0.0, *(float(0 < best <= depth) for depth in HITS))


def figures(judged: Sequence[Judged], *, seed: int = 1) -> dict[str, dict[str, Figure]]:
    """Return the figures by order and measure; of the others also less those of "segue", as "segue - popularity"."""
    systems = list(judged[0].places)
    by_system = {system: [of_lead(one.places[system]) for one in judged] for system in systems}
    compared = {
        f"{SEGUE} - {other}": [
            tuple(own - others for own, others in zip(one, two, strict=True))
            for one, two in zip(by_system[SEGUE], by_system[other], strict=True)
        ]
        for other in systems
        if other != SEGUE
    }
    return {
        name: dict(zip(MEASURES, _figures(values, seed), strict=True))
        for name, values in (by_system | compared).items()
    }


def _figures(values: Sequence[tuple[float, ...]], seed: int) -> list[Figure]:
    """Bootstrapped over blocks of neighbours; by the same seed, so that orders are compared on the same draws."""
    blocks = [[*map(sum, zip(*block, strict=True)), len(block)] for block in _blocks(values)]
    draw = random.Random(seed)  # noqa: S311 -- a bootstrap
    rounds = []
    for _ in range(ROUNDS):
        drawn = [list(column) for column in zip(*draw.choices(blocks, k=len(blocks)), strict=True)]
        size = sum(drawn[-1])
        rounds.append([sum(column) / size for column in drawn[:-1]])
    found = []
    for n, column in enumerate(zip(*rounds, strict=True)):
        ordered = sorted(column)
        low, high = ordered[round(LOW * (ROUNDS - 1))], ordered[round(HIGH * (ROUNDS - 1))]
        found.append(Figure(sum(value[n] for value in values) / len(values), low, high))
    return found


def _blocks(values: Sequence[tuple[float, ...]]) -> Iterable[Sequence[tuple[float, ...]]]:
    size = max(1, -(-len(values) // BLOCKS))
    return (values[start : start + size] for start in range(0, len(values), size))


def gini(shares: Sequence[float]) -> float:
    """Return how unevenly something is shared: 0 all alike, towards 1 one has it all."""
    ordered, together = sorted(shares), sum(shares)
    if not together:
        return 0.0
    ranked = sum(place * share for place, share in enumerate(ordered, start=1))
    return 2 * ranked / (len(ordered) * together) - (len(ordered) + 1) / len(ordered)


def exposure_gini(replayed: Replayed) -> float:
    """Return the Gini coefficient of views of the first page over all partners seen."""
    never = replayed.partners - len(replayed.exposure)
    return gini([*replayed.exposure.values(), *([0.0] * never)])


def never_seen_before(judged: Sequence[Judged]) -> float:
    """Return the share of those who took a lead that had never been seen before it."""
    return sum(one.new for one in judged) / sum(len(one.places[SEGUE]) for one in judged)
