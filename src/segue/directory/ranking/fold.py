"""From one lead's history to the whole numbers it adds to its partner's days.

A pure function of the history and of what is past by then, so subtracting what it gave before and adding what it gives
now always ends where counting everything anew would.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from segue.directory.ranking.history import Count, Ending, History, Kind, Meaning, Within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from segue.directory.ranking.history import Answer

UNIT = 1_000
"""One lead."""
TAKEN = {Ending.ACCEPTED: 1_000, Ending.WON: 1_500, Ending.LOST: 500}
"""How much a deal that was taken says of what fits, by what became of it."""
SAYS_UNFIT = frozenset({Meaning.NOT_A_FIT, Meaning.WRONG_REGION})
CLOSED = frozenset({Ending.WON, Ending.LOST})
HALF_SPEED_MINUTES = 8 * 60
REPORT_AFTER = timedelta(days=30)
"""So long after the estimated close an outcome is missed."""
OF_ONE_CUSTOMER = 2
"""More leads of one customer in 90 days do not count."""
STEPS = ((Within.HOURS, 4 * 60), (Within.DAY, 8 * 60), (Within.TWO_DAYS, 16 * 60))
"""Working minutes."""


def fold(history: History, *, at: datetime) -> tuple[Count, ...]:
    """Return what a lead counts for at a moment; nothing when it does not count at all.

    The moment matters only for what silence says: `next_look` tells when that changes.
    """
    return tuple(_counts(history, at=at)) if counts_at_all(history) else ()


def counts_at_all(history: History) -> bool:
    """Return whether a partner is judged by this lead: a real one, asked for by others, and still wanted."""
    return not (
        history.test
        or not history.confirmed
        or history.withdrawn
        or history.spam
        or history.sent_by_partner
        or history.own
        or history.earlier_of_customer >= OF_ONE_CUSTOMER
    )


def next_look(history: History, *, at: datetime) -> datetime | None:
    """Return when a lead must be folded again although nothing happened to it; None: never.

    Also one that has ended: an old fact may be heard late, and is folded for its own moment.
    """
    if not counts_at_all(history):
        return None
    moments = [_report_due(history)] if history.ending == Ending.ACCEPTED else []
    moments += [history.follow_until] if not _followed_in_time(history) else []
    return min((moment for moment in moments if moment and moment > at), default=None)


def _counts(history: History, *, at: datetime) -> Iterator[Count]:
    yield Count(_day(history.received_at), Kind.LEAD, "", UNIT)
    if history.answer is not None:
        yield from _of_answer(history, history.answer, at=at)
    elif history.ending == Ending.EXPIRED and history.ended_at is not None:
        yield Count(_day(history.ended_at), Kind.ENDED, history.type, UNIT)
    yield from _of_kind(history)
    yield from _of_outcome(history, at=at)


def _of_answer(history: History, answer: Answer, *, at: datetime) -> Iterator[Count]:
    day, declined = _day(answer.at), history.ending == Ending.DECLINED
    yield Count(day, Kind.ANSWERED, "", UNIT)
    yield Count(day, Kind.ENDED, history.type, UNIT)
    if answer.in_time and (bool(answer.reason) if declined else not _left_lying(history, at=at)):
        yield Count(day, Kind.PROMPT, history.type, UNIT)
    if speed := round(UNIT * 2 ** (-answer.minutes / HALF_SPEED_MINUTES)):
        yield Count(day, Kind.SPEED, history.type, speed)
    yield Count(day, Kind.WITHIN, _step(answer.minutes), UNIT)
    if declined:
        yield Count(day, Kind.DECLINED, answer.reason, UNIT)


def _left_lying(history: History, *, at: datetime) -> bool:
    """Whether it was accepted and then nothing happened for five working days: such a yes is no answer."""
    return history.follow_until is not None and at >= history.follow_until and not _followed_in_time(history)


def _followed_in_time(history: History) -> bool:
    until, followed = history.follow_until, history.followed_at
    return until is None or (followed is not None and followed <= until)


def _of_kind(history: History) -> Iterator[Count]:
    """What the lead teaches about the kind of lead that suits the partner; dated by the answer, whatever came later.

    Of leads from elsewhere only the end may be known, and not when they were answered.
    """
    meaning = history.answer.meaning if history.answer else history.meaning
    if history.by_mistake or (history.ending == Ending.DECLINED and meaning in SAYS_UNFIT):
        kind, weight = Kind.PASSED_UP, UNIT
    elif history.ending in TAKEN:
        kind, weight = Kind.TAKEN, TAKEN[history.ending]
    else:
        return
    day = _day(history.answer.at if history.answer else history.ended_at or history.received_at)
    for facet in ("", *sorted(history.facets)):
        yield Count(day, kind, facet, weight)


def _of_outcome(history: History, *, at: datetime) -> Iterator[Count]:
    if history.ending in CLOSED and history.ended_at is not None:
        day = _day(history.ended_at)
        yield Count(day, Kind.CLOSED, "", UNIT)
        if history.ending == Ending.WON:
            yield Count(day, Kind.WON, "", UNIT)
        yield Count(day, Kind.DUE_REPORT, "", UNIT)
        yield Count(day, Kind.REPORTED, "", UNIT)
    elif history.ending == Ending.ACCEPTED and (due := _report_due(history)) and due <= at:
        yield Count(_day(due), Kind.DUE_REPORT, "", UNIT)


def _report_due(history: History) -> datetime | None:
    if history.estimated_close is None:
        return None
    return datetime.combine(history.estimated_close + REPORT_AFTER, time(), UTC)


def _step(minutes: int) -> Within:
    return next((step for step, most in STEPS if minutes <= most), Within.LATER)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
