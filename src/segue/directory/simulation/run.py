"""A simulated year: people search, choose from the first page, partners answer in their ways, signals follow weekly."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import mean, median
from typing import TYPE_CHECKING

from segue.directory.ranking.decay import means, signals
from segue.directory.ranking.exposure import worth
from segue.directory.ranking.facts import Candidate, Means, Place, Signals
from segue.directory.ranking.fold import fold
from segue.directory.ranking.order import order
from segue.directory.ranking.weights import DEFAULT
from segue.directory.simulation.world import (
    BEGIN,
    COUNTRY,
    DAY,
    TURN,
    WEEK,
    WEEKS,
    Habit,
    Partner,
    as_of,
    lived,
    need,
    partners,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.facts import Need
    from segue.directory.ranking.order import Placed

SEARCHES_A_WEEK = 60
LAST_WEEKS = 8
PAGE = 10
SENDS_A_LEAD = 0.5
BY_NAME = 0.3
WITHIN_SEARCHES = 20


@dataclass(slots=True)
class Week:
    """What the scorer is told in one week."""

    means: Means
    signals: dict[UUID, Signals]
    waiting: dict[UUID, int]


@dataclass(slots=True)
class Year:
    """What a simulated year has shown."""

    partners: list[Partner]
    positions: dict[UUID, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """By partner and week, where it stood in searches that its profile answers in full."""
    views: dict[UUID, float] = field(default_factory=lambda: defaultdict(float))
    first_shown: dict[UUID, int] = field(default_factory=dict)
    """By newcomer, at which of the searches it answers in full it was first on a first page."""
    relevant: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))


def simulate(
    *, seed: int = 1, searches: int = SEARCHES_A_WEEK, tell: Callable[[int, int], None] = lambda _done, _of: None
) -> Year:
    """Return a simulated year of so many searches a week; the same seed gives the same."""
    draw = random.Random(seed)  # noqa: S311 -- a simulation
    year = Year(partners(draw))
    for week in range(WEEKS):
        begins = BEGIN + week * WEEK
        known = _known(year.partners, begins)
        for n in range(searches):
            at = begins + DAY * 5 * n / searches
            _search(year, known, at, week, draw, key=f"{seed}/{week}/{n}")
        tell(week + 1, WEEKS)
    return year


def _known(everybody: Sequence[Partner], at: datetime) -> Week:
    """Fold every lead as it stands and let it fade: what the worker does by night."""
    counts, waiting = {}, {}
    for partner in everybody:
        lives = [life for lead in partner.leads if (life := as_of(lead, at)) is not None]
        counts[partner.partner_id] = [count for life in lives for count in fold(life, at=at)]
        waiting[partner.partner_id] = sum(life.ending is None for life in lives)
    usual = means([count for own in counts.values() for count in own], at=at, half=1.0)
    return Week(usual, {partner_id: signals(own, at=at) for partner_id, own in counts.items()}, waiting)


def _search(year: Year, known: Week, at: datetime, week: int, draw: random.Random, *, key: str) -> None:
    wanted = need(draw)
    there = [partner for partner in year.partners if partner.published_at <= at]
    candidates = [_candidate(partner, known) for partner in there]
    placed = order(wanted, candidates, weights=DEFAULT, means=known.means, at=at, seed=b"simulation", query_key=key)
    by_id = {partner.partner_id: partner for partner in there}
    _note(year, placed, by_id, wanted, week)
    if draw.random() < SENDS_A_LEAD:
        partner = by_id[_chosen(placed, wanted, there, draw)]
        partner.leads.append(lived(partner, wanted, at, week, draw))


def _chosen(placed: Sequence[Placed], wanted: Need, there: Sequence[Partner], draw: random.Random) -> UUID:
    """Most choose from the first page, the sooner the higher; some had a name in mind before they came."""
    if draw.random() < BY_NAME:
        return draw.choice([one.partner_id for one in there if wanted.products <= one.products])
    page = placed[:PAGE]
    [chosen] = draw.choices(page, [worth(one.position) for one in page])
    return chosen.partner_id


def _candidate(partner: Partner, known: Week) -> Candidate:
    return Candidate(
        partner.partner_id,
        partner.published_at,
        products=partner.products,
        services=partner.services,
        places=(Place(COUNTRY),),
        waiting=known.waiting[partner.partner_id],
        signals=known.signals[partner.partner_id],
    )


def _note(year: Year, placed: Sequence[Placed], by_id: dict[UUID, Partner], wanted: Need, week: int) -> None:
    for one in placed:
        partner = by_id[one.partner_id]
        if one.position <= PAGE:
            year.views[partner.partner_id] += worth(one.position)
        if wanted.products <= partner.products and wanted.services <= partner.services:
            year.positions[partner.partner_id][week].append(one.position)
            year.relevant[partner.partner_id] += 1
            if one.position <= PAGE:
                year.first_shown.setdefault(partner.partner_id, year.relevant[partner.partner_id])


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must come out of a year, whether it did, and by which figures."""

    what: str
    holds: bool
    figures: str


def checks(year: Year) -> list[Check]:
    """Return what a year was to show."""
    end = range(WEEKS - LAST_WEEKS, WEEKS)
    honest, auto = _of(year, Habit.HONEST, end), _of(year, Habit.AUTO, end)
    before, after = _of(year, Habit.IMPROVES, range(TURN - LAST_WEEKS, TURN)), _of(year, Habit.IMPROVES, end)
    good, bad = _of(year, Habit.WORSENS, range(TURN - LAST_WEEKS, TURN)), _of(year, Habit.WORSENS, end)
    silent, slow = _of(year, Habit.SILENT, end), _of(year, Habit.SLOW, end)
    new = [year.first_shown.get(one.partner_id, 0) for one in year.partners if one.habit == Habit.NEW]
    middle = median(honest)
    return [
        Check(
            "who accepts everything ends below the honest median",
            min(auto) > middle,
            f"positions {min(auto):.1f} to {max(auto):.1f} against {middle:.1f}",
        ),
        Check(
            f"a fitting newcomer is shown within {WITHIN_SEARCHES} searches that it answers",
            all(0 < first <= WITHIN_SEARCHES for first in new),
            f"at search {', '.join(map(str, sorted(new)))}, {len(new)} competing",
        ),
        Check("who improves rises", mean(after) < mean(before), f"from {mean(before):.1f} to {mean(after):.1f}"),
        Check("who worsens falls", mean(bad) > mean(good), f"from {mean(good):.1f} to {mean(bad):.1f}"),
        Check(
            "who answers late or not at all stands behind the honest",
            min(mean(silent), mean(slow)) > mean(honest),
            f"honest {mean(honest):.1f}, slow {mean(slow):.1f}, silent {mean(silent):.1f}",
        ),
    ]


def by_habit(year: Year) -> dict[Habit, dict[str, float]]:
    """Return for each habit the mean position in the last weeks, the leads and the share of all views a partner got."""
    together = sum(year.views.values())
    found = {}
    for habit in Habit:
        own = [one for one in year.partners if one.habit == habit]
        found[habit] = {
            "partners": len(own),
            "position": mean(_of(year, habit, range(WEEKS - LAST_WEEKS, WEEKS))),
            "leads": mean(len(one.leads) for one in own),
            "views": sum(year.views[one.partner_id] for one in own) / together / len(own),
        }
    return found


def _of(year: Year, habit: Habit, weeks: range) -> list[float]:
    """Return the mean position of each partner of a habit in some weeks."""
    found = []
    for partner in year.partners:
        places = [place for week in weeks for place in year.positions[partner.partner_id][week]]
        if partner.habit == habit and places:
            found.append(mean(places))
    return found
