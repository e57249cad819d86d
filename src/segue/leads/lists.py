"""The partner's lists: tabs, filters, search, orders, pages by key, and counts that stop at 10,000.

Every list reads a few keyed branches (whose leads, hot or not), each with its limit, and merges them in Python:
one query with OR walked 100,000 rows where the branches take about a millisecond.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from segue.kit.sealed import seal, unseal
from segue.kit.sql import count_each
from segue.leads import queries
from segue.leads.models import Favourite, Lead, Stage, Type
from segue.leads.search import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from segue.accounts.actor import Member

PAGE = 50
COUNT_TO = 10_000


class Tab(StrEnum):
    """The three tabs."""

    MARKETPLACE = "marketplace"
    QUALIFIED = "qualified"
    FAVOURITES = "favourites"


class Owned(StrEnum):
    """Whose leads."""

    ALL = ""
    MINE = "mine"
    NOBODYS = "nobodys"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    words: str = ""
    type: str = ""
    country: str = ""
    location: str = ""
    owned: str = ""
    campaign: str = ""
    hot: bool = False

    def any(self) -> bool:
        """Return whether anything is narrowed."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Order:
    """A list order: its sort column (never NULL), whether it descends, and what its value is read as."""

    column: str
    descending: bool
    parse: Callable[[str], Any]


ORDERS: dict[str, Order] = {
    "received": Order("received_at", descending=True, parse=datetime.fromisoformat),
    "updated": Order("updated_at", descending=True, parse=datetime.fromisoformat),
    "due": Order("due_at", descending=False, parse=datetime.fromisoformat),
    "hot": Order("due_at", descending=False, parse=datetime.fromisoformat),
    "value": Order("value_sort", descending=True, parse=int),
    "purchase": Order("purchase_sort", descending=False, parse=date.fromisoformat),
}
DEFAULT_ORDER = {Stage.RECEIVED: "hot", Stage.ACCEPTED: "purchase", Stage.ARCHIVED: "updated"}


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of a list; `older` and `newer` are tokens of the neighbouring pages, empty where there is none."""

    rows: list[Lead]
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many, exact up to 10,000."""

    number: int
    more: bool

    def __str__(self) -> str:
        """Return the number, with a plus when there are more."""
        return f"{self.number:,}+" if self.more else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a page begins: after this key in this direction. `at` keeps "hot" the same on every page."""

    hot: int
    value: str
    id: str
    at: str
    back: bool


def lead_list(
    actor: Member,
    *,
    tab: Tab,
    stage: Stage,
    filters: Filters,
    order: str,
    page: str,
    at: datetime,
    size: int = PAGE,
) -> LeadPage:
    """Return one page of the leads an actor works with; an unreadable or foreign page token is the first page.

    Each row has `hearted` (bool), and its owner and held answer at hand. The number of queries does not depend on
    the number of rows.
    """
    order = order if order in ORDERS else DEFAULT_ORDER[stage]
    binding = _binding(actor, tab, stage, filters, order)
    mark = _read(page, binding)
    moment = datetime.fromisoformat(mark.at) if mark else at
    chosen = _chosen(actor, tab=tab, stage=stage, filters=filters, at=moment)
    few = tab is Tab.FAVOURITES or filters.hot
    rows = _read_rows(chosen, order=order, mark=mark, at=moment, size=size, actor=actor, few=few)
    more = len(rows) > size
    rows = rows[:size]
    back = bool(mark and mark.back)
    if back:
        rows.reverse()
    token = _tokens(order, at=moment, binding=binding)
    return LeadPage(
        rows=rows,
        newer=token(rows[0], back=True) if rows and (more if back else mark is not None) else "",
        older=token(rows[-1], back=False) if rows and (back or more) else "",
    )


def tab_counts(
    actor: Member, *, tab: Tab, stages: Collection[Stage], filters: Filters, at: datetime
) -> dict[Stage, Count]:
    """Return how many leads of a tab are in each of these stages, exact up to 10,000; one query."""
    parts = [
        (stage, leads) for stage in stages for leads in _chosen(actor, tab=tab, stage=stage, filters=filters, at=at)
    ]
    numbers = count_each([leads for _stage, leads in parts], up_to=COUNT_TO + 1)
    sums = dict.fromkeys(stages, 0)
    for (stage, _leads), number in zip(parts, numbers, strict=True):
        sums[stage] += number
    return {stage: Count(min(number, COUNT_TO), more=number > COUNT_TO) for stage, number in sums.items()}


def _chosen(actor: Member, *, tab: Tab, stage: Stage, filters: Filters, at: datetime) -> list[QuerySet[Lead]]:
    wanted = Q(stage=stage) & _narrowed(filters, actor=actor, at=at)
    if tab is Tab.MARKETPLACE:
        wanted &= Q(type=Type.INQUIRY)
    elif tab is Tab.QUALIFIED:
        wanted &= Q(type__in=[Type.MARKETING, Type.SALES])
    found = [leads.filter(wanted) for leads in queries.branches(actor)]
    if tab is Tab.FAVOURITES:
        found = [leads.filter(id__in=_hearts(actor).values("lead_id")) for leads in found]
    if filters.words:
        found = [matching(leads, filters.words, partner_id=actor.partner_id) for leads in found]
    return found


def _narrowed(filters: Filters, *, actor: Member, at: datetime) -> Q:
    wanted = Q()
    for column, value in (
        ("type", filters.type),
        ("customer_country", filters.country),
        ("location_id", filters.location),
        ("campaign", filters.campaign),
    ):
        if value:
            wanted &= Q(**{column: value})
    if filters.owned == Owned.MINE:
        wanted &= Q(owner_id=actor.person_id)
    elif filters.owned == Owned.NOBODYS:
        wanted &= Q(owner__isnull=True)
    if filters.hot:
        wanted &= Q(hot_until__gt=at)
    return wanted


def _hearts(actor: Member) -> QuerySet[Favourite]:
    return Favourite.objects.filter(partner_id=actor.partner_id, person_id=actor.person_id)


def _read_rows(
    chosen: list[QuerySet[Lead]],
    *,
    order: str,
    mark: _Mark | None,
    at: datetime,
    size: int,
    actor: Member,
    few: bool,
) -> list[Lead]:
    back = bool(mark and mark.back)
    parts: list[bool | None] = [True, False] if order == "hot" else [None]
    if back:
        parts.reverse()
    rows: list[Lead] = []
    for hot in parts:
        if mark and order == "hot" and _is_past(part=bool(hot), mark=mark):
            continue
        begins_here = mark if mark and (hot is None or bool(hot) == bool(mark.hot)) else None
        part = [_part(leads, hot=hot, at=at) for leads in chosen]
        found = [_keyed(leads, order=order, mark=begins_here, back=back, few=few or bool(hot)) for leads in part]
        read = [list(_with_company(leads, actor)[: size + 1 - len(rows)]) for leads in found]
        rows += islice(merge(*read, key=_merge_key(order, back=back)), size + 1 - len(rows))
        if len(rows) > size:
            break
    return rows


def _is_past(*, part: bool, mark: _Mark) -> bool:
    """Return whether a part of "hot first" lies before the mark in reading direction: hot ones come first."""
    return (not part and bool(mark.hot)) if mark.back else (part and not mark.hot)


def _part(leads: QuerySet[Lead], *, hot: bool | None, at: datetime) -> QuerySet[Lead]:
    if hot is None:
        return leads
    return leads.filter(hot_until__gt=at) if hot else leads.filter(hot_until__lte=at)


def _keyed(leads: QuerySet[Lead], *, order: str, mark: _Mark | None, back: bool, few: bool) -> QuerySet[Lead]:
    """Return the leads after the mark, in order: by walking the order's index, or sorted where only few are meant.

    Walking on until fifty hot leads are found would read all that are not; sorted by an expression, they are found
    by the index of their own.
    """
    by = ORDERS[order]
    down = by.descending != back
    column = by.column
    if few:
        column = "sort_key"
        leads = leads.alias(sort_key=Coalesce(by.column, by.column))
    if mark:
        value, beyond = by.parse(mark.value), "lt" if down else "gt"
        after = Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"id__{beyond}": mark.id})
        # The first condition alone bounds the index walk; the second decides among equals.
        leads = leads.filter(after, **{f"{column}__{beyond}e": value})
    sign = "-" if down else ""
    return leads.order_by(f"{sign}{column}", f"{sign}id")


def _with_company(leads: QuerySet[Lead], actor: Member) -> QuerySet[Lead]:
    hearted = Exists(_hearts(actor).filter(lead_id=OuterRef("id")))
    return leads.annotate(hearted=hearted).select_related("owner", "held__person")


class _Reversed:
    """A sort key that runs the other way."""

    __slots__ = ("key",)

    def __init__(self, key: tuple[Any, UUID]) -> None:
        self.key = key

    def __lt__(self, other: _Reversed) -> bool:
        return other.key < self.key


def _merge_key(order: str, *, back: bool) -> Callable[[Lead], Any]:
    by = ORDERS[order]

    def key(lead: Lead) -> Any:  # noqa: ANN401 -- whatever the column holds, or it reversed
        forward = (getattr(lead, by.column), lead.id)
        return _Reversed(forward) if by.descending != back else forward

    return key


def _tokens(order: str, *, at: datetime, binding: str) -> Callable[..., str]:
    column = ORDERS[order].column

    def token(lead: Lead, *, back: bool) -> str:
        value = getattr(lead, column)
        written = value.isoformat() if isinstance(value, date) else str(value)
        mark = _Mark(int(lead.hot_until > at), written, str(lead.id), at.isoformat(), back)
        return seal(asdict(mark), bound_to=binding)

    return token


def _binding(actor: Member, tab: Tab, stage: Stage, filters: Filters, order: str) -> str:
    """Return what binds a page token to who reads which list: a token for another list is no token."""
    text = json.dumps([str(actor.person_id), str(actor.partner_id), tab, stage, asdict(filters), order])
    return f"leads.lists:{hashlib.sha256(text.encode()).hexdigest()}"


def _read(page: str, binding: str) -> _Mark | None:
    if not page:
        return None
    mark = unseal(page, bound_to=binding)
    return _Mark(**mark) if mark else None
