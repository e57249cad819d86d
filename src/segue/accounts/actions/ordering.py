"""Change how results are ordered, as one who may. Two who may must agree; who is alone waits a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actions.programme import runs_programme
from segue.accounts.queries import people_who
from segue.accounts.roles import May
from segue.kit.errors import Invalid, Sentence
from segue.kit.text import cleaned
from segue.programme import ordering
from segue.programme.defaults import TENTHS, TENTHS_TOGETHER

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Actor
    from segue.programme.models import Ordering
    from segue.programme.ordering import Wanted

LONGEST_NOTE = 500


def propose_ordering(wanted: Wanted, *, actor: Actor, at: datetime, seen: int, note: str = "") -> Ordering:
    """Propose how results shall be ordered and return the version that waits.

    It comes into force when another programme admin approves it, or after 24 hours where there is no other. Raises
    Invalid, and OrderingChanged or ProposalWaits as `programme.ordering.propose`.
    """
    by, note = runs_programme(actor), cleaned(note)
    wrong = _wrong(wanted)
    if len(note) > LONGEST_NOTE:
        wrong["note"] = _("Shorten this to %(most)s characters.") % {"most": LONGEST_NOTE}
    if wrong:
        raise Invalid(wrong)
    return ordering.propose(wanted, seen=seen, by=by, at=at, alone=not needs_another(), note=note)


def return_to_ordering(version: int, *, actor: Actor, at: datetime, seen: int) -> Ordering:
    """Propose the values of an earlier version again (0: those at the beginning); it waits as any other.

    Raises NotFound, OrderingChanged, ProposalWaits.
    """
    by = runs_programme(actor)
    return ordering.propose_again(version, seen=seen, by=by, at=at, alone=not needs_another())


def approve_ordering(version: int, *, actor: Actor, at: datetime) -> None:
    """Put a proposal of somebody else in force. Raises OrderingChanged, NotByOneselfAlone."""
    ordering.approve(version, by=runs_programme(actor), at=at)


def drop_ordering(version: int, *, actor: Actor, at: datetime) -> None:
    """Drop a proposal, one's own or another's. Raises OrderingChanged."""
    ordering.drop(version, by=runs_programme(actor), at=at)


def needs_another() -> bool:
    """Return whether somebody other than the proposer must approve: where two or more hold the right."""
    return len(people_who(May.RUN_PROGRAMME, partner_id=None)) > 1


@transaction.atomic
def bring_into_force(*, at: datetime) -> int:
    """Put in force what nobody else could have approved for 24 hours; return how many (0 or 1).

    Who removes the others waits from then on, not from the proposal: a day in which it is seen and can be undone.
    """
    return ordering.bring_into_force(at=at, alone=not needs_another())


def _wrong(wanted: Wanted) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    for term in TENTHS:
        if not 0 <= wanted.tenths.get(term, -1) <= TENTHS_TOGETHER:
            wrong[term] = _("Give it 0 to 100 points.")
    if not wrong and (set(wanted.tenths) != set(TENTHS) or sum(wanted.tenths.values()) != TENTHS_TOGETHER):
        wrong["together"] = _("All points together must make 100; these make %(points)s.") % {
            "points": sum(wanted.tenths.values()) / 10
        }
    return wrong
