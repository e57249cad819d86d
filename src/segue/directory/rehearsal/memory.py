"""What is known of partners at one moment of the past: what they took and passed up so far, and nothing else.

A file of leads holds no profiles. So nobody has said what it offers (term F is silent), and the text of a partner is
made of the deals it took: their words, codes and customers. The days of `ranking.fold` are kept as running sums.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from typing import TYPE_CHECKING

from segue.directory.ranking.decay import HALF_LIFE, means_of, signals_of
from segue.directory.ranking.facts import Candidate, Means, Need, Place
from segue.directory.ranking.fold import UNIT, fold
from segue.directory.ranking.history import Answer, Ending, History, Kind
from segue.directory.ranking.similarity import facets
from segue.directory.ranking.text import FIELD_WEIGHTS, Fields, Statistics, bm25
from segue.directory.rehearsal.called import Role
from segue.directory.rehearsal.deals import MOST_ALIKE, Deals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from segue.directory.ranking.history import Count
    from segue.directory.rehearsal.decisions import Decision
    from segue.directory.rehearsal.leads import PastLead

BEGIN = datetime(1970, 1, 1, tzinfo=UTC).date()
MOST_WORDS = 16
"""Of a long text, the words that tell most; the directory looks up no page of text either."""
TEXTS = 1 + MOST_ALIKE
"""A partner's text score adds up those of so many texts: all its deals together, and those most alike."""
FRESH_FOR = timedelta(days=14)
GROWN = 1.05
"""What is usual is looked at anew when so much more is known."""
MOST_BY_TEXT, MOST_BY_USE = 150, 50
"""Of more partners than these two together, those whose words fit best and those seen most are looked at."""
IN_TIME_MINUTES = 2 * 8 * 60
OF_A_DAY = 3
"""One minute in three is working time."""
TAKES = frozenset({Ending.WON, Ending.ACCEPTED, Ending.LOST})
WEAKEST_FIRST = (Ending.EXPIRED, Ending.DECLINED, Ending.ACCEPTED, Ending.LOST, Ending.WON)
MARK = "="
"""Stands in what is found as a word although nobody wrote it; in no word that somebody did."""


class Sums:
    """Decayed sums by kind and facet, each kept as it would have weighed long ago, so that adding is all there is."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], float] = defaultdict(float)

    def add(self, count: Count) -> None:
        """Add what one lead counts for."""
        half_life = HALF_LIFE.get(Kind(count.kind))
        growth = 2 ** ((count.day - BEGIN).days / half_life) if half_life else 1
        self._kept[count.kind, count.facet] += count.amount / UNIT * growth

    def at(self, moment: datetime) -> dict[tuple[str, str], float]:
        """Return the sums as they weigh at a moment."""
        days = (moment.date() - BEGIN).days
        fading = {kind.value: 2 ** (-days / half_life) for kind, half_life in HALF_LIFE.items()}
        return {(kind, facet): kept * fading.get(kind, 1.0) for (kind, facet), kept in self._kept.items()}


@dataclass(slots=True)
class Known:
    """One partner, as it has been seen so far."""

    key: str
    partner_id: UUID
    since: datetime
    sums: Sums = field(default_factory=Sums)
    countries: set[str] = field(default_factory=set)
    lengths: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    wins: int = 0
    candidate: Candidate | None = None
    candidate_at: datetime | None = None


class Memory:
    """What is known so far. `need`, `means` and `candidates` ask, `learn` adds what became of a lead."""

    def __init__(self, stems: Callable[[str], list[str]], names: Mapping[str, str], *, times_known: bool) -> None:
        self._stems = stems
        self._names = names
        self._times_known = times_known
        self.partners: dict[str, Known] = {}
        self.key_of: dict[UUID, str] = {}
        self._all = Sums()
        self._deals = Deals()
        self._postings: dict[str, dict[str, list[int]]] = defaultdict(dict)
        self._frequency: dict[str, int] = {}
        self._lengths = [0, 0, 0, 0]
        self._means: tuple[datetime, int, Means] | None = None
        self._learned = 0

    def need(self, lead: PastLead) -> Need:
        """Return what a lead asks for: its codes, and the words of it that tell most of those known."""
        index = self._statistics()
        known = [word for word in dict.fromkeys(self._stems(lead.text)) if word in self._postings]
        telling = nlargest(MOST_WORDS, known, key=lambda word: (index.weight(word), word))
        return _need(lead, words=(*_customer(lead), *_marks(lead), *telling))

    def means(self, at: datetime) -> Means:
        """Return what is usual; looked at anew every two weeks, and when much more is known."""
        if self._means is None or at - self._means[0] > FRESH_FOR or self._learned > GROWN * self._means[1]:
            half = TEXTS * self._statistics().half
            self._means = at, self._learned, means_of(self._all.at(at), half=half)
        return self._means[2]

    def candidates(self, need: Need, at: datetime) -> list[Candidate]:
        """Return the partners seen so far with their text scores for a need."""
        index, text = self._statistics(), self._deals.alike(need.words)
        counts: dict[str, dict[str, Fields]] = defaultdict(dict)
        for word in need.words:
            for key, count in self._postings.get(word, {}).items():
                counts[key][word] = Fields._make(count)
        for key, found in counts.items():
            own = bm25(need.words, found, Fields._make(self.partners[key].lengths), index)
            text[key] = text.get(key, 0.0) + own
        return [
            replace(self._candidate(self.partners[key], at), text=text.get(key, 0.0)) for key in self._looked_at(text)
        ]

    def _looked_at(self, text: Mapping[str, float]) -> Iterable[str]:
        if len(self.partners) <= MOST_BY_TEXT + MOST_BY_USE:
            return self.partners
        by_text = nlargest(MOST_BY_TEXT, text, key=lambda key: (text[key], key))
        by_use = nlargest(MOST_BY_USE, self.partners, key=lambda key: (self.partners[key].wins, key))
        return dict.fromkeys((*by_text, *by_use))

    def _candidate(self, known: Known, at: datetime) -> Candidate:
        if known.candidate is None or known.candidate_at is None or at - known.candidate_at > FRESH_FOR:
            known.candidate_at = at
            known.candidate = Candidate(
                known.partner_id,
                published_at=known.since,
                places=tuple(Place(country) for country in sorted(known.countries)),
                signals=signals_of(known.sums.at(at)),
            )
        return known.candidate

    def _statistics(self) -> Statistics:
        return Statistics(max(1, len(self.partners)), Fields._make(self._lengths), self._frequency)

    def learn(self, lead: PastLead) -> None:
        """Add what became of a lead."""
        facets_of = facets(_need(lead, words=()))
        by_partner = {
            one.partner: one for one in sorted(lead.decisions, key=lambda one: WEAKEST_FIRST.index(one.ending))
        }
        words = Counter(self._stems(lead.text)) if by_partner else Counter()
        for decision in by_partner.values():
            known = self._known(decision.partner, lead.at)
            # Long after, so that what silence says has been said.
            for count in fold(self._history(lead, decision, facets_of), at=lead.at + timedelta(days=3650)):
                known.sums.add(count)
                self._all.add(count)
            known.candidate = None
            if decision.ending in TAKES:
                known.wins += 1
                known.countries |= lead.codes[Role.COUNTRY]
                self._write(known, Fields(keywords=1), dict.fromkeys(_customer(lead), 1))
                self._write(known, Fields(offers=1), dict.fromkeys(_marks(lead), 1))
                self._write(known, Fields(description=1), words)
            self._learned += 1
        takers = [key for key, decision in by_partner.items() if decision.ending in TAKES]
        if takers:
            self._deals.add(_weights(lead, words), takers)

    def _known(self, key: str, at: datetime) -> Known:
        known = self.partners.get(key)
        if known is None:
            known = self.partners[key] = Known(key, uuid.uuid5(uuid.NAMESPACE_OID, key), at)
            self.key_of[known.partner_id] = key
            self._write(known, Fields(name=1), Counter(self._stems(self._names.get(key, key))))
        return known

    def _history(self, lead: PastLead, decision: Decision, facets_of: frozenset[str]) -> History:
        """As the score knows it; without times for answers nothing is said about how soon they came."""
        answer = None
        if self._times_known and decision.ending != Ending.EXPIRED:
            at = max(lead.at, decision.answered_at or lead.at)
            minutes = round((at - lead.at).total_seconds() / 60 / OF_A_DAY)
            answer = Answer(at, minutes, minutes <= IN_TIME_MINUTES, "said", decision.meaning)
        return History(
            lead.at,
            facets=facets_of,
            answer=answer,
            ending=decision.ending,
            ended_at=max(lead.at, lead.decided_at or lead.at),
            meaning=decision.meaning,
        )

    def _write(self, known: Known, where: Fields, words: Mapping[str, int]) -> None:
        place = where.index(1)
        for word, often in words.items():
            count = self._postings[word].get(known.key)
            if count is None:
                count = self._postings[word][known.key] = [0, 0, 0, 0]
                self._frequency[word] = self._frequency.get(word, 0) + 1
            count[place] += often
        known.lengths[place] += sum(words.values())
        self._lengths[place] += sum(words.values())


def _need(lead: PastLead, *, words: tuple[str, ...]) -> Need:
    codes = lead.codes
    size, language, country = (next(iter(codes[role]), "") for role in (Role.SIZE, Role.LANGUAGE, Role.COUNTRY))
    return Need(
        words=words,
        products=codes[Role.PRODUCT],
        services=codes[Role.SERVICE],
        industries=codes[Role.INDUSTRY],
        size=size,
        language=language,
        country=country,
        further=codes[Role.FACET] | ({f"customer:{lead.customer}"} if lead.customer else frozenset()),
    )


def _customer(lead: PastLead) -> tuple[str, ...]:
    return (f"customer{MARK}{lead.customer}",) if lead.customer else ()


def _marks(lead: PastLead) -> tuple[str, ...]:
    return tuple(sorted(f"{role}{MARK}{code}" for role, codes in lead.codes.items() for code in codes))


def _weights(lead: PastLead, words: Mapping[str, int]) -> dict[str, float]:
    """How much each word of a deal counts, as the fields of a profile do."""
    return {
        **{word: float(often * FIELD_WEIGHTS.description) for word, often in words.items()},
        **dict.fromkeys(_marks(lead), float(FIELD_WEIGHTS.offers)),
        **dict.fromkeys(_customer(lead), float(FIELD_WEIGHTS.keywords)),
    }
