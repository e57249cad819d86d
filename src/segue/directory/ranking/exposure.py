"""Nobody takes it all: whoever was shown much more than a fair share lately gives some points back.

Off at the beginning: a programme switches it on when the rehearsal shows a gain.
"""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import timedelta
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from segue.directory.ranking.ties import BAND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.score import Scored

CAP = 0.25
FAIR_SHARES = 4
"""Where few are eligible, the cap is this many times an even share."""
COST = 2_000
"""Thousandths of a point for each further `STEP` of the views."""
STEP = 0.10
LOOKED_BACK = timedelta(days=7)
"""Views of so long ago count."""


def worth(rank: int) -> float:
    """Return how much of a view a position is worth, the first being 1."""
    return 1 / log2(1 + rank)


def too_much(views: Mapping[UUID, float]) -> dict[UUID, float]:
    """Return who had more of the views of one cell than anybody may, with its share of them."""
    together = sum(views.values())
    return {partner_id: viewed / together for partner_id, viewed in views.items() if viewed > CAP * together}


def capped(scored: Sequence[Scored], shares: Mapping[UUID, float] | None, *, eligible: int = 0) -> dict[UUID, int]:
    """Return what counts for the order, by partner: its total, less what its share of recent views costs.

    `shares`: by partner, its part of the last 7 days' views in this cell (solution and region), each view worth what
    its position is; a part below `CAP` may be missing. None: the cap is off. It never costs more than to be
    tied with the next. `eligible`: how many there are, where those scored are not all of them.
    """
    totals = {one.partner_id: one.total for one in scored}
    if not shares:
        return totals
    cap = max(CAP, FAIR_SHARES / max(eligible, len(totals))) if totals else CAP
    ordered = sorted(scored, key=lambda one: (-one.total, one.partner_id))
    for one, following in pairwise(ordered):
        cost = COST * max(0.0, shares.get(one.partner_id, 0.0) - cap) / STEP
        room = one.total - following.total + BAND - 1
        totals[one.partner_id] -= min(round(cost), room)
    return totals


class LastViews:
    """The views of each cell in the last 7 days, where searches of the past pass by in the order of time."""

    def __init__(self) -> None:
        self._pages: defaultdict[str, deque[tuple[datetime, Sequence[UUID]]]] = defaultdict(deque)
        self._views: defaultdict[str, defaultdict[UUID, float]] = defaultdict(lambda: defaultdict(float))

    def shares(self, cell: str, *, at: datetime) -> dict[UUID, float]:
        """Return who had more of a cell's views before a moment than anybody may."""
        pages, views = self._pages[cell], self._views[cell]
        while pages and pages[0][0] <= at - LOOKED_BACK:
            for place, partner_id in enumerate(pages.popleft()[1], start=1):
                views[partner_id] -= worth(place)
        if not pages:
            views.clear()  # of what rounding has left
        return too_much(views) if pages else {}

    def add(self, cell: str, page: Sequence[UUID], *, at: datetime) -> None:
        """Add a page that was shown, its first partner first; one that showed nobody says nothing."""
        if not page:
            return
        self._pages[cell].append((at, page))
        for place, partner_id in enumerate(page, start=1):
            self._views[cell][partner_id] += worth(place)
