"""Note what was shown to whoever searched, and what they did with it; who it was is not noted.

A page must never wait for a write, least of all a GET for SQLite's one writer. So these only put into a bounded buffer
of this process, which is written a second later by `directory.actions.impression_writer`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language

from segue.directory.actions import impression_writer as writer
from segue.directory.models import Impression, Showing
from segue.kit.ids import moment_of, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.order import Placed

KEPT = timedelta(days=90)
AT_ONCE = 2000
"""Searches forgotten in one transaction."""
VISIT = timedelta(days=1)
"""For so long after a page was shown what is done with it is noted."""
AHEAD = timedelta(minutes=1)
"""By so much the clock of the machine that showed the page may be ahead of this one's."""

_ADDRESS = re.compile(r"\S*@\S*|(?:https?://|www\.)\S+|\+?\d[\d\s()./-]{6,}\d", re.IGNORECASE)
"""What somebody may type into a search and is personal: a mail address, a telephone number, an address with a name."""


class Did(StrEnum):
    """What somebody did with a partner they were shown; each is the column that keeps when."""

    VIEWED = "viewed_at"
    CLICKED = "clicked_at"
    ASKED = "asked_at"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the directory as it was answered: what and where as typed, and every filter that is set."""

    total: int
    weights: int
    what: str = ""
    where: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    cell: str = ""
    """What the cap on views counts together (`exposure.cell`)."""
    seed: str = ""
    by: Impression.By = Impression.By.DIRECTORY


def record(asked: Asked, shown: Sequence[Placed], *, at: datetime) -> UUID:
    """Note one page of an answer and return the id by which `opened` knows it again.

    It is written soon, or not at all where the process is killed or the buffer full: a search is never refused for it.
    """
    impression = Impression(
        id=new_id(at),
        at=at,
        by=asked.by,
        what=_impersonal(asked.what)[:80],
        place=_impersonal(asked.where)[:60],
        filters=dict(sorted(asked.filters.items())),
        cell=asked.cell,
        language=get_language() or "",
        total=asked.total,
        weights=asked.weights,
        seed=asked.seed,
        median=round(median(one.scored.total for one in shown)) if shown else None,
    )
    rows = [_showing(impression, one) for one in shown]
    writer.put(writer.Page(impression, rows))
    return impression.id


def opened(impression_id: UUID, partner_id: UUID, did: Did, *, at: datetime) -> None:
    """Note that somebody opened a partner they were shown; the first time counts, what was not shown does not.

    The id comes from an address, which anybody can make up: one that was not made within a day is not looked for.
    """
    shown_at = moment_of(impression_id)
    if shown_at is not None and at - VISIT <= shown_at <= at + AHEAD:
        writer.put(writer.Opening(impression_id, partner_id, did, at))


def forget_old(*, at: datetime) -> int:
    """Delete searches of more than 90 days ago with what they showed, a portion a transaction; return how many."""
    forgotten = 0
    while True:
        with transaction.atomic(durable=True):
            old = list(
                Impression.objects.filter(at__lt=at - KEPT).order_by("at").values_list("id", flat=True)[:AT_ONCE]
            )
            Impression.objects.filter(id__in=old).delete()
        forgotten += len(old)
        if len(old) < AT_ONCE:
            return forgotten


def _showing(impression: Impression, placed: Placed) -> Showing:
    scored = placed.scored
    terms = zip(scored.x._fields, scored.x, scored.points, strict=True)
    return Showing(
        impression_id=impression.id,
        partner_id=placed.partner_id,
        at=impression.at,
        place=placed.position,
        points=scored.total,
        terms={term: [round(x, 6), points] for term, x, points in terms},
        slot=placed.slot,
        propensity=placed.propensity,
    )


def _impersonal(text: str) -> str:
    return " ".join(_ADDRESS.sub(" ", text).casefold().split())
