"""Which past deals a lead resembles: BM25 once more, with every deal as a text of its own.

One partner's deals together say what it does; a single one that is just like this lead says more than many that are a
little like it. So both are looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING

from segue.directory.ranking.text import K1, B

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_ALIKE = 3
"""So many of a partner's deals count, those most alike."""
LATEST = 500
"""Of a word's deals the latest so many are looked at: time goes on, and work is bounded."""
COMMON = 0.2
"""A word in more than this share of all deals tells none apart."""
FEW = 50


class Deals:
    """The deals that were taken so far, by their words."""

    def __init__(self) -> None:
        self._by_word: dict[str, deque[tuple[int, float]]] = defaultdict(lambda: deque(maxlen=LATEST))
        self._having: Counter[str] = Counter()
        self._takers: list[tuple[str, ...]] = []
        self._lengths: list[int] = []
        self._together = 0

    def add(self, weights: Mapping[str, float], takers: Iterable[str]) -> None:
        """Add a deal: by word, how much it counts there."""
        number = len(self._takers)
        self._takers.append(tuple(takers))
        self._lengths.append(len(weights))
        self._together += len(weights)
        for word, weight in weights.items():
            self._by_word[word].append((number, weight))
            self._having[word] += 1

    def alike(self, words: Iterable[str]) -> dict[str, float]:
        """Return by partner how much its deals most alike resemble what has these words."""
        found: dict[int, float] = defaultdict(float)
        together = len(self._takers)
        for word in words:
            having = self._having.get(word, 0)
            if not having or (together > FEW and having > COMMON * together):
                continue
            rarity = log(1 + (together - having + 0.5) / (having + 0.5)) * (K1 + 1)
            for number, weight in self._by_word[word]:
                held_back = K1 * (1 - B + B * self._lengths[number] * together / self._together)
                found[number] += rarity * weight / (weight + held_back)
        by_partner: dict[str, list[float]] = defaultdict(list)
        for number, score in found.items():
            for key in self._takers[number]:
                by_partner[key].append(score)
        return {key: sum(nlargest(MOST_ALIKE, scores)) for key, scores in by_partner.items()}
