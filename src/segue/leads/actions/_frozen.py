"""What an answer freezes into its event, so that changing a calendar or a reason never rewrites the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.models import Lead
    from segue.programme.queries import Rules


def answer_facts(lead: Lead, *, answered_at: datetime, rules: Rules) -> dict[str, Any]:
    """Return working minutes since receipt, the calendar's version, the moment of the press, the reason's meaning."""
    location = lead.location
    reason = rules.reasons.get(lead.reason) if lead.reason else None
    return {
        "working_minutes": location.calendar().minutes(lead.received_at, answered_at),
        "calendar_version": location.calendar_version,
        "answered_at": answered_at.isoformat(),
        "reason_meaning": reason.meaning if reason else None,
        "reason_kind": reason.kind if reason else None,
        "reason_version": reason.version if reason else None,
    }
