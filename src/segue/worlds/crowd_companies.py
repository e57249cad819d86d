"""The companies and people of the crowd: the vendor's own, one big partner, and very many small ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.accounts.actions import NewPerson, Settings, set_up_vendor
from segue.accounts.models import Location, Membership, Partner, Person, ScopedLocation
from segue.accounts.roles import PartnerRole, VendorRole
from segue.directory import words
from segue.directory.models import BusinessProfile, Tag
from segue.kit.text import name_key
from segue.kit.working_time import office_hours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

VENDOR = (
    ("Marta Rossi", "marta", VendorRole.MARKETER),
    ("Sven Olsen", "sven", VendorRole.SELLER),
    ("Paula Meyer", "paula", VendorRole.PARTNER_MANAGER),
    ("Otto Brandt", "otto", VendorRole.AUDITOR),
)
CITIES = ("Rome", "Milan", "Turin", "Naples", "Genoa", "Bologna", "Trieste", "Verona", "Padua", "Bari")
OFFERS = (("erp", "consulting"), ("crm", "integration"), ("cloud", "migration"), ("analytics", "training"))
PLACES_OF_THE_BIG_ONE = 3
USERS_OF_THE_BIG_ONE = 6


@dataclass(frozen=True, slots=True)
class Company:
    """A partner of the crowd by ids in plain hex: its locations, its people, each with the location of the scope."""

    id: str
    places: Sequence[str]
    people: Sequence[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who of the vendor's people sends leads, and who looks after partners."""

    marketer: Person
    seller: Person
    manager: Person

    def sends(self, kind: str) -> tuple[str | None, str, str]:
        """Return the sender of a lead of this type, the sender's name, and the channel."""
        sender = {"marketing": self.marketer, "sales": self.seller}.get(kind)
        return (sender.id.hex, sender.name, "event" * (kind == "marketing")) if sender else (None, "", "")

    def by(self, kind: str) -> tuple[str, str | None]:
        """Return whose step the receipt of such a lead is, and which person's."""
        sender, _name, _channel = self.sends(kind)
        return ("vendor", sender) if sender else ("customer", None)


def vendor(at: datetime) -> Vendor:
    """Set up Aurora Partners with its people."""
    admin = NewPerson(email="vera@aurora.example", name="Vera Lind")
    settings = Settings(name="Aurora Partners", vendor_name="Aurora Software", inbox="partners@aurora.example")
    set_up_vendor(settings, admin=admin, at=at)
    people = [_person(name, f"{first}@aurora.example", at=at) for name, first, _role in VENDOR]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=person, roles=[role], created_at=at)
        for person, (_name, _first, role) in zip(people, VENDOR, strict=True)
    )
    marta, sven, paula, _otto = people
    return Vendor(marketer=marta, seller=sven, manager=paula)


def companies(number: int, *, at: datetime, manager: Person) -> list[Company]:
    """Write so many partners with published profiles; one in ten has the manager.

    The first is big: three locations, an admin, a referrals admin and six users of whom every other one has a scope.
    """
    firms = [
        Partner(
            name=f"Crowd {n:04}", name_key=name_key(f"Crowd {n:04}"), slug=f"crowd-{n:04}", status="active",
            created_at=at, updated_at=at, manager=manager if n % 10 == 0 else None,
        )
        for n in range(number)
    ]  # fmt: skip
    Partner.objects.bulk_create(firms, batch_size=500)
    places = [_places(firm, n) for n, firm in enumerate(firms)]
    Location.objects.bulk_create([place for own in places for place in own], batch_size=500)
    people = _people(firms, at=at)
    scopes = _scopes(people[0], places[0])
    _profiles(firms, at=at)
    return [
        Company(
            firm.id.hex, [place.id.hex for place in own], [(one.person_id.hex, scopes.get(one.id)) for one in members]
        )
        for firm, own, members in zip(firms, places, people, strict=True)
    ]


def _person(name: str, email: str, *, at: datetime) -> Person:
    return Person(email=email, name=name, password="!", created_at=at)  # noqa: S106 -- nobody signs in with it


def _places(firm: Partner, number: int) -> list[Location]:
    hours = {str(day): spans for day, spans in office_hours("Europe/Rome").hours.items()}
    cities = CITIES[:PLACES_OF_THE_BIG_ONE] if number == 0 else [CITIES[number % len(CITIES)]]
    return [
        Location(
            partner=firm, name=city, city=city, is_main=city == cities[0], country="IT", time_zone="Europe/Rome",
            hours=hours, published=True,
        )
        for city in cities
    ]  # fmt: skip


def _people(firms: Sequence[Partner], *, at: datetime) -> list[list[Membership]]:
    roles = [[PartnerRole.PARTNER_ADMIN, PartnerRole.REFERRALS_USER] for _ in firms]
    roles[0] = [PartnerRole.PARTNER_ADMIN, PartnerRole.REFERRALS_ADMIN]
    roles[0] += [PartnerRole.REFERRALS_USER] * USERS_OF_THE_BIG_ONE
    found = []
    for firm, own in zip(firms, roles, strict=True):
        names = ["admin" if role is PartnerRole.PARTNER_ADMIN else f"person{n}" for n, role in enumerate(own)]
        found.append(
            [
                Membership(
                    person=_person(f"{name.capitalize()} of {firm.name}", f"{name}@{firm.slug}.example", at=at),
                    partner=firm, roles=[role], created_at=at,
                )
                for name, role in zip(names, own, strict=True)
            ]
        )  # fmt: skip
    members = [one for own in found for one in own]
    Person.objects.bulk_create([one.person for one in members], batch_size=500)
    Membership.objects.bulk_create(members, batch_size=500)
    return found


def _scopes(members: Sequence[Membership], places: Sequence[Location]) -> dict[UUID, str]:
    """Give every other user one location, and return which by membership."""
    scoped = [one for n, one in enumerate(members) if one.roles == [PartnerRole.REFERRALS_USER] and n % 2]
    rows = [ScopedLocation(membership=one, location=places[n % len(places)]) for n, one in enumerate(scoped)]
    ScopedLocation.objects.bulk_create(rows)
    Membership.objects.filter(id__in=[one.id for one in scoped]).update(whole_company=False)
    return {row.membership_id: row.location_id.hex for row in rows}


def _profiles(firms: Sequence[Partner], *, at: datetime) -> None:
    profiles = [
        BusinessProfile(
            partner=firm, state="published", published_at=at, updated_at=at,
            description="We plan, move and run what our customers work with every day.",
        )
        for firm in firms
    ]  # fmt: skip
    BusinessProfile.objects.bulk_create(profiles, batch_size=500)
    Tag.objects.bulk_create(
        [
            Tag(profile=profile, kind=kind, code=code)
            for n, profile in enumerate(profiles)
            for kind, code in zip((Tag.Kind.PRODUCT, Tag.Kind.SERVICE), OFFERS[n % len(OFFERS)], strict=True)
        ],
        batch_size=500,
    )
    for profile in profiles:
        words.rewrite(profile)
