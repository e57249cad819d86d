"""Made-up partners with habits, and made-up searches. Everything follows from a seed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from segue.directory.ranking.facts import Need
from segue.directory.ranking.history import Answer, Ending, History, Meaning
from segue.directory.ranking.similarity import facets

if TYPE_CHECKING:
    import random
    from uuid import UUID

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
WEEKS = 52
PRODUCTS = ("erp", "crm", "cloud")
SERVICES = ("consulting", "managed")
COUNTRY = "IT"
"""One country, so that more partners answer a search in full than a page shows."""
LONG_BEFORE = timedelta(days=400)
TURN = WEEKS // 2
"""The week in which those who change their ways do so."""
ANSWER_TIME = timedelta(days=14)
FOLLOW_TIME = timedelta(days=7)
"""Five working days."""
IN_TIME_HOURS = 16
"""Two working days."""


class Habit(StrEnum):
    """How a partner deals with its leads."""

    HONEST = "honest"
    """Answers within the day, says no with a reason to what does not fit, reports back."""
    SLOW = "slow"
    """As honest, but after three working days."""
    SILENT = "silent"
    """Lets most leads expire."""
    AUTO = "accepts everything"
    """Takes every lead within the minute and then does nothing."""
    IMPROVES = "improves"
    """Silent for half a year, then honest."""
    WORSENS = "worsens"
    """Honest for half a year, then silent."""
    NEW = "newcomer"
    """Honest, and published only in the course of the year."""


HOW_MANY = {
    Habit.HONEST: 24,
    Habit.SLOW: 8,
    Habit.SILENT: 6,
    Habit.AUTO: 6,
    Habit.IMPROVES: 6,
    Habit.WORSENS: 6,
    Habit.NEW: 5,
}
LET_EXPIRE = 0.7
FOLLOWS_UP, REPORTS, WINS = 0.95, 0.9, 0.45


@dataclass(slots=True)
class Partner:
    """One made-up partner; what it is good at is what its profile says."""

    name: str
    partner_id: UUID
    habit: Habit
    published_at: datetime
    products: frozenset[str]
    services: frozenset[str]
    leads: list[History] = field(default_factory=list)

    def manner(self, week: int) -> Habit:
        """Return how it deals with a lead that comes in a week."""
        match self.habit:
            case Habit.IMPROVES:
                return Habit.SILENT if week < TURN else Habit.HONEST
            case Habit.WORSENS:
                return Habit.HONEST if week < TURN else Habit.SILENT
            case Habit.NEW:
                return Habit.HONEST
            case habit:
                return habit


def partners(draw: random.Random) -> list[Partner]:
    """Return the partners of a world."""
    habits = [habit for habit, many in HOW_MANY.items() for _ in range(many)]
    return [_partner(draw, n, habit) for n, habit in enumerate(habits)]


def _partner(draw: random.Random, n: int, habit: Habit) -> Partner:
    new = habit == Habit.NEW
    return Partner(
        name=f"{habit} {n}",
        partner_id=uuid.UUID(int=draw.getrandbits(128)),
        habit=habit,
        # All newcomers at once, so that they compete for one place.
        published_at=BEGIN + TURN * WEEK if new else BEGIN - LONG_BEFORE,
        products=frozenset(draw.sample(PRODUCTS, 2)),
        services=frozenset(draw.sample(SERVICES, 1)),
    )


def need(draw: random.Random) -> Need:
    """Return what somebody looks for."""
    return Need(
        products=frozenset({draw.choice(PRODUCTS)}),
        services=frozenset({draw.choice(SERVICES)}),
        country=COUNTRY,
    )


def lived(partner: Partner, wanted: Need, at: datetime, week: int, draw: random.Random) -> History:
    """Return the life of a lead with a partner, as it will have been."""
    suits = wanted.products <= partner.products
    asked = facets(wanted)
    manner = partner.manner(week)
    if manner == Habit.SILENT and draw.random() < LET_EXPIRE:
        return History(at, facets=asked, ending=Ending.EXPIRED, ended_at=at + ANSWER_TIME)
    if manner == Habit.AUTO:
        answered = at + HOUR / 60
        accepted = Answer(answered, minutes=1, in_time=True)
        close = (answered + 4 * WEEK).date()
        return History(
            at,
            facets=asked,
            answer=accepted,
            ending=Ending.ACCEPTED,
            follow_until=answered + FOLLOW_TIME,
            estimated_close=close,
        )
    hours = draw.uniform(1, 7) if manner == Habit.HONEST else draw.uniform(20, 40)
    answered = at + hours * HOUR * 3  # of three hours one is worked
    in_time = hours <= IN_TIME_HOURS
    if not suits:
        said = Answer(answered, round(hours * 60), in_time, "not_our_field", Meaning.NOT_A_FIT)
        return History(at, facets=asked, answer=said, ending=Ending.DECLINED, ended_at=answered)
    return _worked_on(at, asked, Answer(answered, round(hours * 60), in_time), draw)


def _worked_on(at: datetime, asked: frozenset[str], answer: Answer, draw: random.Random) -> History:
    closed = answer.at + draw.uniform(2, 8) * WEEK
    reported = draw.random() < REPORTS
    ending = (Ending.WON if draw.random() < WINS else Ending.LOST) if reported else Ending.ACCEPTED
    return History(
        at,
        facets=asked,
        answer=answer,
        ending=ending,
        ended_at=closed if reported else None,
        followed_at=answer.at + DAY if draw.random() < FOLLOWS_UP else None,
        follow_until=answer.at + FOLLOW_TIME,
        estimated_close=closed.date(),
    )


def as_of(history: History, at: datetime) -> History | None:
    """Return what had become of a lead at a moment; None before it was received."""
    if history.received_at > at:
        return None
    if history.answer is None:
        ended = history.ended_at is not None and history.ended_at <= at
        return history if ended else _waiting(history)
    if history.answer.at > at:
        return _waiting(history)
    if history.ended_at is not None and history.ended_at > at:
        return _accepted(history)
    return history


def _waiting(history: History) -> History:
    return History(history.received_at, facets=history.facets)


def _accepted(history: History) -> History:
    return History(
        history.received_at,
        facets=history.facets,
        answer=history.answer,
        ending=Ending.ACCEPTED,
        followed_at=history.followed_at,
        follow_until=history.follow_until,
        estimated_close=history.estimated_close,
    )
