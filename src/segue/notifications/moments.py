"""When people are reminded of a lead. Pure but for the lead and its location: times in, times out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from segue.notifications.models import Watch

if TYPE_CHECKING:
    from segue.leads.models import Lead

HOT_MINUTES = 4 * 60
"""Working minutes of the location after which a hot lead is reminded of first."""
BEFORE_DUE = (timedelta(days=3), timedelta(days=1))
UNCONTACTED_AFTER = timedelta(hours=72)
DAYS_AFTER_PURCHASE = (1, 14, 30)
IN_THE_MORNING = time(8)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One reminder of a lead: when, which kind of mail, and what wakes further people."""

    at: datetime
    kind: str = field(compare=False)
    number: int = field(compare=False, default=1)
    """The how manieth of its kind of waiting; from the second on the partner admins are told too."""
    to_manager: bool = field(compare=False, default=False)


def moments(lead: Lead, what: str) -> list[Moment]:
    """Return when people are reminded of a lead that is watched for something, the earliest first."""
    match what:
        case Watch.What.ANSWER:
            return _until_answered(lead)
        case Watch.What.CONTACT:
            return [Moment(lead.accepted_at + UNCONTACTED_AFTER, "lead_uncontacted")] if lead.accepted_at else []
        case _:
            return _after_purchase(lead)


def _until_answered(lead: Lead) -> list[Moment]:
    calendar, received = lead.location.calendar(), lead.received_at
    if lead.direct_contact:
        working = [calendar.after(received, minutes=HOT_MINUTES), calendar.after_days(received, days=1)]
    else:
        working = [calendar.after_days(received, days=days) for days in (1, 2)]
    before_due = [lead.due_at - before for before in BEFORE_DUE]
    found = [
        Moment(working[0], "lead_unanswered", 1),
        Moment(working[1], "lead_unanswered", 2, to_manager=True),
        Moment(before_due[0], "lead_unanswered", 3),
        Moment(before_due[1], "lead_last_day", 4),
    ]
    # With few days to answer, some would come before the lead, or once it has expired.
    return sorted(moment for moment in found if received < moment.at < lead.due_at)


def _after_purchase(lead: Lead) -> list[Moment]:
    if lead.purchase_on is None:
        return []
    zone = ZoneInfo(lead.location.time_zone)
    last = DAYS_AFTER_PURCHASE[-1]
    return [
        Moment(
            datetime.combine(lead.purchase_on + timedelta(days=days), IN_THE_MORNING, zone),
            "lead_purchase_passed",
            to_manager=days == last,
        )
        for days in DAYS_AFTER_PURCHASE
    ]
