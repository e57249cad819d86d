"""The partner's lists: tabs, filters, search, orders, pages by key, and counts that stop at 10,000.

A whole company's list walks the index of its order until a page is full. Whatever narrows a list (a filter, words,
hearts, somebody's scope) may leave too few to meet on such a walk; then what is meant is found in the one index that
holds everything lists filter and sort by, and sorted: the same for one lead and for 100,000, and never beyond these.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When

from segue.accounts.roles import May
from segue.kit import compiled
from segue.kit.clock import LONG_AGO
from segue.kit.sealed import seal, unseal
from segue.kit.sql import passed_over, unordered
from segue.leads import queries, search
from segue.leads.listed import ListedLead, hearts_of, shown
from segue.leads.models import Lead, Stage, Type
from segue.leads.wanted import DEFAULT_ORDER, ORDERS, Filters, Owned, Tab

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping

    from django.db.models.expressions import Expression

    from segue.accounts.actor import Member
    from segue.leads.columns import Column

PAGE = 50
COUNT_TO = 10_000
MOST_ARRIVALS = 100


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of a list; `older` and `newer` are tokens of the neighbouring pages, empty where there is none."""

    rows: list[ListedLead]
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many, exact up to 10,000."""

    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a page begins: after this key in this direction. `at` keeps "hot" the same on every page."""

    hot: int
    value: str
    id: str
    at: str
    back: bool


class _Key(NamedTuple):
    """What decides a lead's place in a list: hot ones first where that is asked for, then the value, then the id."""

    hot: int
    value: Any
    id: UUID


@dataclass(frozen=True, slots=True)
class _List:
    """Which list is read: everything the SQL of a page or a count depends on, values apart."""

    actor: Member
    tab: Tab
    filters: Filters

    def values(self, at: datetime) -> dict[str, Any]:
        """Return the values of the list's conditions by name."""
        named: dict[str, Any] = {**queries.ids_of(self.actor)[0], "at": at}
        named |= {f"filter_{name}": getattr(self.filters, name) for name in NARROWING if getattr(self.filters, name)}
        if self.filters.location:
            named["filter_location"] = UUID(self.filters.location)
        for stage in Stage:
            if words := self._words_in(stage):
                named[f"words_{stage}"] = words
        return named

    def _words_in(self, stage: Stage) -> str:
        types = [kind for kind in TYPES[self.tab] if self.filters.type in ("", kind)] or TYPES[self.tab]
        return search.query_of(self.filters.words, partner_id=self.actor.partner_id, stage=stage, types=types)

    def shape(self, named: Mapping[str, Any]) -> Hashable:
        """Return what the SQL depends on beside the values."""
        sees = (self.actor.may(May.ANSWER_LEADS), self.actor.may(May.SEE_SCOPE), self.actor.location_ids is None)
        return self.tab, sees, self.filters.owned, self.filters.hot, frozenset(named)

    def leads(self, stage: Stage, named: Mapping[str, Any], *, walked: bool = False) -> QuerySet[Lead]:
        """Return the leads of a stage that are listed, their conditions taken from the values.

        `walked`: along the index of an order or of the hot ones, which know nothing of types.
        """
        leads = queries.worked_with_by(queries.like(self.actor, named)).filter(self._narrowed(named))
        if self.tab is Tab.FAVOURITES:
            # Few are hearted: looked up by their ids, not looked for in the stage.
            leads = leads.filter(id__in=hearts_of(named).values("lead_id")).alias(in_stage=unordered("stage"))
            leads = leads.filter(in_stage=stage)
        else:
            leads = leads.alias(kind=passed_over("type") if walked else F("type"))
            leads = leads.filter(stage=stage, kind__in=TYPES[self.tab])
        words = named.get(f"words_{stage}")
        return search.matching(leads, words) if words else leads

    def _narrowed(self, named: Mapping[str, Any]) -> Q:
        wanted = Q()
        for name, column in NARROWING.items():
            if f"filter_{name}" in named:
                wanted &= Q(**{column: named[f"filter_{name}"]})
        if self.filters.owned == Owned.MINE:
            wanted &= Q(owner_id=named["person"])
        elif self.filters.owned == Owned.NOBODYS:
            wanted &= Q(owner__isnull=True)
        if self.filters.hot:
            wanted &= Q(hot_until__gt=named["at"])
        return wanted

    def whole(self) -> bool:
        """Return whether all the company's leads of a tab are listed, so that a page is soon full."""
        everything = self.actor.may(May.SEE_SCOPE) and self.actor.location_ids is None
        return everything and self.tab is not Tab.FAVOURITES and not self.filters.any()


TYPES: dict[Tab, tuple[Type, ...]] = {
    Tab.MARKETPLACE: (Type.INQUIRY,),
    Tab.QUALIFIED: (Type.MARKETING, Type.SALES),
    Tab.FAVOURITES: tuple(Type),
}
"""Which types of leads a tab holds."""
NARROWING = {"type": "type", "country": "customer_country", "location": "location_id", "campaign": "campaign"}
"""The filters that ask for one value of a column."""


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
    columns: Collection[Column] = (),
) -> LeadPage:
    """Return one page of the leads an actor works with; an unreadable or foreign page token is the first page.

    Two statements, however many rows and whoever asks: the keys of the page in order, then what is shown of them.
    """
    order = order if order in ORDERS else DEFAULT_ORDER[stage]
    binding = _binding(actor, tab, stage, filters, order)
    mark = _read(page, binding)
    moment = datetime.fromisoformat(mark.at) if mark else at
    back = bool(mark and mark.back)
    keys = _keys(_List(actor, tab, filters), stage, order=order, mark=mark, at=moment, size=size)
    more = len(keys) > size
    keys = keys[:size]
    if back:
        keys.reverse()

    def token(key: _Key, *, back: bool) -> str:
        return seal(asdict(_mark(key, at=moment, back=back)), bound_to=binding)

    return LeadPage(
        rows=shown([key.id for key in keys], actor=actor, size=size, columns=columns),
        newer=token(keys[0], back=True) if keys and (more if back else mark is not None) else "",
        older=token(keys[-1], back=False) if keys and (back or more) else "",
    )


def all_ids(
    actor: Member, *, tab: Tab, stage: Stage, filters: Filters, order: str, at: datetime, size: int
) -> Iterator[list[UUID]]:
    """Yield the ids of a whole list in its order, `size` at a time; one statement each, however long the list is."""
    wanted, order, mark = _List(actor, tab, filters), order if order in ORDERS else DEFAULT_ORDER[stage], None
    while True:
        keys = _keys(wanted, stage, order=order, mark=mark, at=at, size=size)
        yield [key.id for key in keys[:size]]
        if len(keys) <= size:
            return
        mark = _mark(keys[size - 1], at=at, back=False)


def tab_counts(
    actor: Member, *, tab: Tab, stages: Collection[Stage], filters: Filters, at: datetime
) -> dict[Stage, Count]:
    """Return how many leads of a tab are in each of these stages, exact up to 10,000; one query.

    To find that there are more takes as long as 10,000 rows do, so that is remembered for a minute.
    """
    wanted = _List(actor, tab, filters)
    values = wanted.values(at)
    whose = (wanted.shape(values), frozenset((name, value) for name, value in values.items() if name != "at"))
    known = {stage: Count(COUNT_TO, more=True) for stage in stages if _many.get((whose, stage), LONG_AGO) > at}
    asked = [stage for stage in stages if stage not in known]

    def build(named: Mapping[str, Any]) -> list[QuerySet[Lead, Any]]:
        # A constant instead of a column: then the index alone can answer.
        return [
            wanted.leads(stage, named).order_by().annotate(one=Value(1)).values_list("one")[: COUNT_TO + 1]
            for stage in asked
        ]

    numbers = compiled.counts((wanted.shape(values), tuple(asked), COUNT_TO), build, values) if asked else []
    for stage, number in zip(asked, numbers, strict=True):
        known[stage] = Count(min(number, COUNT_TO), more=number > COUNT_TO)
        if number > COUNT_TO:
            _remember((whose, stage), until=at + timedelta(minutes=1))
    return {stage: known[stage] for stage in stages}


_many: dict[Hashable, datetime] = {}
"""Until when a list is taken to hold more than is counted."""
_MOST_REMEMBERED = 10_000


def neighbour(
    lead: Lead, *, actor: Member, tab: Tab, stage: Stage, filters: Filters, order: str, at: datetime, back: bool
) -> UUID | None:
    """Return the lead after this one (or before it) in a list, None at its end; it may have left the list itself."""
    order = order if order in ORDERS else DEFAULT_ORDER[stage]
    value = getattr(lead, ORDERS[order].column)
    written = value.isoformat() if isinstance(value, date) else str(value)
    hot = int(order == "hot" and lead.hot_until > at)
    mark = _Mark(hot, written, str(lead.id), at.isoformat(), back)
    found = _keys(_List(actor, tab, filters), stage, order=order, mark=mark, at=at, size=1)
    return found[0].id if found else None


def arrived_since(actor: Member, *, tab: Tab, filters: Filters, since: datetime, at: datetime) -> int:
    """Return how many leads came into a list of received ones after a moment, 100 at most."""
    wanted = _List(actor, tab, filters)
    values = wanted.values(at) | {"since": since}

    def build(named: Mapping[str, Any]) -> list[QuerySet[Lead, Any]]:
        leads = wanted.leads(Stage.RECEIVED, named, walked=True).filter(received_at__gt=named["since"])
        return [leads.order_by().annotate(one=Value(1)).values_list("one")[:MOST_ARRIVALS]]

    [number] = compiled.counts(("arrived", wanted.shape(values)), build, values)
    return number


def _remember(key: Hashable, *, until: datetime) -> None:
    if len(_many) >= _MOST_REMEMBERED:
        _many.clear()
    _many[key] = until


def _keys(wanted: _List, stage: Stage, *, order: str, mark: _Mark | None, at: datetime, size: int) -> list[_Key]:
    """Return the keys after the mark in reading direction, one more than a page holds where there are more."""
    by, back = ORDERS[order], bool(mark and mark.back)
    values = wanted.values(at)
    if mark:
        values |= {"mark_value": by.parse(mark.value), "mark_id": UUID(mark.id)}
    walk = _Walk(order, back=back, hot=bool(mark.hot) if mark else None)

    def build(named: Mapping[str, Any]) -> list[QuerySet[Lead, Any]]:
        leads = wanted.leads(stage, named, walked=wanted.whole())
        sets = walk.along_the_order(leads, named) if wanted.whole() else [walk.sorted(leads, named)]
        return [keyed[: size + 1] for keyed in sets]

    shape = (wanted.shape(values), wanted.whole(), stage, walk, size)

    def first(keys: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        # Stable sorts from the last part of the key to the first, of values as the database itself orders them.
        keys.sort(key=itemgetter(1, 2), reverse=by.descending != back)
        keys.sort(key=itemgetter(0), reverse=not back)
        return keys[: size + 1]

    return [_Key._make(key) for key in compiled.rows(shape, build, values, keep=first)]


@dataclass(frozen=True, slots=True)
class _Walk:
    """In which order a list is read, in which direction, and after what: `hot` is the mark's, None without a mark."""

    order: str
    back: bool
    hot: bool | None

    def along_the_order(self, leads: QuerySet[Lead], named: Mapping[str, Any]) -> list[QuerySet[Lead, Any]]:
        """Return the keys after the mark as sets in the order of an index: the hot ones and the rest are one each."""
        if self.order != "hot":
            return [self._keyed(leads, named, hot=Value(0), begins=self.hot is not None)]
        # Walking on until fifty hot leads are found would read all that are not: these are sorted.
        hot = leads.filter(hot_until__gt=named["at"]).alias(sort_key=unordered(ORDERS[self.order].column))
        rest = leads.alias(rest=passed_over("hot_until")).filter(rest__lte=named["at"])
        parts = []
        if self.hot is not False or self.back:
            parts.append(self._keyed(hot, named, hot=Value(1), begins=self.hot is True, column="sort_key"))
        if self.hot is not True or not self.back:
            parts.append(self._keyed(rest, named, hot=Value(0), begins=self.hot is False))
        return parts

    def sorted(self, leads: QuerySet[Lead], named: Mapping[str, Any]) -> QuerySet[Lead, Any]:
        """Return the keys after the mark, in order, as one set that no index of an order is walked for."""
        leads = leads.alias(sort_key=unordered(ORDERS[self.order].column))
        hot = Case(When(hot_until__gt=named["at"], then=1), default=0) if self.order == "hot" else Value(0)
        return self._keyed(leads, named, hot=hot, begins=self.hot is not None, column="sort_key")

    def _keyed(
        self, leads: QuerySet[Lead], named: Mapping[str, Any], *, hot: Expression, begins: bool, column: str = ""
    ) -> QuerySet[Lead, Any]:
        by = ORDERS[self.order]
        down = by.descending != self.back
        column = column or by.column
        leads = leads.annotate(hot=hot, key=F(column))
        if begins:
            value, beyond = named["mark_value"], "lt" if down else "gt"
            after = Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"id__{beyond}": named["mark_id"]})
            # The first condition alone bounds the index walk; the second decides among equals.
            after = Q(**{f"{column}__{beyond}e": value}) & after
            if isinstance(hot, Case):
                here = int(bool(self.hot))
                after = Q(hot=here) & after | Q(**{"hot__gt" if self.back else "hot__lt": here})
            leads = leads.filter(after)
        sign = "-" if down else ""
        keys = [f"{sign}{column}", f"{sign}id"]
        if isinstance(hot, Case):
            keys.insert(0, "hot" if self.back else "-hot")
        return leads.order_by(*keys).values_list("hot", "key", "id")


def _binding(actor: Member, tab: Tab, stage: Stage, filters: Filters, order: str) -> str:
    """Return what binds a page token to who reads which list: a token for another list is no token."""
    text = json.dumps([str(actor.person_id), str(actor.partner_id), tab, stage, asdict(filters), order])
    return f"leads.lists:{hashlib.sha256(text.encode()).hexdigest()}"


def _mark(key: _Key, *, at: datetime, back: bool) -> _Mark:
    written = key.value.isoformat() if isinstance(key.value, date) else str(key.value)
    return _Mark(key.hot, written, str(key.id), at.isoformat(), back)


def _read(page: str, binding: str) -> _Mark | None:
    if not page:
        return None
    mark = unseal(page, bound_to=binding)
    return _Mark(**mark) if mark else None
