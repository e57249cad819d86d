"""What somebody wants to see of the leads: a tab, whose, narrowed to what, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from segue.leads.models import Stage

if TYPE_CHECKING:
    from collections.abc import Callable


class Tab(StrEnum):
    """The three tabs."""

    MARKETPLACE = "marketplace"
    QUALIFIED = "qualified"
    FAVOURITES = "favourites"


class Owned(StrEnum):
    """Whose leads."""

    ALL = ""
    MINE = "mine"
    NOBODYS = "nobodys"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    words: str = ""
    type: str = ""
    country: str = ""
    location: str = ""
    owned: str = ""
    campaign: str = ""
    hot: bool = False

    def any(self) -> bool:
        """Return whether anything is narrowed."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Order:
    """A list order: its sort column (never NULL), whether it descends, and what its value is read as."""

    column: str
    descending: bool
    parse: Callable[[str], Any]


ORDERS: dict[str, Order] = {
    "received": Order("received_at", descending=True, parse=datetime.fromisoformat),
    "updated": Order("updated_at", descending=True, parse=datetime.fromisoformat),
    "due": Order("due_at", descending=False, parse=datetime.fromisoformat),
    "hot": Order("due_at", descending=False, parse=datetime.fromisoformat),
    "value": Order("value_sort", descending=True, parse=int),
    "purchase": Order("purchase_sort", descending=False, parse=date.fromisoformat),
}
DEFAULT_ORDER = {Stage.RECEIVED: "hot", Stage.ACCEPTED: "purchase", Stage.ARCHIVED: "updated"}
