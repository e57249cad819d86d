"""Weights learnt from the past, to be tried beside those set by hand; nothing but a rehearsal uses them.

A conditional logit: who of those ranked took the lead, given their terms. It is drawn to the weights set by hand, knows
only leads whose end was known by then, and no weight becomes negative, so that each promise of the score holds for it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import astuple
from math import exp
from typing import TYPE_CHECKING

from segue.directory.ranking.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.score import Scored

    Choice = tuple[list[tuple[float, ...]], list[int]]
    """The terms of those ranked, and which of them took the lead."""

POINTS_A_FOLD = 5.0
"""By hand, so many points more make it e times as likely to be chosen."""
DRAW = 20.0
"""How strongly weights are drawn to those by hand, in leads."""
LATEST, FEWEST = 200, 50
"""So many leads are learnt from: the latest; before the fewest, the weights by hand are kept."""
AMONG = 20
GROWN = 1.25
ROUNDS, STEP = 20, 2.0
TOGETHER = 100.0


class Learned:
    """Learns from each lead once its end is known; `weights` says what is best by then."""

    def __init__(self, by_hand: Weights) -> None:
        self._by_hand = [points / POINTS_A_FOLD for points in astuple(by_hand)]
        self.weights = by_hand
        self._waiting: deque[tuple[datetime, Choice]] = deque()
        self._choices: deque[Choice] = deque(maxlen=LATEST)
        self._seen, self._fitted_at = 0, FEWEST / GROWN

    def add(self, scored: Sequence[Scored], takers: Collection[UUID], *, known_at: datetime) -> None:
        """Note how those who took a lead compared with the best ranked; learnt from when it is known."""
        among = sorted(scored, key=lambda one: -one.total)
        kept = among[:AMONG] + [one for one in among[AMONG:] if one.partner_id in takers]
        taken = [n for n, one in enumerate(kept) if one.partner_id in takers]
        if taken:
            self._waiting.append((known_at, ([tuple(one.x) for one in kept], taken)))

    def learn(self, at: datetime) -> None:
        """Learn from what is known by a moment, when that is a quarter more than last time."""
        while self._waiting and self._waiting[0][0] <= at:
            self._choices.append(self._waiting.popleft()[1])
            self._seen += 1
        if self._seen >= GROWN * self._fitted_at:
            self._fitted_at = self._seen
            fitted = _fit(self._choices, self._by_hand)
            self.weights = Weights(*(TOGETHER * weight / sum(fitted) for weight in fitted))


def _fit(choices: Collection[Choice], by_hand: Sequence[float]) -> list[float]:
    """Return the weights that make the choices most likely, less what it costs to leave those by hand."""
    weights = list(by_hand)
    for _ in range(ROUNDS):
        slope = [DRAW * (hand - weight) for hand, weight in zip(by_hand, weights, strict=True)]
        for terms, taken in choices:
            for n, excess in enumerate(_excess(terms, taken, weights)):
                slope[n] += excess
        step = STEP / (len(choices) + DRAW)
        weights = [max(0.0, weight + step * rise) for weight, rise in zip(weights, slope, strict=True)]
    return weights


def _excess(terms: Sequence[tuple[float, ...]], taken: Sequence[int], weights: Sequence[float]) -> list[float]:
    """How much more of each term those who took it have than was to be expected."""
    appeal = [sum(map(float.__mul__, weights, map(float, x))) for x in terms]
    most = max(appeal)
    chances = [exp(one - most) for one in appeal]
    together = sum(chances)
    expected = [
        sum(chance * x[n] for chance, x in zip(chances, terms, strict=True)) / together for n in range(len(weights))
    ]
    return [sum(terms[one][n] for one in taken) / len(taken) - expected[n] for n in range(len(weights))]
