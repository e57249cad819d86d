"""A crowd to measure on: 1,000 partners and 300,000 leads, of which one partner has 100,000 and another a single one.

The one place besides `leads.actions` that writes leads: living 300,000 lives through the actions would take hours. The
rows are written in bulk, with the request and the events each life needs; a test replays histories against the table
of steps. Nothing is told (no facts in the outbox): what the crowd did before today is no news to anybody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from segue.kit.clock import LONG_AGO
from segue.kit.ids import new_id
from segue.kit.sql import refresh_statistics
from segue.store.bulk import plain, unindexed
from segue.worlds import crowd_rows
from segue.worlds.crowd_companies import Company, Vendor, companies, vendor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from segue.store.bulk import Plain

    Row = tuple[Plain, ...]
    Tell = Callable[[str, int, int], None]

PARTNERS = 1000
LEADS = 300_000
SHARE_OF_THE_BIG_ONE = 3
"""One third of all leads are the first partner's."""
BATCH = 20_000
DAY = timedelta(days=1)
DUE, HOT_TIME, PROMPT = 14 * DAY, 3 * DAY, 2 * DAY
HOT, HEARTED, IN_A_TEAM = 0.1, 0.02, 0.05
"""The share of leads that ask for direct contact, that somebody hearted, and of accepted ones that have a team."""
FIRST = ("North", "South", "Blue", "Old", "New", "Green", "Silver", "River", "Hill", "Harbour")
SECOND = ("Freight", "Foods", "Works", "Clinic", "Trading", "Hotels", "Schools", "Energy", "Press", "Timber")
COUNTRIES = ("IT", "IT", "DE", "FR", "NO", "ES")
TYPES = ("inquiry",) * 13 + ("marketing",) * 4 + ("sales",) * 3

LIVES: tuple[tuple[int, str, str | None, tuple[str, ...]], ...] = (
    (9, "received", None, ()),
    (3, "received", None, ("take",)),
    (9, "accepted", None, ("accept",)),
    (9, "accepted", None, ("take", "accept")),
    (12, "archived", "won", ("accept", "win")),
    (10, "archived", "won", ("take", "accept", "win")),
    (10, "archived", "lost", ("accept", "lose")),
    (6, "archived", "lost", ("accept", "take", "lose")),
    (18, "archived", "declined", ("decline",)),
    (11, "archived", "expired", ("expire",)),
    (3, "archived", "withdrawn", ("withdraw",)),
)
"""How often in 100, stage, outcome, and the steps after receipt."""
LOTS = [life[1:] for life in LIVES for _ in range(life[0])]
NOT_BY_THE_PARTNER = {"expire": "system", "withdraw": "customer"}
REASONS = {"declined": "no_capacity", "lost": "budget"}
NEVER, NO_DAY = plain(LONG_AGO), "9999-12-31"


@dataclass(slots=True)
class Batch:
    """The rows of some lives, as `crowd_rows` names their columns."""

    leads: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    hearts: list[Row] = field(default_factory=list)
    employees: list[Row] = field(default_factory=list)


@transaction.atomic
def build(at: datetime, *, partners: int = PARTNERS, leads: int = LEADS, tell: Tell | None = None) -> None:
    """Write the crowd as of a moment into an empty database; less of it for tests, but two partners at least.

    `tell` hears after each batch how many leads of how many are written; the indexes come after the last.
    """
    begin = at - 400 * DAY
    staff = vendor(begin)
    firms = companies(partners, at=begin, manager=staff.manager)
    lives = Lives(staff, at=at, chance=random.Random(7))  # noqa: S311 -- a seed, so that every crowd is the same
    turns = iter(_turns(firms, leads))
    with unindexed(*crowd_rows.TABLES), crowd_rows.staging():
        done = 0
        while batch := list(islice(turns, BATCH)):
            rows = Batch()
            for firm in batch:
                lives.live(firm, rows)
            crowd_rows.write_batch(rows)
            done += len(batch)
            if tell:
                tell("Writing leads", done, leads)
    refresh_statistics()


def _turns(firms: Sequence[Company], leads: int) -> Iterator[Company]:
    """Whose each lead is: the first partner's a third of all, the last one's one, the others' the rest in turn."""
    big, *others = firms
    yield from (big for _ in range(leads // SHARE_OF_THE_BIG_ONE))
    typical = others[:-1] or others
    yield from (typical[n % len(typical)] for n in range(leads - leads // SHARE_OF_THE_BIG_ONE - 1))
    yield others[-1]


@dataclass(slots=True)
class Lives:
    """Makes up one life after the other, always the same ones."""

    vendor: Vendor
    at: datetime
    chance: random.Random

    def live(self, firm: Company, rows: Batch) -> None:
        """Add one lead of a partner with its events, now and then a heart or an employee."""
        chance = self.chance
        stage, outcome, steps = chance.choice(LOTS)
        person, scope = chance.choice(firm.people)
        lead, request, place = new_id().hex, new_id().hex, scope or chance.choice(firm.places)
        # A received lead is younger than its answer time; any other is old enough for all its steps.
        received = self.at - chance.uniform(*((0.5, 13.5) if stage == "received" else (16, 380))) * DAY
        moments = [plain(moment) for moment in self._moments(steps, received, stage)]
        kind = chance.choice(TYPES)
        hot = chance.random() < HOT
        company = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {chance.randrange(1000)}"
        begun, last = plain(received), moments[-1] if moments else plain(received)
        closed = last if stage == "archived" else None
        rows.leads.append(
            (
                lead, firm.id, place, request, kind, stage, outcome, 1 + len(steps),
                begun, last, plain(received + DUE), plain(received + PROMPT),
                plain(received + HOT_TIME) if hot else NEVER, int(hot),
                moments[steps.index("accept")] if "accept" in steps else None, closed,
                closed if outcome == "withdrawn" else None, REASONS.get(outcome or "", ""),
                person if "take" in steps else None, *self.vendor.sends(kind),
                company, chance.choice(COUNTRIES), *self._deal(company, received, accepted="accept" in steps), begun,
            )
        )  # fmt: skip
        rows.events.append(_event(firm, lead, 1, "receive", self.vendor.by(kind), begun))
        for version, (step, moment) in enumerate(zip(steps, moments, strict=True), start=2):
            by = NOT_BY_THE_PARTNER.get(step)
            rows.events.append(_event(firm, lead, version, step, (by or "partner", None if by else person), moment))
        if chance.random() < HEARTED:
            rows.hearts.append((person, lead, firm.id, begun))
        if "accept" in steps and chance.random() < IN_A_TEAM:
            colleague, _scope = chance.choice(firm.people)
            mail = f"{colleague[-8:]}@crowd.example"
            rows.employees.append((new_id().hex, firm.id, lead, colleague, "A colleague", "", mail, begun))

    def _moments(self, steps: tuple[str, ...], received: datetime, stage: str) -> Iterator[datetime]:
        if steps == ("expire",):
            yield received + DUE
            return
        longest = 0.4 if stage == "received" else 4
        for _ in steps:
            received += self.chance.uniform(0.04, longest) * DAY
            yield received

    def _deal(self, company: str, received: datetime, *, accepted: bool) -> Row:
        """Name, value, value to sort by, purchase day, day to sort by."""
        if not accepted:
            return "", None, -1, None, NO_DAY
        value = self.chance.randrange(4, 400) * 50_000
        day = (received + self.chance.uniform(20, 120) * DAY).date().isoformat()
        return f"{company}: Move our warehouse planning into the cloud", value, value, day, day


def _event(firm: Company, lead: str, version: int, step: str, by: tuple[str, str | None], at: str) -> Row:
    party, person = by
    return new_id().hex, firm.id, lead, version, step, party, person, at, "{}", "{}", ""
