"""A crowd to measure on: 1,000 partners and 300,000 leads, of which one partner has 100,000.

The one place besides `leads.actions` that writes leads: living 300,000 lives through the actions would take hours. The
rows are written in bulk, with the events each life needs; a test replays a sample of the histories against the table
of steps. Nothing is told (no facts in the outbox): nobody of the crowd reads mail.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from segue.accounts.actions import NewPerson, Settings, set_up_vendor
from segue.accounts.models import Location, Membership, Partner, Person
from segue.accounts.roles import PartnerRole
from segue.directory.models import BusinessProfile
from segue.kit.clock import LONG_AGO
from segue.kit.ids import new_id
from segue.kit.working_time import office_hours
from segue.leads.models import Lead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID


PARTNERS = 1000
LEADS = 300_000
SHARE_OF_THE_BIG_ONE = 3
"""One third of all leads are the first partner's."""
DAY = timedelta(days=1)
DUE = 14 * DAY
FIRST = ("North", "South", "Blue", "Old", "New", "Green", "Silver", "River", "Hill", "Harbour")
SECOND = ("Freight", "Foods", "Works", "Clinic", "Trading", "Hotels", "Schools", "Energy", "Press", "Timber")
COUNTRIES = ("IT", "IT", "DE", "FR", "NO", "ES")

LIVES: tuple[tuple[int, str, str | None, tuple[str, ...]], ...] = (
    (12, "received", None, ()),
    (18, "accepted", None, ("accept",)),
    (22, "archived", "won", ("accept", "win")),
    (16, "archived", "lost", ("accept", "lose")),
    (18, "archived", "declined", ("decline",)),
    (11, "archived", "expired", ("expire",)),
    (3, "archived", "withdrawn", ("withdraw",)),
)
"""How often, stage, outcome, and the steps after receipt."""
BY = {"accept": "partner", "win": "partner", "lose": "partner", "decline": "partner"}
BY |= {"expire": "system", "withdraw": "customer"}

VARYING = (
    *("id", "partner_id", "location_id", "request_id", "type", "stage", "outcome", "version"),
    *("received_at", "updated_at", "due_at", "hot_until", "direct_contact", "accepted_at", "closed_at"),
    *("withdrawn_at", "reason", "customer_company", "customer_country", "deal_name", "value_minor", "value_sort"),
)

EVENT = ("id", "partner_id", "lead_id", "version", "step", "by", "person_id", "at", "changes", "frozen", "request_id")


@dataclass(frozen=True, slots=True)
class _Place:
    partner_id: UUID
    location_id: UUID


@transaction.atomic
def build(at: datetime, *, partners: int = PARTNERS, leads: int = LEADS) -> None:
    """Write the crowd as of a moment into an empty database; less of it for tests."""
    admin = NewPerson(email="vera@aurora.example", name="Vera Lind")
    settings = Settings(name="Aurora Partners", vendor_name="Aurora Software", inbox="partners@aurora.example")
    set_up_vendor(settings, admin=admin, at=at - 400 * DAY)
    places = _partners(partners, at=at - 400 * DAY)
    lives = list(_lives(places, leads, at=at))
    _write_leads([life[0] for life in lives], at=at)
    events = (event for life in lives for event in life[1])
    _fill("leads_leadevent", EVENT, events)


def _partners(number: int, *, at: datetime) -> list[_Place]:
    hours = {str(day): spans for day, spans in office_hours("Europe/Rome").hours.items()}
    firms = [
        Partner(name=f"Crowd {n:04}", slug=f"crowd-{n:04}", status="active", created_at=at, updated_at=at)
        for n in range(number)
    ]
    rooms = [
        Location(
            partner=firm, name="Rome", is_main=True, city="Rome", country="IT", time_zone="Europe/Rome",
            hours=hours, published=True,
        )
        for firm in firms
    ]  # fmt: skip
    people = [
        Person(email=f"admin@crowd-{n:04}.example", name=f"Admin {n:04}", password="!", created_at=at)  # noqa: S106
        for n in range(number)
    ]
    Partner.objects.bulk_create(firms, batch_size=500)
    Location.objects.bulk_create(rooms, batch_size=500)
    Person.objects.bulk_create(people, batch_size=500)
    Membership.objects.bulk_create(
        [
            Membership(person=person, partner=firm, roles=[PartnerRole.PARTNER_ADMIN], created_at=at)
            for person, firm in zip(people, firms, strict=True)
        ],
        batch_size=500,
    )
    BusinessProfile.objects.bulk_create(
        [BusinessProfile(partner=firm, state="published", published_at=at, updated_at=at) for firm in firms],
        batch_size=500,
    )
    return [_Place(firm.id, room.id) for firm, room in zip(firms, rooms, strict=True)]


def _lives(places: Sequence[_Place], number: int, *, at: datetime) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    chance = random.Random(7)  # noqa: S311 -- a seed, so that every crowd is the same
    weights = [life[0] for life in LIVES]
    big = number // SHARE_OF_THE_BIG_ONE
    for n in range(number):
        place = places[0] if n < big or len(places) == 1 else places[1 + n % (len(places) - 1)]
        _, stage, outcome, steps = chance.choices(LIVES, weights)[0]
        yield _life(place, stage, outcome, steps, chance=chance, at=at)


def _life(
    place: _Place, stage: str, outcome: str | None, steps: tuple[str, ...], *, chance: random.Random, at: datetime
) -> tuple[tuple[Any, ...], list[Any]]:
    lead = new_id()
    # A received lead is younger than its answer time; any other is old enough for all its steps.
    age = chance.uniform(0, 13.5) if stage == "received" else chance.uniform(16, 380)
    received = at - timedelta(days=age)
    moments = _moments(steps, received, chance)
    last = moments[-1] if moments else received
    hot = chance.random() < 0.1  # noqa: PLR2004 -- one customer in ten asks for direct contact
    company = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {chance.randrange(1000)}"
    value = chance.randrange(4, 400) * 50_000 if "accept" in steps else None
    row = (
        lead, place.partner_id, place.location_id, new_id(),
        chance.choices(("inquiry", "marketing", "sales"), (65, 20, 15))[0], stage, outcome, 1 + len(steps),
        received, last, received + DUE, received + 3 * DAY if hot else LONG_AGO, hot,
        moments[0] if "accept" in steps else None, last if stage == "archived" else None,
        last if outcome == "withdrawn" else None, {"declined": "no_capacity", "lost": "budget"}.get(outcome or "", ""),
        company, chance.choice(COUNTRIES), f"{company}: warehouse" if value else "",
        value, -1 if value is None else value,
    )  # fmt: skip
    events = [_event(place, lead, 1, "receive", "customer", received)]
    events += [
        _event(place, lead, number, step, BY[step], moment)
        for number, (step, moment) in enumerate(zip(steps, moments, strict=True), start=2)
    ]
    return row, events


def _moments(steps: tuple[str, ...], received: datetime, chance: random.Random) -> list[datetime]:
    if steps == ("expire",):
        return [received + DUE]
    first = received + timedelta(hours=chance.uniform(1, 120))
    return [first + n * timedelta(days=chance.uniform(1, 10)) for n in range(len(steps))]


def _event(place: _Place, lead: UUID, version: int, step: str, by: str, at: datetime) -> tuple[Any, ...]:
    return new_id(), place.partner_id, lead, version, step, by, None, at, "{}", "{}", ""


def _write_leads(rows: Sequence[tuple[Any, ...]], *, at: datetime) -> None:
    columns = ", ".join(VARYING)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE crowd AS SELECT {columns} FROM leads_lead WHERE 1 = 0")  # noqa: S608
    _fill("crowd", VARYING, rows)
    names, values, params = [], [], []
    for field in Lead._meta.concrete_fields:  # noqa: SLF001 -- Django's documented name for a model's columns
        names.append(field.column)
        if field.column in VARYING:
            values.append(f"crowd.{field.column}")
        else:
            values.append("%s")
            params.append(field.get_db_prep_save(getattr(_like(at), field.attname), connection))
    own = "'p' || replace(CAST(partner_id AS text), '-', '')"  # as leads.actions._words.partner_token writes it
    found = f"{own} || ' ' || lower(customer_company) || ' move warehouse planning cloud'"
    into = f"INSERT INTO leads_lead ({', '.join(names)}) SELECT {', '.join(values)} FROM crowd"  # noqa: S608
    found = f"SELECT id, partner_id, {found} FROM crowd"  # noqa: S608
    words = f"INSERT INTO leads_leadtext (lead_id, partner_id, words) {found}"
    with connection.cursor() as cursor:
        cursor.execute(into, params)
        cursor.execute(words)
        cursor.execute("DROP TABLE crowd")


def _like(at: datetime) -> Lead:
    """Return what is the same in every lead of the crowd."""
    return Lead(
        consent_how="Ticked on the form",
        consent_at=at,
        customer_name="Anna Conti",
        customer_email="anna@conti.example",
        customer_city="Trieste",
        customer_size="51-250",
        need="Move our warehouse planning into the cloud",
        products=["erp", "cloud"],
        services=["migration"],
        industries=["transport"],
        currency="EUR",
    )


def _fill(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows the fastest way each database has: COPY, or one prepared statement."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" for _ in columns)
        plain = (tuple(map(_for_sqlite, row)) for row in rows)
        cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain)  # noqa: S608


def _for_sqlite(value: Any) -> Any:  # noqa: ANN401 -- any column's value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if hasattr(value, "hex") and not isinstance(value, float | bytes) else value
