"""The list of partner companies: by name, narrowed by words and status, page after page by key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Collate

from segue.accounts.models import Location, Membership, Partner
from segue.accounts.queries import visible_partners
from segue.kit.ids import id_from
from segue.kit.sealed import seal, unseal
from segue.kit.sql import plain_collation
from segue.kit.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import Model

    from segue.accounts.actor import Staff

PAGE = 50
MOST_WORDS = 5
NOBODY = "nobody"
"""Stands for the companies without a partner manager."""


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """One page of companies; `more` is the token of the next one, empty at the end."""

    rows: list[Partner]
    more: str


def companies(
    actor: Staff, *, looked_for: str = "", status: str = "", manager: str = "", page: str = ""
) -> CompanyPage:
    """Return one page of companies by name, each with its manager and how many `people` and `places` it has.

    `manager` is the id of who looks after them, or NOBODY. A word looked for begins a word of the name. An unreadable
    page token, or one of another list, is the first page.
    """
    sought = _sought(looked_for)
    binding = f"accounts.companies:{actor.membership_id}:{json.dumps([sought, status, manager])}"
    found = _named(visible_partners(actor), sought).alias(sort_name=Collate("name_key", plain_collation()))
    if status:
        found = found.filter(status=status)
    if manager:
        found = found.filter(manager__isnull=True) if manager == NOBODY else found.filter(manager_id=id_from(manager))
    after = unseal(page, bound_to=binding) if page else None
    if after:
        name, partner_id = after
        found = found.filter(Q(sort_name__gt=name) | Q(sort_name=name, id__gt=partner_id))
    rows = list(_counted(found).order_by("sort_name", "id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    more = seal([last.name_key, str(last.id)], bound_to=binding) if last else ""
    return CompanyPage(rows[:PAGE], more)


def unmanaged() -> QuerySet[Partner]:
    """Return the companies in the programme that no partner manager looks after."""
    return Partner.objects.filter(manager__isnull=True).exclude(status=Partner.Status.LEFT)


def called(looked_for: str) -> QuerySet[Partner]:
    """Return the companies whose names have words that begin like these."""
    return _named(Partner.objects.all(), _sought(looked_for))


def named_like(beginnings: Sequence[str], *, most: int) -> dict[frozenset[str], list[UUID]] | None:
    """Return the companies whose names have words that begin like some of these, by which ones; None for too many."""
    alike = Q()
    for beginning in beginnings:
        alike |= _begins(beginning)
    found = list(Partner.objects.filter(alike).values_list("id", "name_key")[: most + 1])
    if len(found) > most:
        return None
    by: dict[frozenset[str], list[UUID]] = {}
    for partner_id, name in found:
        begun = frozenset(one for one in beginnings if f" {one}" in f" {name}")
        by.setdefault(begun, []).append(partner_id)
    return by


def _sought(looked_for: str) -> list[str]:
    return words(looked_for)[:MOST_WORDS]


def _named(found: QuerySet[Partner], sought: list[str]) -> QuerySet[Partner]:
    for word in sought:
        found = found.filter(_begins(word))
    return found


def _begins(word: str) -> Q:
    return Q(name_key__startswith=word) | Q(name_key__contains=f" {word}")


def _counted(found: QuerySet[Partner]) -> QuerySet[Partner]:
    """Count for the companies of the page only: joined and grouped, every company would be counted for each page."""
    in_use = Location.objects.filter(removed_at__isnull=True)
    return found.select_related("manager").annotate(people=_number(Membership.objects.all()), places=_number(in_use))


def _number(rows: QuerySet[Model]) -> Coalesce:
    counted = rows.filter(partner=OuterRef("pk")).order_by().values("partner").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), Value(0))
