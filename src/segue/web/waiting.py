"""What should have been done by now: since when the oldest of each kind waits, and from when on that is late.

Everything that watches an installation asks here: `/health`, `/metrics`, Today's strip and `segue doctor`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from segue.leads.actions.expire import overdue_leads
from segue.notifications.deliver import oldest_unsent
from segue.outbox.queries import oldest_waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

LATE = timedelta(seconds=45)
"""How long a fact, a mail or an overdue lead may wait before it is said: well within the promised minute."""


def _overdue(*, at: datetime) -> datetime | None:
    return overdue_leads(at=at).values_list("due_at", flat=True).first()


OLDEST: Mapping[str, Callable[..., datetime | None]] = {
    "facts": oldest_waiting,
    "mails": oldest_unsent,
    "sweep": _overdue,
}
"""What waits, by name: the fact to be heard, the mail to be handed over, the lead to expire."""


def late_since(what: str, *, at: datetime) -> datetime | None:
    """Return since when the oldest of a kind waits, if that is late; else None."""
    since = OLDEST[what](at=at)
    return since if since is not None and at - since > LATE else None


def waits(*, at: datetime) -> dict[str, int]:
    """Return for how many seconds the longest-waiting one of each kind has waited; 0: nothing waits."""
    since = {what: oldest(at=at) for what, oldest in OLDEST.items()}
    return {what: max(0, int((at - when).total_seconds())) if when else 0 for what, when in since.items()}
