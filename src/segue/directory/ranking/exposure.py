"""Nobody takes it all: whoever was shown much more than a fair share lately gives some points back.

Off at the beginning: a programme switches it on when the rehearsal shows a gain.
"""

from __future__ import annotations

from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from segue.directory.ranking.ties import BAND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from segue.directory.ranking.score import Scored

CAP = 0.25
FAIR_SHARES = 4
"""Where few are eligible, the cap is this many times an even share."""
COST = 2_000
"""Thousandths of a point for each further `STEP` of the views."""
STEP = 0.10


def worth(rank: int) -> float:
    """Return how much of a view a position is worth, the first being 1."""
    return 1 / log2(1 + rank)


def capped(scored: Sequence[Scored], shares: Mapping[UUID, float] | None) -> dict[UUID, int]:
    """Return what counts for the order, by partner: its total, less what its share of recent views costs.

    `shares`: by partner, its part of the last 7 days' views in this cell (solution and region), each view worth what
    its position is; a part below `CAP` may be missing. None: the cap is off. It never costs more than to be
    tied with the next.
    """
    totals = {one.partner_id: one.total for one in scored}
    if not shares:
        return totals
    cap = max(CAP, FAIR_SHARES / len(totals)) if totals else CAP
    ordered = sorted(scored, key=lambda one: (-one.total, one.partner_id))
    for one, following in pairwise(ordered):
        cost = COST * max(0.0, shares.get(one.partner_id, 0.0) - cap) / STEP
        room = one.total - following.total + BAND - 1
        totals[one.partner_id] -= min(round(cost), room)
    return totals
