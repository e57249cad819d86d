"""Replay leads in the order of time: rank with what was known then, look where the winner stood, learn, go on."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from segue.directory.ranking.exposure import worth
from segue.directory.ranking.newcomers import LEAST_FIT, is_newcomer
from segue.directory.ranking.order import arrange
from segue.directory.ranking.score import scores
from segue.directory.ranking.ties import Draw
from segue.directory.rehearsal.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from segue.directory.ranking.facts import Candidate
    from segue.directory.ranking.score import Scored
    from segue.directory.ranking.weights import Weights
    from segue.directory.rehearsal.leads import Past, PastLead

SEGUE, NO_NEWCOMERS, TEXT_ONLY, POPULARITY, RANDOM = "segue", "without newcomers", "text only", "popularity", "random"
"""The orders that are compared: the score with all its rules, without the newcomers' place, and the baselines."""
PAGE = 10
BEST, NEWCOMERS = 60, 5
"""So many of the best, and of the best newcomers, are put in order: as a search finds them, and not everybody."""
NEXT_DAY = timedelta(days=1)
WARM_UP = 0.2


@dataclass(frozen=True, slots=True)
class Judged:
    """Where those who took one lead stood in each order; 0: not among those known."""

    row: int
    places: dict[str, tuple[int, ...]]
    new: int
    """How many of those who took it had never been seen before."""


@dataclass(slots=True)
class Replayed:
    """What a replay found."""

    judged: list[Judged] = field(default_factory=list)
    exposure: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Views of the first page by partner, each worth what its position is."""
    partners: int = 0
    leads: int = 0
    stopped: bool = False


def replay(
    past: Past,
    *,
    weights: Weights,
    stems: Callable[[str], list[str]],
    seed: bytes,
    warm_up: float = WARM_UP,
    known_after: timedelta = timedelta(0),
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> Replayed:
    """Return where the winners stood. The first `warm_up` of the leads is only learnt from.

    What became of a lead is known `known_after` the decision where the file has its date, else after it was published;
    never on the same day. Interrupted by Ctrl-C, it returns what it has found so far.
    """
    replayed = Replayed(leads=len(past.leads))
    memory = Memory(stems, past.names, times_known=_times_known(past))
    waiting = sorted(past.leads, key=lambda lead: _known_at(lead, known_after), reverse=True)
    begins = round(len(past.leads) * warm_up)
    try:
        for n, lead in enumerate(past.leads):
            while waiting and _known_at(waiting[-1], known_after) <= lead.at:
                memory.learn(waiting.pop())
            if n >= begins and lead.taken_by() and memory.partners:
                replayed.judged.append(_judge(lead, memory, weights, seed, replayed.exposure))
            tell(n + 1, len(past.leads))
    except KeyboardInterrupt:
        replayed.stopped = True
    replayed.partners = len(memory.partners)
    return replayed


def _known_at(lead: PastLead, after: timedelta) -> datetime:
    at = max(lead.at, lead.decided_at or lead.at) + after
    return at.replace(hour=0, minute=0, second=0, microsecond=0) + NEXT_DAY


def _times_known(past: Past) -> bool:
    """Whether the file says anything about answers in time: when they came, or that none did."""
    decisions = (one for lead in past.leads for one in lead.decisions)
    return any(one.answered_at is not None or one.ending == "expired" for one in decisions)


def _judge(lead: PastLead, memory: Memory, weights: Weights, seed: bytes, exposure: defaultdict[str, float]) -> Judged:
    need, means = memory.need(lead), memory.means(lead.at)
    candidates = everybody = memory.candidates(need, lead.at)
    scored = scores(need, candidates, weights, means)
    draw = Draw(seed, str(lead.row), lead.at)
    scored, candidates = _ahead(scored, candidates, lead.at)
    orders = {}
    for system, slot in ((SEGUE, True), (NO_NEWCOMERS, False)):
        placed = arrange(scored, candidates, type_=need.type, means=means, draw=draw, newcomers_slot=slot)
        orders[system] = [memory.key_of[one.partner_id] for one in placed]
    for place, key in enumerate(orders[SEGUE][:PAGE], start=1):
        exposure[key] += worth(place)
    by_text = sorted(everybody, key=lambda one: (-one.text, one.partner_id))
    orders[TEXT_ONLY] = [memory.key_of[one.partner_id] for one in by_text]
    orders[POPULARITY] = sorted(memory.partners, key=lambda key: (-memory.partners[key].wins, key))
    shuffled = sorted(memory.partners)
    random.Random(f"{seed.hex()}{lead.row}").shuffle(shuffled)  # noqa: S311 -- no secret hangs on it
    orders[RANDOM] = shuffled
    takers = sorted(lead.taken_by())
    places = {system: tuple(_place(key, order) for key in takers) for system, order in orders.items()}
    return Judged(lead.row, places, sum(key not in memory.partners for key in takers))


def _ahead(
    scored: Sequence[Scored], candidates: Sequence[Candidate], at: datetime
) -> tuple[list[Scored], list[Candidate]]:
    """Keep those who can reach the first pages: the best, and the newcomers whose score is best."""
    pairs = sorted(zip(scored, candidates, strict=True), key=lambda pair: (-pair[0].total, pair[0].partner_id))
    new = [pair for pair in pairs if pair[0].x.fit >= LEAST_FIT and is_newcomer(pair[1], at=at)]
    kept = {pair[0].partner_id: pair for pair in (*pairs[:BEST], *new[:NEWCOMERS])}
    return [one for one, _candidate in kept.values()], [candidate for _one, candidate in kept.values()]


def _place(key: str, order: Sequence[str]) -> int:
    try:
        return order.index(key) + 1
    except ValueError:
        return 0
