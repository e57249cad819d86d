"""Slips of the hand: what else somebody may have meant to type. Pure."""

from __future__ import annotations

from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LATIN = ascii_lowercase + digits
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω"
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґћђјљњџ"
SHORTEST = 4
"""A shorter word is one slip away from too many others to guess which was meant."""


def one_slip_away(word: str) -> frozenset[str]:
    """Return every word that one slip away from a folded one: a letter left out, added, changed, or two swapped.

    Some 50 times as many as it has letters; nothing for a word of fewer than four.
    """
    if len(word) < SHORTEST:
        return frozenset()
    return frozenset(_slips(word)) - {word}


def _slips(word: str) -> Iterator[str]:
    letters = _letters_of(word)
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in letters:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _letters_of(word: str) -> str:
    if any("\u0370" <= letter < "\u0400" for letter in word):
        return GREEK
    if any("\u0400" <= letter < "\u0530" for letter in word):
        return CYRILLIC
    return LATIN
