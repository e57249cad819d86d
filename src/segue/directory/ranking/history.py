"""What the score learns from one lead: its history as a value, and the whole numbers that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime


class Ending(StrEnum):
    """How a lead's life went on after it was received."""

    ACCEPTED = "accepted"
    WON = "won"
    LOST = "lost"
    DECLINED = "declined"
    EXPIRED = "expired"


class Meaning(StrEnum):
    """What a reason says of the kind of lead; the codes of `programme.Reason.Meaning`, frozen into the answer."""

    NOT_A_FIT = "not_a_fit"
    WRONG_REGION = "wrong_region"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer to a lead, accepting or declining. A held answer counts from the moment it was pressed."""

    at: datetime
    minutes: int
    """Working minutes of the partner since receipt, as its calendar was then."""
    in_time: bool
    """Within two working days of the partner, as its calendar was then."""
    reason: str = ""
    """A no's reason, by code; without one it is no reasoned no."""
    meaning: str = Meaning.NOTHING


@dataclass(frozen=True, slots=True)
class History:
    """One lead as far as it has got. `fold` makes of it what is kept."""

    received_at: datetime
    type: str = "inquiry"
    facets: frozenset[str] = frozenset()
    """As `similarity.facets` names them."""
    answer: Answer | None = None
    ending: Ending | None = None
    """None: it waits for its answer."""
    ended_at: datetime | None = None
    """When it was won, lost or expired."""
    meaning: str = Meaning.NOTHING
    """Of a decline whose moment is not known: what its reason says."""
    by_mistake: bool = False
    """Lost, and the partner said that it had been accepted by mistake."""
    followed_at: datetime | None = None
    """After accepting: the first edit, contact that the customer confirms, or outcome."""
    follow_until: datetime | None = None
    """Five working days of the partner after it accepted."""
    estimated_close: date | None = None
    test: bool = False
    confirmed: bool = True
    """The customer's address was confirmed, or a sender vouches."""
    withdrawn: bool = False
    spam: bool = False
    """Marked as spam, and the vendor agrees."""
    sent_by_partner: bool = False
    own: bool = False
    """It came from the partner's own domain, address or telephone."""
    earlier_of_customer: int = 0
    """How many leads of the same customer the partner received in the 90 days before."""


class Kind(StrEnum):
    """What a whole number counts. What its facet says stands beside it; where nothing does, the facet is empty."""

    LEAD = "lead"
    """Leads received."""
    ANSWERED = "answered"
    """Leads answered, yes or no."""
    ENDED = "ended"
    """Leads answered or expired, by type: the weight of the next two."""
    PROMPT = "prompt"
    """Of these, answered in time, by type."""
    SPEED = "speed"
    """Of these, 2^(-working hours / 8), by type."""
    WITHIN = "within"
    """Leads answered, by the step of time they took (`Within`)."""
    TAKEN = "taken"
    """Weight of deals taken: all (no facet), and by facet."""
    PASSED_UP = "passed_up"
    """Weight of leads passed up: all (no facet), and by facet."""
    DECLINED = "declined"
    """Leads declined, by the reason's code."""
    CLOSED = "closed"
    WON = "won"
    DUE_REPORT = "due_report"
    """Deals long past their date, or reported before."""
    REPORTED = "reported"


class Within(StrEnum):
    """Steps in which the usual time to an answer is told."""

    HOURS = "hours"
    DAY = "day"
    TWO_DAYS = "two_days"
    LATER = "later"


class Count(NamedTuple):
    """So much of a kind on a day (UTC), in thousandths of a lead: of one lead, or added up over many."""

    day: date
    kind: str
    facet: str
    amount: int
