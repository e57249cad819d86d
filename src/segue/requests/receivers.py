"""Whom a request can be put to: the directory's answer to a question, page after page, with the locations offered."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from segue.accounts.actor import Member, Staff
from segue.accounts.companies import called
from segue.directory.queries import chosen_locations, published_locations, shown_locations
from segue.directory.search import Place, Search, search
from segue.kit.errors import Forbidden, NotFound
from segue.kit.ids import ids_from
from segue.kit.sealed import seal, unseal
from segue.leads.models import Type
from segue.leads.room import full_partners
from segue.programme.queries import rules
from segue.requests.policy import may_send

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.directory.search import Result

PAGE = 20
PLACES_OF_ONE = 5
"""So many locations of one partner are offered unasked; a place in the question brings all that it has there."""
MOST_UNPUBLISHED = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner of the directory, and those of its locations that are offered; `closed` says why it takes nothing."""

    name: str
    locations: list[Location]
    more: bool
    """Whether it has further locations, which a town in the question brings."""
    closed: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """A page of the directory; `more` is the token of the next one, empty at the end."""

    rows: list[Candidate]
    more: str


@dataclass(frozen=True, slots=True)
class Receivers(Candidates):
    """Whom somebody could send a lead to; `unpublished` are locations that could be asked to publish."""

    unpublished: list[Location]
    more_unpublished: bool
    """Whether there are further ones, which a town or more of the name brings."""


def candidates(*, at: datetime, what: str, where: str, page: str, bound_to: str) -> Candidates:
    """Return a page of those whom a question finds; an unreadable page token is the first page."""
    found, more = _found(at=at, what=what, where=where, page=page, bound_to=bound_to)
    return Candidates([_candidate(one, where) for one in found], more)


def whom_to_send(*, actor: Actor, at: datetime, what: str = "", where: str = "", page: str = "") -> Receivers:
    """Return a page of those whom an actor may send a lead to.

    Another partner finds what is published and not its own; the vendor's people also find, by words of the company's
    name, what is not published yet. Raises Forbidden for who sends no leads.
    """
    if not isinstance(actor, Staff | Member):
        raise NotFound
    if not any(may_send(actor, one) for one in Type):
        raise Forbidden
    bound_to = f"requests.send:{actor.membership_id}"
    found, more = _found(at=at, what=what, where=where, page=page, bound_to=bound_to)
    rows = [_candidate(one, where) for one in found if one.profile.partner_id != _own_company(actor)]
    unpublished = _unpublished(what, where) if isinstance(actor, Staff) and what and not page else []
    return Receivers(rows, more, unpublished[:MOST_UNPUBLISHED], len(unpublished) > MOST_UNPUBLISHED)


def place_to_send(location_id: str, *, actor: Actor) -> Location | None:
    """Return the location that a form names, if this actor could choose it; None for anything else."""
    return next(iter(places_to_send([location_id], actor=actor)), None)


def places_to_send(location_ids: Iterable[str], *, actor: Actor) -> list[Location]:
    """Return the locations that a form names, in its order; those that this actor could not choose are left out.

    At most one more than a request may be put to is looked for: so many are refused when they are sent.
    """
    named = ids_from(islice(location_ids, rules().programme.leads_per_request + 1))
    if not named:
        return []
    places = published_locations() if isinstance(actor, Member) else chosen_locations()
    found = places.exclude(partner=_own_company(actor)).in_bulk(named)
    return [found[one] for one in dict.fromkeys(named) if one in found]


def _own_company(actor: Actor) -> UUID | None:
    return actor.partner_id if isinstance(actor, Member) else None


def _found(*, at: datetime, what: str, where: str, page: str, bound_to: str) -> tuple[list[Result], str]:
    question = Search(at=at, what=what, where=where, full=full_partners(at=at), limit=PAGE)
    binding = f"{bound_to}:{json.dumps([what, where])}"
    key = unseal(page, bound_to=binding) if page else None
    answer = search(replace(question, after=tuple(key)) if key else question)
    return list(answer.results), seal(answer.next, bound_to=binding) if answer.next else ""


def _candidate(result: Result, where: str) -> Candidate:
    looked_in = Place.typed(where)
    locations = [result.location, *(one for one in shown_locations(result.profile) if one.id != result.location.id)]

    def there(one: Location) -> bool:
        return bool(looked_in) and looked_in.holds(city=one.city, country=one.country)

    locations.sort(key=there, reverse=True)
    offered = locations[: max(PLACES_OF_ONE, sum(map(there, locations)))]
    closed = result.closed.short() if result.closed else ""
    return Candidate(result.profile.partner.name, offered, len(offered) < len(locations), closed)


def _unpublished(what: str, where: str) -> list[Location]:
    """Return one more than are shown, those where somebody looks first."""
    places = chosen_locations().filter(partner__in=called(what)).exclude(id__in=published_locations().values("id"))
    ordered = places.order_by("partner__name_key", "-is_main", "name", "id")
    looked_in = Place.typed(where)
    if not looked_in:
        return list(ordered[: MOST_UNPUBLISHED + 1])
    rows = list(ordered.values_list("id", "city", "country"))
    rows.sort(key=lambda row: not looked_in.holds(city=row[1], country=row[2]))
    ids = [row[0] for row in rows[: MOST_UNPUBLISHED + 1]]
    found = places.in_bulk(ids)
    return [found[one] for one in ids]
