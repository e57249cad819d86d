"""Term T: how well the words of a profile answer those that are looked for. BM25 over fields, from whole numbers.

Whole numbers, because both databases keep them alike; so the same profiles get the same text score on both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import fsum, log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

K1, B = 1.2, 0.75
"""How soon a repeated word stops counting, and how much longer texts are held back: the usual values."""


class Fields(NamedTuple):
    """One whole number for each field of a profile: how often a word stands in it, or how many words it has."""

    name: int = 0
    keywords: int = 0
    """Skills and keywords."""
    offers: int = 0
    """Products and services."""
    description: int = 0


FIELD_WEIGHTS = Fields(name=3, keywords=4, offers=2, description=1)


@dataclass(frozen=True, slots=True)
class Statistics:
    """What an index says of all its profiles together."""

    profiles: int
    lengths: Fields
    """Words in each field, over all profiles."""
    frequency: Mapping[str, int] = field(default_factory=dict)
    """In how many profiles a word stands anywhere."""

    def weight(self, word: str) -> float:
        """Return the inverse document frequency of a word: the rarer, the more; never negative."""
        having = self.frequency.get(word, 0)
        return log(1 + (self.profiles - having + 0.5) / (having + 0.5))

    @property
    def half(self) -> float:
        """Return b50, the score at which a text counts half: that of two good matches of words 1 profile in 100 has."""
        return 2 * log(1 + (0.99 * self.profiles + 0.5) / (0.01 * self.profiles + 0.5))


def bm25(words: Iterable[str], counts: Mapping[str, Fields], lengths: Fields, statistics: Statistics) -> float:
    """Return the field-weighted BM25 of a profile for some words, whatever their order; 0 where none stands in it.

    `counts`: by word, how often it stands in each field of the profile (others may be left out); `lengths`: how many
    words each field has.
    """
    held_back = [
        1 - B + B * length * statistics.profiles / total if total else 1.0
        for length, total in zip(lengths, statistics.lengths, strict=True)
    ]
    found = []
    for word in dict.fromkeys(words):
        count = counts.get(word)
        if count is None:
            continue
        often = sum(w * n / held for w, n, held in zip(FIELD_WEIGHTS, count, held_back, strict=True))
        found.append(statistics.weight(word) * (K1 + 1) * often / (K1 + often))
    return fsum(found)


def relevance(bm25: float, half: float) -> float:
    """Return x of the term: b/(b + b50), in [0, 1)."""
    return bm25 / (bm25 + half) if bm25 > 0 else 0.0
