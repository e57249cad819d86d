"""Whom a request can be put to: the directory's answer to a question, page after page, with the locations offered."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from segue.accounts.actor import Member, Staff
from segue.accounts.companies import called
from segue.directory.queries import chosen_locations, published_locations, shown_locations
from segue.directory.search import Search, search
from segue.kit.errors import Forbidden, NotFound
from segue.kit.ids import id_from
from segue.kit.sealed import seal, unseal
from segue.leads.models import Type
from segue.leads.room import full_partners
from segue.requests.policy import may_send

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.directory.search import Result

PAGE = 20
PLACES_OF_ONE = 5
"""At most so many locations of one partner are offered; a town in the question brings its own to the front."""
MOST_UNPUBLISHED = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner of the directory, and those of its locations that are offered; `closed` says why it takes nothing."""

    name: str
    locations: list[Location]
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


def candidates(*, at: datetime, what: str, where: str, page: str, bound_to: str) -> Candidates:
    """Return a page of those whom a question finds; an unreadable page token is the first page."""
    found, more = _found(at=at, what=what, where=where, page=page, bound_to=bound_to)
    return Candidates(list(map(_candidate, found)), more)


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
    rows = [_candidate(one) for one in found if one.profile.partner_id != _own_company(actor)]
    return Receivers(rows, more, _unpublished(what) if isinstance(actor, Staff) and what and not page else [])


def place_to_send(location_id: str, *, actor: Actor) -> Location | None:
    """Return the location that a form names, if this actor could choose it; None for anything else."""
    named = id_from(location_id)
    places = published_locations() if isinstance(actor, Member) else chosen_locations()
    found = places.filter(id=named).first() if named else None
    return None if found is None or found.partner_id == _own_company(actor) else found


def _own_company(actor: Actor) -> UUID | None:
    return actor.partner_id if isinstance(actor, Member) else None


def _found(*, at: datetime, what: str, where: str, page: str, bound_to: str) -> tuple[list[Result], str]:
    question = Search(at=at, what=what, where=where, full=full_partners(at=at), limit=PAGE)
    binding = f"{bound_to}:{json.dumps([what, where])}"
    key = unseal(page, bound_to=binding) if page else None
    answer = search(replace(question, after=tuple(key)) if key else question)
    return list(answer.results), seal(answer.next, bound_to=binding) if answer.next else ""


def _candidate(result: Result) -> Candidate:
    others = [place for place in shown_locations(result.profile) if place.id != result.location.id]
    closed = result.closed.short() if result.closed else ""
    return Candidate(result.profile.partner.name, [result.location, *others][:PLACES_OF_ONE], closed)


def _unpublished(what: str) -> list[Location]:
    places = chosen_locations().filter(partner__in=called(what)).exclude(id__in=published_locations().values("id"))
    return list(places.order_by("partner__name_key", "-is_main", "name", "id")[:MOST_UNPUBLISHED])
