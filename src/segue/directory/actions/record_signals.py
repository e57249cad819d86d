"""Take what insights have made of partners' leads: the one door for it. Nothing here knows leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from segue.directory.models import PartnerSignals, ProgrammeMeans
from segue.directory.signals import means, numbers_of, numbers_of_means, tier
from segue.outbox.emit import Fact, emit_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.facts import Means, Signals


@dataclass(frozen=True, slots=True)
class Told:
    """One partner's numbers, faded to the moment at which they are told; `within` is empty while it is not known."""

    partner_id: UUID
    signals: Signals
    within: str = ""


def record_signals(told: Sequence[Told], *, at: datetime) -> None:
    """Keep partners' numbers in place of those before; who thereby comes into another tier is told as a fact."""
    usual = means(half=1.0)
    with transaction.atomic():
        ids = [one.partner_id for one in told]
        before = dict(PartnerSignals.objects.filter(partner__in=ids).values_list("partner_id", "tier"))
        rows = [
            PartnerSignals(
                partner_id=one.partner_id,
                numbers=numbers_of(one.signals),
                within=one.within,
                tier=tier(one.signals, usual, before=before.get(one.partner_id)),
                at=at,
            )
            for one in told
        ]
        PartnerSignals.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["partner"],
            update_fields=["numbers", "within", "tier", "at"],
        )
        emit_all([_changed(row, at) for row in rows if before.get(row.partner_id) != row.tier], at=at)


def record_means(usual: Means, *, at: datetime) -> None:
    """Keep what is usual in the programme in place of what was."""
    ProgrammeMeans.objects.update_or_create(id=1, defaults={"numbers": numbers_of_means(usual), "at": at})


def _changed(row: PartnerSignals, at: datetime) -> Fact:
    payload = {"partner": str(row.partner_id), "tier": row.tier}
    return Fact("partner.tier_changed", key=f"tier:{row.partner_id}:{at.isoformat()}", payload=payload)
