"""A list of leads from its first to its last row, in portions: 100,000 of them neither fill memory nor hold anybody up.

Each portion is read by itself, after the last row of the one before. So nothing is locked while it goes on, and a lead
that changes its place meanwhile may stand in two portions or in none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads import queries
from segue.leads.listed import ListedLead, shown
from segue.leads.lists import all_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.leads.columns import Column
    from segue.leads.models import Stage
    from segue.leads.wanted import Filters, Tab

IDS = 5000
"""Read at a time: what a filter leaves is found and sorted anew for each portion."""
ROWS = 500
"""Leads read at a time."""
MOST_CHOSEN = 1000


def whole_list(
    actor: Member,
    *,
    tab: Tab,
    stage: Stage,
    filters: Filters,
    order: str,
    at: datetime,
    columns: Collection[Column] = (),
) -> Iterator[list[ListedLead]]:
    """Yield the leads of a list in its order, at most 500 at a time; nothing for an empty list."""
    for ids in all_ids(actor, tab=tab, stage=stage, filters=filters, order=order, at=at, size=IDS):
        yield from _in_portions(ids, actor=actor, columns=columns)


def chosen(actor: Member, *, lead_ids: Sequence[UUID], columns: Collection[Column] = ()) -> Iterator[list[ListedLead]]:
    """Yield those of these leads that the actor works with, in the order given; at most the first 1,000."""
    wanted = list(dict.fromkeys(lead_ids))[:MOST_CHOSEN]
    own = set(queries.worked_with_by(actor).filter(id__in=wanted).values_list("id", flat=True))
    yield from _in_portions([lead_id for lead_id in wanted if lead_id in own], actor=actor, columns=columns)


def _in_portions(ids: list[UUID], *, actor: Member, columns: Collection[Column]) -> Iterator[list[ListedLead]]:
    for begin in range(0, len(ids), ROWS):
        yield shown(ids[begin : begin + ROWS], actor=actor, size=ROWS, columns=columns)
