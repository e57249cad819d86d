"""One place on the first page is a newcomer's: position 5, drawn so that whoever promises more is shown more often.

Thompson sampling, done by its probabilities: each newcomer is picked as often as its draw from what is known of it (A
by a Beta distribution, times F) would be the highest. So the probability that is logged is exact.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import accumulate
from math import exp, log, log1p
from typing import TYPE_CHECKING

from segue.directory.ranking.facts import NOTHING
from segue.directory.ranking.record import M_ANSWERS, USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segue.directory.ranking.facts import Candidate, Means
    from segue.directory.ranking.score import Scored
    from segue.directory.ranking.ties import Draw

POSITION = 5
LEAST_FIT = 0.5
LEADS = 5.0
DAYS = timedelta(days=120)
STEPS = 64
"""Into so many steps the range of a draw is cut."""
FINE = 100
"""Prospects are told apart to this fraction."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Who was picked and with which probability."""

    scored: Scored
    propensity: float


def is_newcomer(candidate: Candidate, *, at: datetime) -> bool:
    """Return whether it has had fewer than 5 leads and was published less than 120 days ago."""
    return candidate.signals.leads < LEADS and at - candidate.published_at < DAYS


def pick(
    among: Sequence[tuple[Scored, Candidate]], *, type_: str, means: Means, at: datetime, draw: Draw
) -> Pick | None:
    """Return the newcomer of the day among those who fit, with the probability of being it; None if there is none."""
    fitting = sorted(
        (
            (_prospect(scored, candidate, type_, means), scored)
            for scored, candidate in among
            if scored.x.fit >= LEAST_FIT and is_newcomer(candidate, at=at)
        ),
        key=lambda one: one[1].partner_id,
    )
    if not fitting:
        return None
    chances = chance_of_being_best(tuple(sorted(Counter(prospect for prospect, _scored in fitting).items())))
    upto = list(accumulate(chances[prospect] for prospect, _scored in fitting))
    prospect, scored = fitting[bisect(upto, draw.share("newcomer") * upto[-1])]
    return Pick(scored, chances[prospect])


Prospect = tuple[int, int, int]
"""Answers in time, and not, in hundredths of a lead; F in hundredths."""


def _prospect(scored: Scored, candidate: Candidate, type_: str, means: Means) -> Prospect:
    own, usual = candidate.signals.prompt.get(type_, NOTHING), means.prompt.get(type_, USUAL)
    good = own.good + M_ANSWERS * usual
    bad = own.weight - own.good + M_ANSWERS * (1 - usual)
    return max(1, round(FINE * good)), max(1, round(FINE * bad)), round(FINE * scored.x.fit)


@lru_cache(maxsize=256)
def chance_of_being_best(prospects: tuple[tuple[Prospect, int], ...]) -> dict[Prospect, float]:
    """Return for each kind of prospect how likely one of it is to draw the highest; times their numbers it makes 1."""
    densities = {prospect: _density(prospect) for prospect, _many in prospects}
    below = {prospect: _running(density) for prospect, density in densities.items()}
    chances = dict.fromkeys(densities, 0.0)
    for step in range(STEPS):
        all_below = 1.0
        for prospect, many in prospects:
            all_below *= below[prospect][step] ** many
        for prospect, density in densities.items():
            if below[prospect][step]:
                chances[prospect] += density[step] * all_below / below[prospect][step]
    together = sum(chances[prospect] * many for prospect, many in prospects)
    return {prospect: chance / together for prospect, chance in chances.items()}


def _density(prospect: Prospect) -> list[float]:
    """Return the shares of draws of A x F that end in each step of [0, 1]."""
    good, bad, fit = (value / FINE for value in prospect)
    heights = [_height((step + 0.5) / STEPS / fit, good, bad) for step in range(STEPS)]
    together = sum(heights)
    return [height / together for height in heights]


def _height(share: float, good: float, bad: float) -> float:
    return exp((good - 1) * log(share) + (bad - 1) * log1p(-share)) if share < 1 else 0.0


def _running(density: Sequence[float]) -> list[float]:
    """Return the shares below the middle of each step."""
    found, before = [], 0.0
    for share in density:
        found.append(before + share / 2)
        before += share
    return found
