"""Rows of lists that were written a moment ago, for as long as they say the same.

Who works through a list loads it again after every answer, and 49 of its 50 rows have not changed. Every lead is read
anew; what is kept is only how a lead that says the same was written (1.2 of 6 ms of a list of fifty).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from segue.leads.urgency import DUE_SOON
from segue.web.partner.rows import due_share, rows_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from segue.leads.columns import Column
    from segue.leads.listed import ListedLead
    from segue.leads.models import Stage
    from segue.web.lead_rows import LeadRow
    from segue.web.reading import Reader

MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row, what it was written from, and from when until when it says so."""

    row: LeadRow
    lead: ListedLead
    since: datetime
    until: datetime

    def says(self, lead: ListedLead, *, at: datetime) -> bool:
        """Return whether the row is what would be written now."""
        return self.since <= at < self.until and self.lead == lead


_kept: dict[Hashable, _Kept] = {}


def kept_rows(
    leads: Sequence[ListedLead], *, reader: Reader, at: datetime, stage: Stage, columns: Sequence[Column]
) -> list[LeadRow]:
    """Return what `rows_of` does."""
    reads = (reader.language, reader.zone.key, str(stage), ",".join(columns))
    found = {lead.id: _kept.get((lead.id, *reads)) for lead in leads}
    anew = [lead for lead in leads if not ((kept := found[lead.id]) and kept.says(lead, at=at))]
    if len(_kept) + len(anew) > MOST_KEPT:
        _kept.clear()
    rows = rows_of(anew, reader=reader, at=at, stage=stage, columns=columns) if anew else []
    for lead, row in zip(anew, rows, strict=True):
        found[lead.id] = _kept[(lead.id, *reads)] = _Kept(row, lead, at, turn(lead, reader=reader, at=at))
    return [kept.row for lead in leads if (kept := found[lead.id])]


def turn(lead: ListedLead, *, reader: Reader, at: datetime) -> datetime:
    """Return the next moment at which a row may say something else though its lead is the same."""
    midnight = datetime.combine(reader.today(at) + timedelta(days=1), time(), tzinfo=reader.zone)
    shorter = lead.due_at - (due_share(lead, at=at) - 0.5) / 100 * (lead.due_at - lead.received_at)
    moments = [midnight, lead.hot_until, lead.due_at - DUE_SOON, lead.due_at, shorter, lead.held_until]
    return min(moment for moment in moments if moment and moment > at)
