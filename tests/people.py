"""The few people every test speaks of, made by the real actions.

Vendor Aurora Software: Marta (marketer), Sven (seller), Paula (partner manager of both partners), Vera (programme
admin), Otto (auditor). Partner Harbour IT, in Bergen and Trieste: Ada (partner admin), Ben (referrals admin), Cleo
(referrals user, Bergen), Giulia (referrals user, Trieste, reads Italian), Pia (profile admin), Nora (no role).
Partner Fjord Cloud, in Oslo: Dora (partner admin), the stranger.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from segue.accounts.actions import (
    NewPartner,
    NewPerson,
    Place,
    Scope,
    Settings,
    add_location,
    add_partner,
    add_person,
    assign_manager,
    change_roles,
    set_up_vendor,
)
from segue.accounts.actor import Actor, Member, Newcomer, Staff
from segue.accounts.models import Location, Partner, Person
from segue.accounts.queries import actor_for
from segue.accounts.roles import PartnerRole, VendorRole
from segue.directory.actions import add_alert_contact, edit_profile, publish
from segue.kit.working_time import office_hours
from segue.programme.queries import forget
from segue.work.loop import drain
from tests import kept

POINTS = {"Bergen": (60.39299, 5.32415), "Trieste": (45.64953, 13.77678), "Oslo": (59.91273, 10.74609)}
MONDAY_MORNING = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
"""10 o'clock in Bergen, Oslo and Trieste: everybody is at work."""


@dataclass
class World:
    """Aurora Partners as it stands at `at`: an actor per person, and the two partners with their locations."""

    at: datetime
    harbour: Partner = field(init=False)
    bergen: Location = field(init=False)
    trieste: Location = field(init=False)
    fjord: Partner = field(init=False)
    oslo: Location = field(init=False)
    marta: Staff = field(init=False)
    sven: Staff = field(init=False)
    paula: Staff = field(init=False)
    vera: Staff = field(init=False)
    otto: Staff = field(init=False)
    ada: Member = field(init=False)
    ben: Member = field(init=False)
    cleo: Member = field(init=False)
    giulia: Member = field(init=False)
    pia: Member = field(init=False)
    dora: Member = field(init=False)
    nora: Newcomer = field(init=False)

    def person(self, actor: Actor) -> Person:
        """Who an actor is, to sign in as: `client.force_login(world.person(world.ada))`."""
        return Person.objects.get(id=actor.person_id)


def only(location: Location) -> Scope:
    """The scope of who looks after one location."""
    return Scope(frozenset({location.id}))


def keeping_only(world: World, who: Member, role: PartnerRole, location: Location) -> Member:
    """A person after an admin has given them one role, at one location alone."""
    change_roles(who.membership_id, actor=world.ada, at=world.at, roles=[role], scope=only(location))
    return actor_for(world.person(who))


def world(at: datetime = MONDAY_MORNING, *, told: bool = False) -> World:
    """Set up the programme with its people and both partners; everything was done a day before `at`.

    `told`: an hour before it, whoever was to hear of it has. The real actions do it once a process; later tests get
    the same rows back.
    """
    forget()
    if kept.read():
        return _made(at, told=told)
    if (at, told) not in _written:
        _written[at, told] = (_made(at, told=told), kept.read())
    else:
        kept.put_back(_written[at, told][1])
    return deepcopy(_written[at, told][0])


_written: dict[tuple[datetime, bool], tuple[World, kept.Rows]] = {}
"""Worlds and their rows, once this process has made them."""


def _made(at: datetime, *, told: bool) -> World:
    made = World(at)
    before = at - timedelta(days=1)
    _vendor(made, at=before)
    _harbour(made, at=before)
    _fjord(made, at=before)
    _profiles(made, at=before)
    if told:
        drain(at=at - timedelta(hours=1))
    return made


def _vendor(made: World, *, at: datetime) -> None:
    vera = NewPerson(email="vera@aurora.example", name="Vera Lind")
    settings = Settings(name="Aurora Partners", vendor_name="Aurora Software", inbox="partners@aurora.example")
    made.vera = actor_for(set_up_vendor(settings, admin=vera, at=at).person)
    for first, last, role in (
        ("Marta", "Rossi", VendorRole.MARKETER),
        ("Sven", "Olsen", VendorRole.SELLER),
        ("Paula", "Meyer", VendorRole.PARTNER_MANAGER),
        ("Otto", "Brandt", VendorRole.AUDITOR),
    ):
        setattr(made, first.lower(), _join(made, None, "aurora.example", first, last, role, at=at))


def _harbour(made: World, *, at: datetime) -> None:
    made.harbour = _partner(made, "Harbour IT", "https://harbour.example", at=at)
    made.bergen = _location(made, made.harbour, "Bergen", "NO", "Europe/Oslo", at=at)
    made.trieste = _location(made, made.harbour, "Trieste", "IT", "Europe/Rome", at=at)
    for first, last, role, scope, language in (
        ("Ada", "Berg", PartnerRole.PARTNER_ADMIN, None, "en"),
        ("Ben", "Haugen", PartnerRole.REFERRALS_ADMIN, None, "en"),
        ("Cleo", "Dahl", PartnerRole.REFERRALS_USER, made.bergen, "en"),
        ("Giulia", "Ferri", PartnerRole.REFERRALS_USER, made.trieste, "it"),
        ("Pia", "Nilsen", PartnerRole.PROFILE_ADMIN, None, "en"),
        ("Nora", "Nilssen", None, None, "en"),
    ):
        actor = _join(made, made.harbour, "harbour.example", first, last, role, scope=scope, language=language, at=at)
        setattr(made, first.lower(), actor)


def _fjord(made: World, *, at: datetime) -> None:
    made.fjord = _partner(made, "Fjord Cloud", "https://fjord.example", at=at)
    made.oslo = _location(made, made.fjord, "Oslo", "NO", "Europe/Oslo", at=at)
    made.dora = _join(made, made.fjord, "fjord.example", "Dora", "Vik", PartnerRole.PARTNER_ADMIN, at=at)


def _profiles(made: World, *, at: datetime) -> None:
    """Harbour IT is published in Bergen (Ada is told) and Trieste (Giulia), Fjord Cloud in Oslo (Dora) and remotely."""
    harbour = {
        "industry": ["transport", "manufacturing"],
        "product": ["erp", "cloud"],
        "service": ["migration", "training"],
        "size": ["10-50", "51-250"],
        "language": ["en", "no", "it"],
        "keyword": ["warehouse"],
    }
    fjord = {
        "industry": ["finance"],
        "product": ["cloud", "security"],
        "service": ["managed"],
        "size": ["51-250"],
        "language": ["en", "no"],
        "keyword": ["backup"],
        "not_country": ["SE"],
    }
    text = "We move stock, time and payroll systems of mid-sized companies and stay as long as we are useful."
    edit_profile(made.harbour.id, actor=made.ada, at=at, seen=None, description=text, tags=harbour)
    text = "Cloud platforms that are watched day and night."
    edit_profile(made.fjord.id, actor=made.dora, at=at, seen=None, description=text, tags=fjord, remote=True)
    for actor, place in ((made.ada, made.bergen), (made.giulia, made.trieste), (made.dora, made.oslo)):
        told = made.person(actor)
        add_alert_contact(
            place.id,
            partner_id=place.partner_id,
            actor=made.vera,
            at=at,
            name=told.name,
            email=told.email,
            language=told.language,
        )
    publish(made.harbour.id, actor=made.ada, at=at)
    publish(made.fjord.id, actor=made.dora, at=at)
    for location in (made.bergen, made.trieste, made.oslo):
        location.refresh_from_db()


def _partner(made: World, name: str, website: str, *, at: datetime) -> Partner:
    new = NewPartner(name=name, website=website, status=Partner.Status.ACTIVE)
    partner = add_partner(new, actor=made.vera, at=at)
    return assign_manager(partner.id, actor=made.vera, at=at, manager_id=made.paula.person_id)


def _location(made: World, partner: Partner, city: str, country: str, zone: str, *, at: datetime) -> Location:
    point = POINTS[city]
    place = Place(name=city, city=city, country=country, time_zone=zone, hours=office_hours(zone).hours, point=point)
    return add_location(partner.id, actor=made.vera, at=at, place=place)


def _join(
    made: World,
    partner: Partner | None,
    domain: str,
    first: str,
    last: str,
    role: PartnerRole | VendorRole | None,
    *,
    at: datetime,
    scope: Location | None = None,
    language: str = "en",
) -> Actor:
    membership = add_person(
        partner.id if partner else None,
        actor=made.vera,
        at=at,
        person=NewPerson(email=f"{first.lower()}@{domain}", name=f"{first} {last}", language=language),
        roles=[role] if role else [],
        scope=only(scope) if scope else Scope(),
    )
    return actor_for(membership.person)
