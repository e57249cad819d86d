"""The demo world: Aurora Software's programme, lived through the real actions at past times, never by inserts.

What happened is a list of moments played in order; between days the worker works (if `drain` is given), so that
reminders, expiry and mails came when they would have come.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from segue.accounts.actions import (
    NewPartner,
    NewPerson,
    Place,
    Scope,
    Settings,
    add_partner,
    add_person,
    assign_manager,
    set_up_vendor,
)
from segue.accounts.actor import Member, Newcomer, Staff
from segue.accounts.models import Location, Partner, Person
from segue.accounts.queries import actor_for
from segue.directory.actions import add_alert_contact, add_place, edit_profile, pause, publish
from segue.kit.working_time import office_hours
from segue.outbox.models import Message
from segue.worlds import cast, standing
from segue.worlds.logos import logo
from segue.worlds.stories import Played, Stories

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

PASSWORD = "segue-demo-2026"  # noqa: S105 -- of made-up people, in a world that exists for the demo only
DAYS_LIVED = 75
NEWS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as."""

    person_id: UUID
    name: str
    role: str
    company: str
    email: str
    password: str = PASSWORD


@dataclass
class World:
    """Who there is: actors by first name, partners and locations by name."""

    people: list[DemoPerson] = field(default_factory=list)
    actors: dict[str, Member | Staff | Newcomer] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    locations: dict[tuple[str, str], Location] = field(default_factory=dict)
    admins: dict[UUID, Member] = field(default_factory=dict)

    def staff(self, first: str) -> Staff:
        """Return a vendor person."""
        actor = self.actors[first]
        assert isinstance(actor, Staff)
        return actor

    def member(self, first: str) -> Member:
        """Return a partner's person."""
        actor = self.actors[first]
        assert isinstance(actor, Member)
        return actor


def build(at: datetime, *, drain: Callable[..., object] | None = None) -> list[DemoPerson]:
    """Live through the world's last 75 days up to `at` and return the people to sign in as.

    Without `drain` it is one transaction (a world that was interrupted begins anew, and the disk is waited for once),
    and what is older than two days counts as told when it happened: nobody gets a mail about it today.
    """
    if drain:
        return _live(at, drain=drain)
    with transaction.atomic():
        people = _live(at, drain=None)
        old = Message.objects.filter(happened_at__lt=at - NEWS, expanded_at__isnull=True)
        old.update(expanded_at=F("happened_at"))
    return people


def _live(at: datetime, *, drain: Callable[..., object] | None) -> list[DemoPerson]:
    begin = datetime.combine(at.date() - timedelta(days=DAYS_LIVED), time(7), at.tzinfo)
    world = World()
    _vendor(world, at=begin)
    for firm in (cast.HARBOUR, *cast.OTHERS):
        _partner(world, firm, at=begin)
    standing.give(world.partners, actor=world.staff("Vera"), at=begin, now=at)
    stories = Stories(world.actors, world.locations, world.admins, random.Random(7), now=at)  # noqa: S311 -- no secret
    _play(stories.all(begin + timedelta(days=1)), until=at, drain=drain)
    pause(
        world.partners["Tagus Labs"].id,
        actor=world.admins[world.partners["Tagus Labs"].id],
        at=at - timedelta(hours=3),
        until=(at + timedelta(days=20)).date(),
    )
    return world.people


def _play(moments: list[Played], *, until: datetime, drain: Callable[..., object] | None) -> None:
    number = count()
    waiting = [(moment.at, next(number), moment.act) for moment in moments]
    heapq.heapify(waiting)
    worked_until = None
    while waiting:
        at, _, act = heapq.heappop(waiting)
        if at > until:
            continue
        if drain and worked_until and at.date() != worked_until.date():
            drain(at=at)
        worked_until = at
        for then in act(at) or ():
            heapq.heappush(waiting, (then.at, next(number), then.act))
    if drain:
        drain(at=until)


def _vendor(world: World, *, at: datetime) -> None:
    settings = Settings(name="Aurora Partners", vendor_name="Aurora Software", inbox="partners@aurora.example")
    admin = NewPerson(email="vera@aurora.example", name=cast.ADMIN.name)
    person = set_up_vendor(settings, admin=admin, at=at).person
    _remember(world, cast.ADMIN, person, "Aurora Software")
    for somebody in cast.VENDOR:
        _join(world, somebody, None, "aurora.example", "Aurora Software", scope=Scope(), at=at)


def _partner(world: World, firm: cast.Firm, *, at: datetime) -> None:
    vera = world.staff("Vera")
    new = NewPartner(name=firm.name, website=f"https://{firm.domain}", status=Partner.Status.ACTIVE)
    partner = add_partner(new, actor=vera, at=at)
    assign_manager(partner.id, actor=vera, at=at, manager_id=world.staff("Paula").person_id)
    world.partners[firm.name] = partner
    for city, country, street, postal_code, zone in firm.places:
        hours = office_hours(zone).hours
        place = Place(
            name=city,
            city=city,
            country=country,
            street=street,
            postal_code=postal_code,
            time_zone=zone,
            hours=hours,
        )
        world.locations[firm.name, city] = add_place(partner.id, actor=vera, at=at, place=place)
    for somebody in firm.people:
        scope = Scope(frozenset({world.locations[firm.name, somebody.city].id})) if somebody.city else Scope()
        _join(world, somebody, partner.id, firm.domain, firm.name, scope=scope, at=at)
    admin = world.member(firm.people[0].first)
    world.admins[partner.id] = admin
    _publish(world, firm, partner, admin, at=at)


def _publish(world: World, firm: cast.Firm, partner: Partner, admin: Member, *, at: datetime) -> None:
    edit_profile(
        partner.id,
        actor=admin,
        at=at,
        seen=None,
        description=firm.description,
        tags=firm.tags,
        remote=firm.remote,
        capacity=firm.capacity,
        logo=logo(firm.name),
    )
    told = next(somebody for somebody in firm.people if somebody.role)
    for city, *_ in firm.places:
        add_alert_contact(
            world.locations[firm.name, city].id,
            partner_id=partner.id,
            actor=admin,
            at=at,
            name=told.name,
            email=f"{_plain(told.first)}@{firm.domain}",
            language=told.language,
        )
    publish(partner.id, actor=admin, at=at)


def _join(
    world: World,
    somebody: cast.Somebody,
    partner_id: UUID | None,
    domain: str,
    company: str,
    *,
    scope: Scope,
    at: datetime,
) -> None:
    new = NewPerson(email=f"{_plain(somebody.first)}@{domain}", name=somebody.name, language=somebody.language)
    roles = [somebody.role] if somebody.role else []
    membership = add_person(partner_id, actor=world.staff("Vera"), at=at, person=new, roles=roles, scope=scope)
    _remember(world, somebody, membership.person, company)


def _remember(world: World, somebody: cast.Somebody, person: Person, company: str) -> None:
    person.password = _hashed()
    if somebody.role:
        # They have been here before; who has no role yet has not come.
        person.last_login = person.created_at
    person.save(update_fields=["password", "last_login"])
    world.actors[somebody.first] = actor_for(person)
    role = str(somebody.role) if somebody.role else "none"
    world.people.append(DemoPerson(person.id, somebody.name, role, company, person.email))


@cache
def _hashed() -> str:
    """Return one hash for everybody: hashing takes its time on purpose, and this is a demo."""
    return make_password(PASSWORD)


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("éíåöø", "eiaoo"))
