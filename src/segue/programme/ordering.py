"""Change how results are ordered: in versions, proposed first, never by one person alone where two hold the right."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import NotFound, Refused
from segue.outbox.emit import Fact, emit
from segue.programme.defaults import TENTHS
from segue.programme.models import Ordering, Revision
from segue.programme.queries import ordering_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

ALONE = timedelta(hours=24)
"""So long after nobody else could approve it, from its proposal on or later, a version comes into force by itself."""


class OrderingChanged(Refused):
    """Another version came into force, or was proposed, since it was read."""

    code = "ordering-changed"
    sentence = _("Somebody changed the order of results meanwhile. Look at it again before you save.")


class ProposalWaits(Refused):
    """One proposal at a time, so that whoever approves knows what it changes."""

    code = "proposal-waits"
    sentence = _("Another change waits to be approved. Decide about that first.")


class NotByOneselfAlone(Refused):
    """Who proposed a change does not approve it."""

    code = "not-by-oneself"
    sentence = _("Somebody else must approve what you proposed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How results shall be ordered: tenths of points by term, together 1,000, and which rules are kept."""

    tenths: Mapping[str, int]
    newcomers_slot: bool = True
    exposure_cap: bool = False


@transaction.atomic
def propose(
    wanted: Wanted, *, seen: int, by: UUID, at: datetime, alone: bool, note: str = "", back_to: int | None = None
) -> Ordering:
    """Propose a version and return it; `seen` is the version in force that it is meant to follow.

    `alone`: nobody else could approve it now. Raises OrderingChanged, ProposalWaits.
    """
    _lock()
    if ordering_in_force().version != seen:
        raise OrderingChanged
    if Ordering.objects.filter(open=True).exists():
        raise ProposalWaits
    latest = Ordering.objects.aggregate(latest=Max("version"))["latest"] or 0
    values = asdict(wanted) | {"tenths": dict(wanted.tenths), "note": note, "returns_to": back_to}
    since = at if alone else None
    made = Ordering(version=latest + 1, proposed_at=at, proposed_by=by, alone_since=since, **values)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise OrderingChanged from error
    payload = {"version": made.version, "person": str(by)}
    emit(Fact("ordering.proposed", f"ordering:{made.version}", payload), at=at)
    return made


def propose_again(version: int, *, seen: int, by: UUID, at: datetime, alone: bool) -> Ordering:
    """Propose the values of an earlier version (0: those at the beginning) as a new one, and return it.

    Raises NotFound, and as `propose`.
    """
    if version == 0:
        return propose(Wanted(tenths=TENTHS), seen=seen, by=by, at=at, alone=alone, back_to=0)
    earlier = Ordering.objects.filter(version=version, in_force_at__isnull=False).first()
    if earlier is None:
        raise NotFound
    wanted = Wanted(tenths=earlier.tenths, newcomers_slot=earlier.newcomers_slot, exposure_cap=earlier.exposure_cap)
    return propose(wanted, seen=seen, by=by, at=at, alone=alone, back_to=version)


@transaction.atomic
def approve(version: int, *, by: UUID, at: datetime) -> None:
    """Put a proposed version in force, approved by somebody else. Raises OrderingChanged, NotByOneselfAlone."""
    _lock()
    if Ordering.objects.filter(version=version, open=True, proposed_by=by).exists():
        raise NotByOneselfAlone
    _end(version, decided_by=by, in_force_at=at)


@transaction.atomic
def drop(version: int, *, by: UUID, at: datetime) -> None:
    """Drop a proposed version. Raises OrderingChanged when it is in force or dropped already."""
    _lock()
    _end(version, decided_by=by, dropped_at=at)


@transaction.atomic
def bring_into_force(*, at: datetime, alone: bool) -> int:
    """Put in force what nobody else could have approved for 24 hours, and return how many (0 or 1).

    `alone`: nobody else can approve now. From when that is seen first the hours count, and anew after it was not so.
    """
    waiting = Ordering.objects.filter(open=True)
    if not alone:
        waiting.filter(alone_since__isnull=False).update(alone_since=None)
        return 0
    waiting.filter(alone_since=None).update(alone_since=at)
    ripe = waiting.filter(alone_since__lte=at - ALONE)
    if not ripe.exists():
        return 0
    _lock()
    return ripe.update(open=False, in_force_at=at)


def _end(version: int, **how: object) -> None:
    if not Ordering.objects.filter(version=version, open=True).update(open=False, **how):
        raise OrderingChanged


def _lock() -> None:
    """Let one change at a time happen, and processes read their rules again."""
    Revision.objects.filter(id=1).update(number=F("number") + 1)
