"""All partners that answer a question, in the order in which they are shown: walk the index, choose, score, order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import TYPE_CHECKING

from segue.directory.exposure import cell_of, shares_in
from segue.directory.ordering import weights_of
from segue.directory.ranking.order import order
from segue.directory.ranking.proximity import halved
from segue.directory.ranking.score import attainable
from segue.directory.ranking.text import relevance
from segue.directory.ranking.ties import Draw
from segue.directory.search import index
from segue.directory.search.ask import VOUCHED_KINDS, WITHIN_KM
from segue.directory.search.asked import understood
from segue.directory.search.candidates import (
    MOST_CANDIDATES,
    Maker,
    codes,
    eligible,
    is_named,
    kilometres_to,
    rough_texts,
    texts,
    vouched_for,
)
from segue.directory.search.found import COUNTED_TO
from segue.directory.search.lexemes import REMOTE
from segue.directory.search.wanted import tier_at, turned
from segue.directory.signals import TIERS, means, signals_of
from segue.kit.ids import keyed_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from uuid import UUID

    from segue.directory.ranking.facts import Candidate, Need
    from segue.directory.ranking.order import Placed
    from segue.directory.ranking.terms import Terms
    from segue.directory.ranking.text import Statistics
    from segue.directory.search.ask import Search
    from segue.directory.search.asked import Asked
    from segue.directory.search.candidates import Told
    from segue.directory.search.wanted import Row, Wanted
    from segue.programme.queries import Rules

WALKED = 1_000
"""So many rows are looked at, the best tiers first; one more tells that there are more."""
ENOUGH = 20
"""Fewer that have all the words of a question are joined by those who have some of them."""
MOST_STRONG = 300
"""Of more than can be looked at, so many are looked at that have the words where they weigh most."""


@dataclass(frozen=True)
class Answer:
    """Everybody who answers a question as far as they were looked at."""

    asked: Asked
    rows: list[Row]
    """Everybody found, to be counted, without those who turned out not to be shown.

    Where more were found than are `placed`, the others were not asked: who takes a break is among them.
    """
    more: bool
    """Whether there are further ones, who were not looked at."""
    any_word: bool
    placed: list[Placed]
    candidates: Mapping[UUID, Candidate]
    told: Mapping[UUID, Told]
    need: Need


def answer(query: Search, rules: Rules) -> Answer:
    """Return who answers a question, best first, in a number of statements that does not hang on how many there are."""
    asked = understood(query, rules)
    walked, more, any_word = _walked(asked, today=today_of(query, rules), rules=rules)
    # Who is full is known beforehand, so nobody is looked at in vain.
    rows = [row for row in walked if row.profile_id not in query.full or is_named(row.name, query)]
    need, statistics = asked.need(), asked.statistics()
    usual = means(half=statistics.half)
    weights = weights_of(rules.ordering.tenths)
    best = rows
    if len(rows) > MOST_CANDIDATES:
        best = _promising(rows, need, statistics, attainable(need, weights), _turn(query))
    chosen = {row.profile_id: row for row in best}
    of_text = dict(zip(chosen, texts(chosen.values(), need.words, statistics), strict=True))
    told = eligible(chosen, query)
    maker = Maker(rules, today_of(query, rules), codes(rules), signals_of(told), query.unanswered(list(told)))
    candidates = {key: maker.candidate(key, row, told[key], of_text[key]) for key, row in chosen.items() if key in told}
    placed = order(
        need,
        list(candidates.values()),
        weights=weights,
        means=usual,
        at=first_asked(query),
        seed=_seed(),
        query_key=key_of(query),
        page_size=query.limit,
        newcomers_slot=rules.ordering.newcomers_slot,
        shares=shares_in(cell_of(need)) if rules.ordering.exposure_cap else None,
    )
    hidden = {row.spot for key, row in chosen.items() if key not in told}
    seen = [row for row in rows if row.spot not in hidden]
    return Answer(asked, seen, more, any_word, placed, candidates, told, need)


def how_many(asked: Asked, rules: Rules) -> int:
    """Return how many would answer a question, counted up to `COUNTED_TO`.

    Where few do, these are the ones that can be shown; of more, what the index has, also who takes a break or is only
    near the circle.
    """
    walked = _walk(asked, asked.every_word(), limit=MOST_CANDIDATES + 1)
    if len(walked) > MOST_CANDIDATES:
        return index.count(asked.every_word(), limit=COUNTED_TO)
    meant = _meant(asked, today=today_of(asked.query, rules), rules=rules)
    return len(eligible({row.profile_id: row for row in filter(meant, walked)}, asked.query))


# --- the walk --------------------------------------------------------------------------------------------------


def _walked(asked: Asked, *, today: str, rules: Rules) -> tuple[list[Row], bool, bool]:
    """Return who is found, whether there are more, and whether some of them have only some of the words."""
    meant = _meant(asked, today=today, rules=rules)
    walked = _walk(asked, asked.every_word(), limit=WALKED + 1)
    rows, more, any_word = list(filter(meant, walked[:WALKED])), len(walked) > WALKED, False
    # Counted after distances are measured: who is only near the circle is not found.
    if len(rows) < ENOUGH and not more and len(asked.meant.words) > 1:
        walked = _walk(asked, asked.any_word(), limit=WALKED + 1)
        rows, more, any_word = _joined(rows, filter(meant, walked[:WALKED])), len(walked) > WALKED, True
    if more and asked.meant.words and not any_word:
        rows = _joined(rows, filter(meant, _walk(asked, asked.strongly(), limit=MOST_STRONG)))
    return rows, more, any_word


def _joined(rows: list[Row], others: Iterable[Row]) -> list[Row]:
    known = {row.spot for row in rows}
    return [*rows, *(row for row in others if row.spot not in known)]


def _walk(asked: Asked, wanted: Wanted, *, limit: int) -> list[Row]:
    return index.walk(wanted, limit=limit, counts=asked.counts.number, rows=asked.rows(), tiers=asked.tiers())


def _meant(asked: Asked, *, today: str, rules: Rules) -> Callable[[Row], bool]:
    """Return whether a row is near enough, where the grid was only near it, and what it is asked for is in force."""
    said = {(kind, code) for kind, code in asked.query.tags.items() if kind in VOUCHED_KINDS}
    point, within = asked.place.point, asked.query.within or WITHIN_KM

    def is_meant(row: Row) -> bool:
        if said and not said <= {(kind, code) for kind, code, _covers in vouched_for(row, today=today, rules=rules)}:
            return False
        if point is None or REMOTE in row.marks.split(" "):
            return True
        km = kilometres_to(row, point)
        return km is not None and km <= within

    return is_meant


def _promising(rows: Sequence[Row], need: Need, statistics: Statistics, most: Terms[int], turn: int) -> list[Row]:
    """Return those of many rows of whom tier, text and distance together promise the most points.

    `turn` decides between those who promise as much: as many of them have their turn each day as there is room for.
    """
    half = statistics.half
    of_tier = most.responsiveness + most.outcome + most.report

    def promise(row: Row, text: float) -> tuple[float, int]:
        points = of_tier * tier_at(row.spot) / len(TIERS)
        points += most.text * relevance(text, half)
        if need.point is not None:
            km = kilometres_to(row, need.point)
            points += most.proximity * (0.0 if km is None else halved(km))
        return -points, turned(row.spot, turn)

    promised = zip(map(promise, rows, rough_texts(rows, need.words, statistics)), rows, strict=True)
    return [row for _promise, row in nsmallest(MOST_CANDIDATES, promised)]


# --- the same question -----------------------------------------------------------------------------------------


def key_of(query: Search) -> str:
    """Return what makes two questions the same, whichever page of it is asked for."""
    return json.dumps(query.filters(), sort_keys=True)


def first_asked(query: Search) -> datetime:
    """Return when the first page of this answer was asked for: its day draws the turns of all its pages."""
    return datetime.fromisoformat(query.after[0]) if query.after else query.at


def today_of(query: Search, rules: Rules) -> str:
    """Return the day of a question in the programme's calendar (ISO)."""
    return query.at.astimezone(rules.zone).date().isoformat()


def _turn(query: Search) -> int:
    draw = Draw(_seed(), key_of(query), first_asked(query))
    return int.from_bytes(draw.of("looked at")[:5])


def _seed() -> bytes:
    return keyed_digest("directory-turns")
