"""The same step with several leads: each through its own door, one after the other, and told for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Invalid, Refused
from segue.leads.actions import favourite, respond, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.leads.actions.answers import Refusal

MOST_ANSWERS = 20


class TooManyAtOnce(Refused):
    """So many are not answered with one press."""

    code = "too-many-at-once"
    sentence = _("At most %(most)d leads can be declined at once. Select fewer.")


@dataclass(slots=True)
class Together:
    """What came of it: the leads it was done with, and for each other one why not."""

    done: list[UUID] = field(default_factory=list)
    refused: dict[UUID, Refused] = field(default_factory=dict)


def decline_each(
    leads: Mapping[UUID, int | None], *, actor: Member, at: datetime, answer: Refusal, hold: bool = True
) -> Together:
    """Decline several leads, each as it was seen, with one reason; each is held and can be undone by itself.

    Raises TooManyAtOnce, and Invalid for an answer that cannot be given: then none is declined.
    """
    if len(leads) > MOST_ANSWERS:
        raise TooManyAtOnce(most=MOST_ANSWERS)
    return _each(
        leads,
        lambda lead_id: respond.decline(lead_id, actor=actor, at=at, seen=leads[lead_id], answer=answer, hold=hold),
    )


def take_each(lead_ids: Iterable[UUID], *, actor: Member, at: datetime) -> Together:
    """Make the actor the owner of several leads."""
    return _each(lead_ids, partial(work.take, actor=actor, at=at, seen=None))


def hand_each_to(lead_ids: Iterable[UUID], *, actor: Member, at: datetime, person_id: UUID | str) -> Together:
    """Make a colleague the owner of several leads; raise Invalid for anybody whose roles do not include leads."""
    return _each(lead_ids, partial(work.hand_to, actor=actor, at=at, seen=None, person_id=person_id))


def mark_each(lead_ids: Iterable[UUID], *, actor: Member) -> Together:
    """Put this person's heart on several leads."""
    return _each(lead_ids, partial(favourite.mark, actor=actor))


def _each(lead_ids: Iterable[UUID], act: Callable[[UUID], object]) -> Together:
    found = Together()
    for lead_id in lead_ids:
        try:
            act(lead_id)
        except Invalid:
            raise  # what was typed is the same for all of them, so nothing was done yet
        except Refused as refused:
            found.refused[lead_id] = refused
        else:
            found.done.append(lead_id)
    return found
