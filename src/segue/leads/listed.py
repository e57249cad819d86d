"""What a list shows of its leads: their row and what is read along, in one statement."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from segue.kit import compiled
from segue.kit.sql import unordered
from segue.leads.columns import READ_FOR, Column
from segue.leads.models import Favourite, Lead

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from segue.accounts.actor import Member


class ListedLead(NamedTuple):
    """What a list shows of a lead; the columns of `Lead` by their names, and what is read along."""

    id: UUID
    type: str
    stage: str
    outcome: str | None
    received_at: datetime
    due_at: datetime
    hot_until: datetime
    withdrawn_at: datetime | None
    contacted_at: datetime | None
    uncontacted_at: datetime | None
    holding: str
    sender_partner_id: UUID | None
    sender_name: str
    customer_company: str
    customer_name: str
    customer_phone: str
    customer_country: str
    direct_contact: bool
    deal_name: str
    need: str
    value_minor: int | None
    currency: str
    value_sort: int
    value_rate: str
    value_in: str
    purchase_on: date | None
    owner_name: str | None
    held_until: datetime | None
    hearted: bool
    is_test: bool
    more: Mapping[str, Any] = MappingProxyType({})
    """What is read for further columns, by the column."""


ELSEWHERE = {"owner_name": "owner__name", "held_until": "held__commit_at"}
COLUMNS = [ELSEWHERE.get(field, field) for field in ListedLead._fields if field != "more"]


def shown(ids: list[UUID], *, actor: Member, size: int, columns: Collection[Column] = ()) -> list[ListedLead]:
    """Return what is shown of these leads of the actor's company, in their order, with what these columns need."""
    if not ids:
        return []
    # Always as many as a page holds, so that there is one text.
    filled = ids + ids[-1:] * (size - len(ids))
    values = {"person": actor.person_id, "partner": actor.partner_id}
    values |= {f"id{number}": id_ for number, id_ in enumerate(filled)}
    further = {column: READ_FOR[column] for column in sorted(READ_FOR.keys() & set(columns))}

    def build(named: Mapping[str, Any]) -> list[QuerySet[Lead, Any]]:
        wanted = [value for name, value in named.items() if name.startswith("id")]
        # Fifty ids are looked up by the key, however few leads the statistics think a partner has.
        leads = Lead.objects.alias(whose=unordered("partner_id")).filter(whose=named["partner"], id__in=wanted)
        hearted = Exists(hearts_of(named).filter(lead_id=OuterRef("id")))
        leads = leads.annotate(hearted=hearted, is_test=Q(test_of__isnull=False))
        return [leads.values_list(*COLUMNS, *further.values())]

    rows = compiled.rows(("leads.shown", size, *further), build, values)
    found = {row[0]: _listed(row, further) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def _listed(row: Sequence[Any], further: Mapping[Column, str]) -> ListedLead:
    lead = ListedLead(*row[: len(COLUMNS)])
    return lead._replace(more=dict(zip(further, row[len(COLUMNS) :], strict=True))) if further else lead


def hearts_of(named: Mapping[str, Any]) -> QuerySet[Favourite]:
    """Return the hearts of the person named in the values, at the partner named."""
    return Favourite.objects.filter(partner_id=named["partner"], person_id=named["person"])
