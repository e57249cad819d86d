"""What the words of a question mean to the index: their stems, what an unfinished or mistyped one may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Length

from segue.directory.gazetteer.look_up import starts_with
from segue.directory.models import SearchCount, SearchWord
from segue.directory.search.found import Instead
from segue.directory.search.stems import stem
from segue.kit.compiled import rows, several
from segue.kit.spelling import one_slip_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet


MOST_ENDINGS = 8
"""An unfinished word stands for so many words at most, those that most profiles have."""
MOST_MEANT = 3
"""A mistyped word is looked for as so many others at most."""
MOST_LOOKED_AT = 200
MOST_LETTERS = 20
"""A longer word is not corrected: it is no slip, and would be compared with hundreds of others."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What is looked for: for each word the stems it stands for, any of which will do; and what was corrected."""

    words: tuple[tuple[str, ...], ...] = ()
    instead: tuple[Instead, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many rows lexemes stand, as far as they were asked for."""

    number: dict[str, int]

    def of(self, lexeme: str) -> int:
        """Return in how many rows a lexeme stands."""
        return self.number.get(lexeme, 0)

    @classmethod
    def read(cls, keys: Iterable[str]) -> Counts:
        """Read the counts of some lexemes in one statement."""
        asked = several("key", sorted(set(keys)))
        return cls(dict(rows(("search.counts", len(asked)), _counts, asked)))


def _counts(keys: Mapping[str, Any]) -> list[QuerySet[SearchCount, Any]]:
    return [SearchCount.objects.filter(key__in=keys.values()).values_list("key", "number")]


def stems_of(typed: Sequence[str], languages: tuple[str, ...]) -> list[str]:
    """Return the stems of typed words."""
    return [stem(word, languages) for word in typed]


def meant_by(typed: Sequence[str], stems: Sequence[str], counts: Counts) -> Meant:
    """Return what typed words mean, by the counts of their stems; looks further only for words that no row has."""
    found: list[tuple[str, ...]] = []
    instead: list[Instead] = []
    for place, (word, known) in enumerate(zip(typed, stems, strict=True)):
        if counts.of(known):
            found.append((known,))
            continue
        endings = _endings(word) if place == len(typed) - 1 else ()
        if endings:
            found.append(endings)
            continue
        others = _slips(word)
        if others:
            instead.append(Instead(word, tuple(other for other, _stem in others)))
        found.append(tuple(dict.fromkeys(other_stem for _other, other_stem in others)) or (known,))
    return Meant(tuple(found), tuple(instead))


def _endings(beginning: str) -> tuple[str, ...]:
    """Return the stems of the words that begin so, those that most rows have first."""
    stems = dict.fromkeys(known for _word, known in _known(starts_with("word", beginning)))
    return tuple(stems)[:MOST_ENDINGS]


def _slips(word: str) -> list[tuple[str, str]]:
    """Return the words one slip away, one for each stem, with their stems; those that most rows have first."""
    if len(word) > MOST_LETTERS:
        return []
    by_stem: dict[str, str] = {}
    for other, known in _known(Q(word__in=one_slip_away(word))):
        by_stem.setdefault(known, other)
    return [(other, known) for known, other in by_stem.items()][:MOST_MEANT]


def _known(condition: Q) -> list[tuple[str, str]]:
    """Return words of the dictionary that some row has, with their stems; those that most rows have first."""
    number = SearchCount.objects.filter(key=OuterRef("stem")).values("number")
    words = SearchWord.objects.filter(condition).annotate(number=Subquery(number)).filter(number__gt=0)
    found = words.order_by("-number", Length("word"), "word").values_list("word", "stem", "number")[:MOST_LOOKED_AT]
    # Once more: databases do not agree on the alphabet.
    known = sorted(found, key=lambda one: (-one[2], len(one[0]), one[0]))
    return [(word, stem) for word, stem, _number in known]
