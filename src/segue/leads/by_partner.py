"""How partners stand, in a few numbers each: what waits with them, and whether they answer in time."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Q, QuerySet, Value

from segue.leads.models import Lead, Stage
from segue.leads.needing import DUE_WITHIN, PROMPT, PROMPT_DAYS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """One partner's numbers: leads it has received, those due within a day, deals it works on, answers in time."""

    received: int = 0
    due: int = 0
    accepted: int = 0
    prompt: int = 0
    promised: int = 0

    @property
    def percent(self) -> int | None:
        """Return the share answered within two working days in 30 days, rounded; None where there is nothing."""
        return round(100 * self.prompt / self.promised) if self.promised else None


def standings(partner_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Standing]:
    """Return the numbers of these partners, in one statement however many they are; all zero where nothing is."""
    ids = list(partner_ids)
    found: dict[UUID, Standing] = {one: Standing() for one in ids}
    for partner_id, *numbers in _going(ids, at=at).union(_answered(ids, at=at), all=True):
        before = found[partner_id]
        found[partner_id] = Standing(*(old + new for old, new in zip(astuple(before), numbers, strict=True)))
    return found


def _going(ids: list[UUID], *, at: datetime) -> QuerySet[Lead, Any]:
    due = Q(stage=Stage.RECEIVED, due_at__gt=at, due_at__lte=at + DUE_WITHIN)
    going = Lead.objects.filter(partner_id__in=ids, stage__in=[Stage.RECEIVED, Stage.ACCEPTED], test_of__isnull=True)
    return _by_partner(
        going, Count("id", filter=Q(stage=Stage.RECEIVED)), Count("id", filter=due),
        Count("id", filter=Q(stage=Stage.ACCEPTED)), _NONE, _NONE,
    )  # fmt: skip


def _answered(ids: list[UUID], *, at: datetime) -> QuerySet[Lead, Any]:
    promised = Lead.objects.filter(partner_id__in=ids, prompt_until__gt=at - PROMPT_DAYS, prompt_until__lte=at)
    return _by_partner(promised, _NONE, _NONE, _NONE, Count("id", filter=PROMPT), Count("id"))


_NONE = Value(0, output_field=IntegerField())


def _by_partner(leads: QuerySet[Lead], *numbers: Count | Value) -> QuerySet[Lead, Any]:
    named = dict(zip(("n1", "n2", "n3", "n4", "n5"), numbers, strict=True))
    return leads.order_by().values("partner_id").annotate(**named).values_list("partner_id", *named)
