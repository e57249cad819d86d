"""From days of whole numbers to what they say at one moment: the older, the less."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, timedelta
from math import fsum
from statistics import median
from typing import TYPE_CHECKING

from segue.directory.ranking.facts import Means, Signals, Tally
from segue.directory.ranking.fold import UNIT
from segue.directory.ranking.history import Kind, Within
from segue.directory.ranking.record import M_ANSWERS, M_OUTCOMES, M_REPORTS, USUAL, drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from segue.directory.ranking.history import Count

HALF_LIFE = {
    Kind.ENDED: 180,
    Kind.PROMPT: 180,
    Kind.SPEED: 180,
    Kind.WITHIN: 180,
    Kind.DECLINED: 180,
    Kind.TAKEN: 730,
    Kind.PASSED_UP: 730,
    Kind.CLOSED: 365,
    Kind.WON: 365,
    Kind.DUE_REPORT: 365,
    Kind.REPORTED: 365,
}
"""Days after which a lead says half as much. What is not named here does not fade."""
WEEKS = 26
"""Over so many weeks, or since its first lead, a partner's weekly answers are looked at."""
FEWEST_ANSWERED = 5.0
"""Of fewer answers it is not told how soon they come."""
ONE_REASON, FEWEST_DECLINED = 0.9, 10.0

Sums = dict[tuple[str, str], float]
"""Decayed number of leads by kind and facet."""


def signals(counts: Iterable[Count], *, at: datetime, afresh: Mapping[str, date] | None = None) -> Signals:
    """Return how one partner's leads went, as it says at a moment.

    `afresh`: facets for which the partner has started afresh, with the day from which deals count again.
    """
    counts, afresh = list(counts), afresh or {}
    kept = [one for one in counts if one.facet not in afresh or one.day >= afresh[one.facet]]
    since = {facet: _decided(counts, since=day, at=at) for facet, day in sorted(afresh.items())}
    return replace(signals_of(decayed(kept, at=at), weekly=_weekly(kept, at=at)), since=since)


def signals_of(sums: Sums, *, weekly: float = 0.0) -> Signals:
    """Return what one partner's decayed sums say."""
    ended = _by_facet(sums, Kind.ENDED)
    facets = _by_facet(sums, Kind.TAKEN).keys() | _by_facet(sums, Kind.PASSED_UP).keys()
    return Signals(
        prompt={type_: Tally(weight, sums.get((Kind.PROMPT, type_), 0.0)) for type_, weight in ended.items()},
        speed={type_: Tally(weight, sums.get((Kind.SPEED, type_), 0.0)) for type_, weight in ended.items()},
        taken=sums.get((Kind.TAKEN, ""), 0.0),
        passed_up=sums.get((Kind.PASSED_UP, ""), 0.0),
        facets={
            facet: (sums.get((Kind.TAKEN, facet), 0.0), sums.get((Kind.PASSED_UP, facet), 0.0))
            for facet in sorted(facets)
        },
        won=_tally(sums, Kind.CLOSED, Kind.WON),
        reported=_tally(sums, Kind.DUE_REPORT, Kind.REPORTED),
        weekly=weekly,
        leads=sums.get((Kind.LEAD, ""), 0.0),
    )


def means(counts: Iterable[Count], *, at: datetime, half: float) -> Means:
    """Return what is usual in the programme, from the counts of all its partners together.

    Itself drawn to one half while the programme is young. `half` is the index's (`text.Statistics.half`).
    """
    return means_of(decayed(counts, at=at), half=half)


def means_of(sums: Sums, *, half: float) -> Means:
    """Return what the decayed sums of all partners together say is usual."""
    ended = _by_facet(sums, Kind.ENDED)

    def usual(kind: Kind, type_: str) -> float:
        return drawn(Tally(ended[type_], sums.get((kind, type_), 0.0)), to=USUAL, by=M_ANSWERS)

    taken, passed_up = sums.get((Kind.TAKEN, ""), 0.0), sums.get((Kind.PASSED_UP, ""), 0.0)
    of_taken, of_passed_up = _by_facet(sums, Kind.TAKEN), _by_facet(sums, Kind.PASSED_UP)
    return Means(
        prompt={type_: usual(Kind.PROMPT, type_) for type_ in ended},
        speed={type_: usual(Kind.SPEED, type_) for type_ in ended},
        won=drawn(_tally(sums, Kind.CLOSED, Kind.WON), to=USUAL, by=M_OUTCOMES),
        reported=drawn(_tally(sums, Kind.DUE_REPORT, Kind.REPORTED), to=USUAL, by=M_REPORTS),
        facets={
            facet: (_share(of_taken.get(facet, 0.0), taken), _share(of_passed_up.get(facet, 0.0), passed_up))
            for facet in sorted(of_taken.keys() | of_passed_up.keys())
        },
        half=half,
    )


def decayed(counts: Iterable[Count], *, at: datetime) -> Sums:
    """Return the decayed number of leads by kind and facet; the same whatever the order of the counts."""
    today = at.astimezone(UTC).date()
    parts: dict[tuple[str, str], list[float]] = defaultdict(list)
    for day, kind, facet, amount in counts:
        half_life = HALF_LIFE.get(Kind(kind))
        fading = 2 ** (-max(0, (today - day).days) / half_life) if half_life else 1.0
        parts[kind, facet].append(amount / UNIT * fading)
    return {key: fsum(found) for key, found in parts.items()}


def usually_within(counts: Iterable[Count], *, at: datetime) -> Within | None:
    """Return the step within which half of a partner's answers came; None before its fifth answer."""
    counts = [one for one in counts if one.kind == Kind.WITHIN]
    if sum(one.amount for one in counts) < FEWEST_ANSWERED * UNIT:
        return None
    found = _by_facet(decayed(counts, at=at), Kind.WITHIN)
    half, upto = sum(found.values()) / 2, 0.0
    for step in Within:
        upto += found.get(step, 0.0)
        if upto >= half:
            return step
    return Within.LATER


def always_the_same_reason(counts: Iterable[Count]) -> str | None:
    """Return the reason that more than nine of ten of a partner's declines give, to be looked at; None: it varies."""
    by_reason: Counter[str] = Counter()
    for one in counts:
        if one.kind == Kind.DECLINED:
            by_reason[one.facet] += one.amount
    together = by_reason.total()
    if together < FEWEST_DECLINED * UNIT:
        return None
    reason, most = by_reason.most_common(1)[0]
    return reason if most > ONE_REASON * together else None


def _by_facet(sums: Sums, kind: Kind) -> dict[str, float]:
    return {facet: found for (of_kind, facet), found in sums.items() if of_kind == kind and facet}


def _tally(sums: Sums, weight: Kind, good: Kind) -> Tally:
    return Tally(sums.get((weight, ""), 0.0), sums.get((good, ""), 0.0))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _decided(counts: Iterable[Count], *, since: date, at: datetime) -> tuple[float, float]:
    """Return the weights of all deals taken and of all passed up since a day, as they say now."""
    sums = decayed((one for one in counts if not one.facet and one.day >= since), at=at)
    return sums.get((Kind.TAKEN, ""), 0.0), sums.get((Kind.PASSED_UP, ""), 0.0)


def _weekly(counts: Iterable[Count], *, at: datetime) -> float:
    """Return the median number of answers a week, weeks without any included."""
    today = at.astimezone(UTC).date()
    first = min((one.day for one in counts if one.kind == Kind.LEAD), default=today)
    weeks = min(WEEKS, (today - first) // timedelta(weeks=1))
    if not weeks:
        return 0.0
    answers = [0] * weeks
    for one in counts:
        ago = (today - one.day) // timedelta(weeks=1)
        if one.kind == Kind.ANSWERED and 0 <= ago < weeks:
            answers[ago] += one.amount
    return median(answers) / UNIT
