"""What is known of partners' counts: whether they were ever wrong, and what stands out in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Sum

from segue.insights.models import Afresh, Ledger

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Differences:
    """In how many places counting anew ever found something else than what was kept, and when last."""

    places: int
    last: datetime | None


def differences() -> Differences:
    """Return what counting anew found wrong, in one statement; it was mended then."""
    found = Ledger.objects.filter(differed_at__isnull=False).aggregate(
        places=Sum("differences"), last=Max("differed_at")
    )
    return Differences(found["places"] or 0, found["last"])


def one_reason_of(partner_id: UUID) -> str:
    """Return the code of the reason that more than nine of ten of a partner's declines give; empty: it varies."""
    found = Ledger.objects.filter(partner_id=partner_id).values_list("one_reason", flat=True).first()
    return found or ""


def afresh_of(partner_id: UUID) -> dict[str, date]:
    """Return for which facets a partner has started afresh, and from which day deals count for each."""
    return dict(Afresh.objects.filter(partner_id=partner_id).order_by("facet").values_list("facet", "day"))
