"""What of the vendor's words about partners is in force, for the pages and for the order of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from segue.accounts.queries import access_partner
from segue.directory.models import Distinction, DistinctionEvent
from segue.directory.policy import require_keeper
from segue.directory.ranking import facts
from segue.kit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.accounts.actor import Actor
    from segue.programme.queries import Rules

ENDORSED = Distinction.Level.FOUNDATION
"""The level at which an endorsement counts: one voice says less than what the vendor has examined."""


def in_force(today: date) -> Q:
    """Return the condition that a distinction is in force on a day of the programme's calendar."""
    return Q(since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))


def distinctions_in_force(
    partner_ids: Collection[UUID], *, at: datetime, rules: Rules
) -> dict[UUID, list[Distinction]]:
    """Return what is in force of each of these partners, in one statement; a partner without any has no entry.

    Competencies first, the highest level before the others, then endorsements and badges, the newest first.
    """
    today = at.astimezone(rules.zone).date()
    found: dict[UUID, list[Distinction]] = {}
    rows = Distinction.objects.filter(in_force(today), partner_id__in=partner_ids)
    for row in sorted(rows, key=_place):
        found.setdefault(row.partner_id, []).append(row)
    return found


def _place(row: Distinction) -> tuple[int, int, int, str]:
    kinds = (Distinction.Kind.COMPETENCY, Distinction.Kind.ENDORSEMENT, Distinction.Kind.BADGE)
    return kinds.index(Distinction.Kind(row.kind)), row.level or 0, -row.since.toordinal(), row.code


def that_count(rows: Iterable[Distinction], *, rules: Rules) -> tuple[facts.Distinction, ...]:
    """Return what the order of results may make of a partner's distinctions: badges are only shown.

    A word of the vocabulary that is retired still says what it covers.
    """
    counted = []
    for row in rows:
        term = rules.terms.get((row.kind, row.code))
        if row.kind == Distinction.Kind.BADGE or term is None:
            continue
        covers = {name: frozenset(term.covers.get(name, ())) for name in ("product", "service")}
        counted.append(facts.Distinction(row.level or int(ENDORSED), covers["product"], covers["service"]))
    return tuple(counted)


def distinctions_of(partner_id: UUID) -> QuerySet[Distinction]:
    """Return everything the vendor ever said of a partner and still keeps, the newest first."""
    return Distinction.objects.filter(partner_id=partner_id).order_by("kind", "-since", "id")


def said_of(partner_id: UUID, *, actor: Actor, limit: int = 20) -> list[DistinctionEvent]:
    """Return what was given, changed and taken back of a partner last, the newest first; to who may see its record."""
    access_partner(partner_id, actor=actor)
    return list(DistinctionEvent.objects.filter(partner_id=partner_id).order_by("-at", "-id")[:limit])


def distinction_to_change(distinction_id: UUID, *, partner_id: UUID, actor: Actor) -> Distinction:
    """Return one distinction of a partner; raise NotFound or Forbidden for who may not change it."""
    require_keeper(partner_id, actor=actor)
    found = distinctions_of(partner_id).filter(id=distinction_id).first()
    if found is None:
        raise NotFound
    return found
