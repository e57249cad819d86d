"""Days and times in a letter, in the programme's zone: a customer has no account that would know another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.kit.spelled import LONG, spelled
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime


def day(moment: datetime) -> str:
    """Return a day such as "Monday 21 September"."""
    return spelled(moment.astimezone(rules().zone).date(), LONG)


def moment(at: datetime) -> str:
    """Return day and time such as "Monday 21 September, 10:00"."""
    return f"{day(at)}, {at.astimezone(rules().zone):%H:%M}"
