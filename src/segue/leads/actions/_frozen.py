"""What an answer freezes into its event, so that changing a calendar or a reason never rewrites the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.models import Lead
    from segue.programme.queries import Rules

FOLLOWED_WITHIN_DAYS = 5
"""Working days after which a yes that nothing followed was no answer."""


def answer_facts(lead: Lead, *, answered_at: datetime, rules: Rules) -> dict[str, Any]:
    """Return working minutes since receipt, the calendar's version, the moment of the press, the reason's meaning.

    Also how long a week the calendar has, and until when an accepted lead should be followed by something.
    """
    location = lead.location
    calendar = location.calendar()
    reason = rules.reasons.get(lead.reason) if lead.reason else None
    return {
        "working_minutes": calendar.minutes(lead.received_at, answered_at),
        "weekly_minutes": calendar.weekly_minutes,
        "follow_until": calendar.after_days(answered_at, days=FOLLOWED_WITHIN_DAYS).isoformat(),
        "calendar_version": location.calendar_version,
        "answered_at": answered_at.isoformat(),
        "reason_meaning": reason.meaning if reason else None,
        "reason_kind": reason.kind if reason else None,
        "reason_version": reason.version if reason else None,
    }
