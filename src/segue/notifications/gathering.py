"""Whether a mail comes by itself or with others: the first ten of a recipient's day singly, then one digest an hour.

A day is the recipient's, in the time zone of the account; for an address without one, or that names none, the
programme's. What has passed by itself is counted at its address, in a row that the posting transaction holds, so that
two workers never both send a tenth mail.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from segue.accounts.models import Person
from segue.leads.models import Stage
from segue.leads.urgency import Flame, flame
from segue.notifications.catalogue import CATALOGUE
from segue.notifications.kinds import Group, Room
from segue.notifications.models import Addressee, Notice
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from segue.leads.models import Lead

SINGLY_A_DAY = 10
GATHERS_FOR = timedelta(hours=1)
ANSWERED_SOON = frozenset({Group.NEW, Group.REMINDERS})


class How(Enum):
    """How somebody is told."""

    BY_ITSELF = auto()
    WITH_OTHERS = auto()
    NO_MAIL = auto()
    """No mail is wanted: it stands under the bell only."""


def addressees_of(notices: Sequence[Notice], *, at: datetime) -> dict[str, Addressee]:
    """Return the addressees of those notices that may wait, held by this transaction, each with its day begun."""
    waiting = [notice for notice in notices if not CATALOGUE[notice.kind].mandatory]
    # In one order everywhere, so that two workers never wait for each other.
    addresses = sorted({notice.to.lower() for notice in waiting})
    if not addresses:
        return {}
    Addressee.objects.bulk_create([Addressee(address=address) for address in addresses], ignore_conflicts=True)
    held = Addressee.objects.select_for_update().filter(address__in=addresses).order_by("address")
    found = {addressee.address: addressee for addressee in held}
    for address, zone in _zones(waiting).items():
        today = at.astimezone(zone).date()
        if found[address].day != today:
            found[address].day, found[address].singly = today, 0
    return found


def keep(addressees: Iterable[Addressee]) -> None:
    """Write down what was counted."""
    Addressee.objects.bulk_update(list(addressees), ["day", "singly", "digest_at"])


def choose(notice: Notice, lead: Lead | None, addressee: Addressee | None, *, at: datetime) -> How:
    """Return how a notice is told. Who has no addressee gets it whatever it is: it is mandatory."""
    entry = CATALOGUE[notice.kind]
    if addressee is None or entry.mandatory:
        return How.BY_ITSELF
    if entry.group in addressee.unwanted:
        return How.NO_MAIL
    if entry.room is Room.NONE or _is_hot(notice, lead, at=at) or addressee.digest == Addressee.Digest.NEVER:
        return How.BY_ITSELF  # what stands nowhere else, such as the list of the day, is no part of a list
    if addressee.digest == Addressee.Digest.ALWAYS or addressee.singly >= SINGLY_A_DAY:
        return How.WITH_OTHERS
    return How.BY_ITSELF


def next_digest(addressee: Addressee, *, at: datetime) -> datetime:
    """Return when what is held back at a moment goes out: with the digest that gathers already, else in an hour."""
    if addressee.digest_at is None or addressee.digest_at <= at:
        addressee.digest_at = at + GATHERS_FOR
    return addressee.digest_at


def _is_hot(notice: Notice, lead: Lead | None, *, at: datetime) -> bool:
    """Return whether it is about answering a customer who waits for a call: that is never held back."""
    if lead is None or CATALOGUE[notice.kind].group not in ANSWERED_SOON or CATALOGUE[notice.kind].room != Room.LEAD:
        return False
    return lead.stage == Stage.RECEIVED and flame(lead, at=at) is Flame.LIT


def _zones(notices: Sequence[Notice]) -> dict[str, ZoneInfo]:
    ids = {notice.person_id for notice in notices if notice.person_id is not None}
    own = dict(Person.objects.filter(id__in=ids).exclude(time_zone="").values_list("id", "time_zone"))
    programme = rules().zone
    found: dict[str, ZoneInfo] = {}
    for notice in notices:
        zone = own.get(notice.person_id) if notice.person_id else None
        found[notice.to.lower()] = ZoneInfo(zone) if zone else programme
    return found
