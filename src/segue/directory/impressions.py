"""What searches showed: those that found nobody, the last ones to replay, and those a partner was shown in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Prefetch

from segue.accounts.actor import Staff
from segue.accounts.roles import May
from segue.directory.models import Impression, Showing
from segue.directory.ranking.order import PAGE
from segue.directory.search.ask import FILTER_KINDS, Search
from segue.kit.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.accounts.actor import Actor

REPLAYED = 1000


@dataclass(frozen=True, slots=True)
class FoundNobody:
    """A question that nobody answered: how often it was asked, and when last."""

    what: str
    place: str
    filters: Mapping[str, str]
    times: int
    last: datetime


def in_vain(*, actor: Actor, since: datetime, limit: int = 100) -> list[FoundNobody]:
    """Return the questions since a moment that found nobody, the most often asked first.

    To who looks after partners or reads the programme; raises Forbidden for others of the vendor, NotFound for
    everybody else.
    """
    if not isinstance(actor, Staff):
        raise NotFound
    if not (actor.may(May.MANAGE_PARTNERS) or actor.may(May.READ_PROGRAMME)):
        raise Forbidden
    empty = _asked_by_visitors().filter(total=0, at__gt=since).order_by().values("what", "place", "filters")
    counted = empty.annotate(times=Count("id"), last=Max("at")).order_by("-times", "-last", "what", "place")
    return [FoundNobody(**row) for row in counted[:limit]]


def last_searches(*, limit: int = REPLAYED) -> list[Impression]:
    """Return the last searches that showed somebody from the first place on, the latest first.

    `shown` of each is read along, in the order of places.
    """
    in_order = Prefetch("shown", Showing.objects.order_by("place"))
    first_pages = _asked_by_visitors().filter(shown__place=1)
    return list(first_pages.order_by("-at", "-id").prefetch_related(in_order)[:limit])


def showings_of(partner_id: UUID, *, limit: int) -> list[Showing]:
    """Return where a partner was shown last, the latest first, each with its search."""
    shown = Showing.objects.filter(partner_id=partner_id, impression__by=Impression.By.DIRECTORY)
    return list(shown.select_related("impression").order_by("-at", "-impression")[:limit])


def asked_again(impression: Impression) -> Search:
    """Return the question of a noted search, as it was asked."""
    filters = impression.filters
    return Search(
        at=impression.at,
        what=impression.what,
        where=impression.place,
        country=filters.get("country", ""),
        tags={kind: filters[kind] for kind in FILTER_KINDS if kind in filters},
        remote="remote" in filters,
        within=int(filters["within"]) if "within" in filters else None,
    )


def page_one_of(impression: Impression) -> list[Showing]:
    """Return who stood on the first page of the same question when it was asked last by then, in order.

    By the same weights: points of others cannot be compared.
    """
    same = Showing.objects.filter(
        impression__what=impression.what,
        impression__place=impression.place,
        impression__filters=impression.filters,
        impression__by=impression.by,
        impression__weights=impression.weights,
        impression__at__lte=impression.at,
        place__lte=PAGE,
    )
    rows = list(same.order_by("-impression__at", "-impression", "place")[:PAGE])
    return [row for row in rows if row.impression_id == rows[0].impression_id]


def _asked_by_visitors() -> QuerySet[Impression, Any]:
    return Impression.objects.filter(by=Impression.By.DIRECTORY)
