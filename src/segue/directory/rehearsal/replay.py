"""Replay leads in the order of time: rank with what was known then, look where the winner stood, learn, go on."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from segue.directory.exposure import cell_of
from segue.directory.ranking.exposure import LastViews, worth
from segue.directory.ranking.order import arrange
from segue.directory.ranking.score import attainable, scores, weighed
from segue.directory.ranking.ties import Draw
from segue.directory.rehearsal.learned import Learned
from segue.directory.rehearsal.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.facts import Candidate, Means
    from segue.directory.ranking.order import Placed
    from segue.directory.ranking.score import Scored
    from segue.directory.ranking.weights import Weights
    from segue.directory.rehearsal.leads import Past, PastLead

SEGUE, NO_NEWCOMERS, NO_CAP, LEARNED = "segue", "without newcomers", "without the cap", "learned weights"
TEXT_ONLY, POPULARITY, RANDOM = "text only", "popularity", "random"
"""The orders that are compared: the score with all its rules, without the newcomers' place, without the cap on views
where it is tried, with weights learnt from the past, and the baselines."""
PAGE = 10
BEST = 30
"""So many are put in order as pages show them; a newcomer's place goes to one of these, as it would of those found."""
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
    exposure_cap: bool = False,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> Replayed:
    """Return where the winners stood. The first `warm_up` of the leads is only learnt from.

    What became of a lead is known `known_after` the decision where the file has its date, else after it was published;
    never on the same day. `exposure_cap`: who had too much of the first pages of the 7 days before, among those of its
    cell, gives points back. Interrupted by Ctrl-C, it returns what it has found so far.
    """
    replayed = Replayed(leads=len(past.leads))
    memory = Memory(stems, past.names, times_known=_times_known(past))
    judge = _Judge(memory, weights, seed, replayed.exposure, exposure_cap=exposure_cap)
    waiting = sorted(past.leads, key=lambda lead: _known_at(lead, known_after), reverse=True)
    begins = round(len(past.leads) * warm_up)
    try:
        for n, lead in enumerate(past.leads):
            while waiting and _known_at(waiting[-1], known_after) <= lead.at:
                memory.learn(waiting.pop())
            if n >= begins and lead.taken_by() and memory.partners:
                replayed.judged.append(judge.judged(lead, known_at=_known_at(lead, known_after)))
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


class _Judge:
    """Ranks for one lead after the other, in every order that is compared."""

    def __init__(
        self,
        memory: Memory,
        weights: Weights,
        seed: bytes,
        exposure: defaultdict[str, float],
        *,
        exposure_cap: bool,
    ) -> None:
        self._memory, self._weights, self._seed, self._exposure = memory, weights, seed, exposure
        self._views = LastViews() if exposure_cap else None
        self._learned = Learned(weights)

    def judged(self, lead: PastLead, *, known_at: datetime) -> Judged:
        """Return where those who took a lead stand; `known_at`: from when on that may be learnt from."""
        memory, takers = self._memory, sorted(lead.taken_by())
        need, means = memory.need(lead), memory.means(lead.at)
        candidates = memory.candidates(need, lead.at)
        scored = scores(need, candidates, self._weights, means)
        self._learned.learn(lead.at)
        learned = attainable(need, self._learned.weights)
        draw, cell = Draw(self._seed, str(lead.row), lead.at), cell_of(need)
        shares = self._views.shares(cell, at=lead.at) if self._views is not None else None
        shown = partial(self._shown, candidates, need.type, means, draw, shares=shares)
        by_text = sorted(candidates, key=lambda one: (-one.text, one.partner_id))
        orders = {
            SEGUE: shown(scored),
            NO_NEWCOMERS: shown(scored, newcomers_slot=False),
            **({NO_CAP: shown(scored, shares=None)} if self._views is not None else {}),
            LEARNED: shown([weighed(one.partner_id, one.x, learned) for one in scored]),
            TEXT_ONLY: self._keys(by_text),
            POPULARITY: sorted(memory.partners, key=lambda key: (-memory.partners[key].wins, key)),
            RANDOM: self._shuffled(lead),
        }
        self._note(cell, orders[SEGUE][:PAGE], at=lead.at)
        known = {memory.partners[key].partner_id for key in takers if key in memory.partners}
        self._learned.add(scored, known, known_at=known_at)
        places = {name: tuple(_place(key, order) for key in takers) for name, order in orders.items()}
        return Judged(lead.row, places, len(takers) - len(known))

    def _note(self, cell: str, page: Sequence[str], *, at: datetime) -> None:
        """Note what stood on a first page."""
        for place, key in enumerate(page, start=1):
            self._exposure[key] += worth(place)
        if self._views is not None:
            self._views.add(cell, [self._memory.partners[key].partner_id for key in page], at=at)

    def _shown(
        self,
        candidates: Sequence[Candidate],
        type_: str,
        means: Means,
        draw: Draw,
        scored: Sequence[Scored],
        *,
        newcomers_slot: bool = True,
        shares: Mapping[UUID, float] | None,
    ) -> list[str]:
        """Put the best in order as pages show them; the rest, whom no first page shows, follow by points."""
        by_points = sorted(scored, key=lambda one: (-one.total, one.partner_id))
        best, rest = by_points[:BEST], by_points[BEST:]
        ids = {one.partner_id for one in best}
        among = [one for one in candidates if one.partner_id in ids]
        placed = arrange(best, among, type_=type_, means=means, draw=draw, newcomers_slot=newcomers_slot, shares=shares)
        return self._keys([*placed, *rest])

    def _keys(self, ordered: Sequence[Placed | Scored | Candidate]) -> list[str]:
        return [self._memory.key_of[one.partner_id] for one in ordered]

    def _shuffled(self, lead: PastLead) -> list[str]:
        keys = sorted(self._memory.partners)
        random.Random(f"{self._seed.hex()}{lead.row}").shuffle(keys)  # noqa: S311 -- no secret hangs on it
        return keys


def _place(key: str, order: Sequence[str]) -> int:
    try:
        return order.index(key) + 1
    except ValueError:
        return 0
