"""Count who was shown how much in the last 7 days, as the cap on views asks, while the programme keeps one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from segue.directory.models import Impression, Showing, ViewShare
from segue.directory.ranking.exposure import LOOKED_BACK, too_much, worth
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def count_views(*, at: datetime) -> int:
    """Keep the share of every partner above the cap in each cell in place of those before; return how many there are.

    What visitors were shown counts, each view worth what its place is: as `LastViews` counts it in memory, where the
    past is replayed. Without the cap nothing is kept.
    """
    rows = _above(at=at) if rules().ordering.exposure_cap else []
    with transaction.atomic():
        ViewShare.objects.all().delete()
        ViewShare.objects.bulk_create(rows)
    return len(rows)


def _above(*, at: datetime) -> list[ViewShare]:
    shown = Showing.objects.filter(at__gt=at - LOOKED_BACK, impression__by=Impression.By.DIRECTORY)
    counted = shown.order_by().values_list("impression__cell", "partner_id", "place").annotate(times=Count("*"))
    views: dict[str, dict[UUID, float]] = defaultdict(lambda: defaultdict(float))
    for cell, partner_id, place, times in counted.iterator():
        views[cell][partner_id] += times * worth(place)
    return [
        ViewShare(cell=cell, partner_id=partner_id, share=share)
        for cell, of_each in views.items()
        for partner_id, share in too_much(of_each).items()
    ]
