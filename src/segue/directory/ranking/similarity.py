"""Term D: whether a lead is of the kind this partner takes, or of the kind it passes up.

For every facet of the lead, how often the partner took deals with it against how often it would have, were its deals
like everybody's; less the same of those it passed up. `docs/ranking.md` derives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.directory.ranking.facts import Means, Need, Signals

K = 5.0
"""As many deals like everybody's each partner is taken to have had."""
LEAST = 1.5
"""But no facet is held to be rarer than this many of them: one lead must not decide."""
NEUTRAL = 0.5
M_DECISIONS = 6.0

Usual = tuple[str, float, float]
"""A facet with its share among all deals taken, and among all passed up."""


def facets(need: Need) -> frozenset[str]:
    """Return what a lead is told apart by, such as "product:erp" or "country:NO"."""
    found = {f"product:{code}" for code in need.products}
    found.update(f"service:{code}" for code in need.services)
    found.update(f"industry:{code}" for code in need.industries)
    found.update(
        f"{kind}:{code}"
        for kind, code in (("size", need.size), ("language", need.language), ("country", need.country))
        if code
    )
    return frozenset(found) | need.further


def usual(need: Need, means: Means) -> tuple[Usual, ...]:
    """Return the facets of a need with what is usual for each, in one order."""
    return tuple((facet, *means.facets.get(facet, (0.0, 0.0))) for facet in sorted(facets(need)))


def similarity(signals: Signals, asked: Sequence[Usual]) -> float:
    """Return x of the term: above .5 for the kind it takes, below for the kind it passes up, .5 while it knows none."""
    if not asked or not signals.taken + signals.passed_up:
        return NEUTRAL
    whole, nothing = (signals.taken, signals.passed_up), (0.0, 0.0)
    odds, together = 1.0, 0.0
    for facet, usual_taken, usual_passed_up in asked:
        # Of a facet for which it started afresh, as if all its deals began that day: what went before is not silence.
        taken, passed_up = signals.since.get(facet, whole)
        together += taken + passed_up
        own_taken, own_passed_up = signals.facets.get(facet, nothing)
        c, d = max(K * usual_taken, LEAST), max(K * usual_passed_up, LEAST)
        odds *= (own_taken + c) * (passed_up * usual_passed_up + d)
        odds /= (taken * usual_taken + c) * (own_passed_up + d)
    decided = together / len(asked)
    mean: float = odds ** (1 / len(asked))
    return NEUTRAL + (mean / (1 + mean) - NEUTRAL) * decided / (decided + M_DECISIONS)
