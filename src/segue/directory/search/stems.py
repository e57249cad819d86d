"""The stems of words, by which "migrations" finds "migration" and "magazzini" finds "magazzino"."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import snowballstemmer

from segue.kit.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

ALGORITHMS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def stems(text: str, languages: Iterable[str]) -> list[str]:
    """Return the stem of each word of a text, in order."""
    known = tuple(languages)
    return [stem(word, known) for word in words(text)]


@lru_cache(maxsize=100_000)
def stem(word: str, languages: tuple[str, ...]) -> str:
    """Return the stem of a folded word: the shortest that any of the programme's languages makes of it.

    Nobody says in which language a profile or a question is written, so both are treated alike.
    """
    made = [_stemmer(ALGORITHMS[language]).stemWord(word) for language in languages if language in ALGORITHMS]
    return min((one for one in made if one), key=lambda one: (len(one), one), default=word)


@cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
