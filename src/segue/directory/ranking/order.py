"""In which order partners are shown: by points, with turns among the tied, a newcomer's place, and no crowding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from segue.directory.ranking import newcomers
from segue.directory.ranking.exposure import capped
from segue.directory.ranking.score import scores
from segue.directory.ranking.ties import Draw, rotated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.facts import Candidate, Means, Need
    from segue.directory.ranking.score import Scored
    from segue.directory.ranking.weights import Weights

PAGE = 10
OF_ONE_GROUP = 2
"""So many partners of one corporate group a page shows at most."""


class Slot(StrEnum):
    """Why a partner stands where it stands."""

    ORDINARY = "ordinary"
    NEWCOMER = "newcomer"


@dataclass(frozen=True, slots=True)
class Placed:
    """A partner at its position, the first being 1."""

    scored: Scored
    position: int
    slot: Slot
    propensity: float
    """How likely it was to stand here: 1 / n among n tied ones; a newcomer's probability of having been picked."""

    @property
    def partner_id(self) -> UUID:
        """Return whose place it is."""
        return self.scored.partner_id


def order(
    need: Need,
    candidates: Sequence[Candidate],
    *,
    weights: Weights,
    means: Means,
    at: datetime,
    seed: bytes,
    query_key: str,
    page_size: int = PAGE,
    newcomers_slot: bool = True,
    shares: Mapping[UUID, float] | None = None,
) -> list[Placed]:
    """Return all candidates in the order in which they are shown; the same whatever the order they are given in.

    `seed` is the installation's key for draws, `query_key` what makes two searches the same; the rest of the ties is
    drawn from these and the day. `newcomers_slot`: whether the programme keeps it; `shares`: recent views by partner
    where the programme caps them (`exposure.capped`).
    """
    return arrange(
        scores(need, candidates, weights, means),
        candidates,
        type_=need.type,
        means=means,
        draw=Draw(seed, query_key, at),
        page_size=page_size,
        newcomers_slot=newcomers_slot,
        shares=shares,
    )


def arrange(
    scored: Sequence[Scored],
    candidates: Sequence[Candidate],
    *,
    type_: str,
    means: Means,
    draw: Draw,
    page_size: int = PAGE,
    newcomers_slot: bool = True,
    shares: Mapping[UUID, float] | None = None,
) -> list[Placed]:
    """Return what is scored already in the order in which it is shown; see `order`."""
    row = [Placed(one, 0, Slot.ORDINARY, 1 / tied) for one, tied in rotated(scored, capped(scored, shares), draw)]
    by_id = {candidate.partner_id: candidate for candidate in candidates}
    row = _uncrowded(row, by_id, page_size)
    if newcomers_slot and page_size >= newcomers.POSITION:
        row = _uncrowded(_with_newcomer(row, by_id, type_=type_, means=means, draw=draw), by_id, page_size)
    return [Placed(one.scored, n, one.slot, one.propensity) for n, one in enumerate(row, start=1)]


def _with_newcomer(
    row: list[Placed], by_id: Mapping[UUID, Candidate], *, type_: str, means: Means, draw: Draw
) -> list[Placed]:
    """Lift one of the newcomers that stand further down to their position; the others move down by one."""
    ahead = row[: newcomers.POSITION - 1]
    groups = Counter(by_id[one.partner_id].group for one in ahead)
    below = [
        (one.scored, by_id[one.partner_id])
        for one in row[newcomers.POSITION :]
        if not _crowds(by_id[one.partner_id].group, groups)
    ]
    picked = newcomers.pick(below, type_=type_, means=means, at=draw.at, draw=draw)
    if picked is None:
        return row
    lifted = Placed(picked.scored, 0, Slot.NEWCOMER, picked.propensity)
    rest = [one for one in row[newcomers.POSITION - 1 :] if one.partner_id != picked.scored.partner_id]
    return [*ahead, lifted, *rest]


def _uncrowded(row: list[Placed], by_id: Mapping[UUID, Candidate], page_size: int) -> list[Placed]:
    """Keep back to the next page whoever would be the third of a corporate group on one, as long as others are left."""
    found: list[Placed] = []
    waiting = row
    while waiting:
        page: list[Placed] = []
        kept_back: list[Placed] = []
        groups = Counter[str]()
        for n, one in enumerate(waiting):
            if len(page) == page_size:
                kept_back.extend(waiting[n:])
                break
            group = by_id[one.partner_id].group
            if _crowds(group, groups):
                kept_back.append(one)
            else:
                groups[group] += 1
                page.append(one)
        found.extend(page)
        if len(page) < page_size:
            return found + kept_back
        waiting = kept_back
    return found


def _crowds(group: str, groups: Counter[str]) -> bool:
    return bool(group) and groups[group] >= OF_ONE_GROUP
