"""Take one step with one lead: find it through who is asking, expire it if it is late, move it, try again if raced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Forbidden, Refused
from segue.leads import queries
from segue.leads.actions._advance import ChangedMeanwhile, Move, NoSuchStep, advance
from segue.leads.lifecycle import ANSWERS, JUDGEMENTS, Party, Row, Step, row_for
from segue.leads.models import HeldAnswer, Lead, LeadEvent
from segue.leads.policy import judgements_open, parties_of
from segue.leads.urgency import overdue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

TRIES = 3


class AnsweredTooLate(Refused):
    """The due time has passed: the lead has expired."""

    code = "too-late"
    sentence = _("The time to answer this lead is over; it has expired.")


class BeingAnswered(Refused):
    """A colleague's answer is being held."""

    code = "being-answered"
    sentence = _("%(name)s is answering this lead right now.")


class NotYourStep(Forbidden):
    """The step exists, but is another party's."""

    code = "not-your-step"
    sentence = _("You can see this lead, but this step is not yours.")


def take_step(
    lead_id: UUID | str,
    step: Step,
    *,
    actor: Actor,
    at: datetime,
    seen: int | None,
    columns: Callable[[Lead], Mapping[str, Any]] | None = None,
    also: Callable[[Lead], None] | None = None,
    same: Callable[[Lead, LeadEvent], bool] | None = None,
    **move: Any,
) -> Lead:
    """Move one lead by one step and return it as it is now.

    `columns` says what else to write, given the lead as read; `move` are further fields of `Move`. `same` says, beside
    the columns, whether an earlier event of this step was this very one pressed twice.

    With a `seen` version the step is taken on that version or refused with ChangedMeanwhile; without one the lead is
    read again and tried up to three times. The same step by the same person already done at `seen` + 1 is success.
    Raises NotFound, NotYourStep, NoSuchStep, AnsweredTooLate, BeingAnswered, ChangedMeanwhile.
    """
    for _try in range(TRIES):
        lead = queries.access(lead_id, actor=actor)
        if seen is not None and lead.version != seen:
            return done_already(lead, step, actor=actor, seen=seen, columns=columns, same=same)
        by = ready(lead, step, actor=actor, at=at)
        try:
            written = columns(lead) if columns else {}
            moved = advance(
                [lead], Move(step=step, by=by, at=at, person_id=actor.person_id, set=written, **move), also=also
            )
        except ChangedMeanwhile:
            if seen is not None:
                raise
        else:
            return moved[0]
    raise ChangedMeanwhile


def ready(lead: Lead, step: Step, *, actor: Actor, at: datetime) -> Party:
    """Return as whom the actor may take the step now, or refuse; an overdue lead is expired first, for good."""
    if overdue(lead, at=at) and step is not Step.EXPIRE:
        expire_now(lead, at=at)
        raise AnsweredTooLate
    row = row_for(lead.stage, step)
    if row is None:
        raise NoSuchStep
    by = party_for(lead, row, actor=actor)
    if step in ANSWERS and lead.holding:
        held = HeldAnswer.objects.filter(lead=lead, partner_id=lead.partner_id).select_related("person").first()
        raise BeingAnswered(name=held.person.name if held else "")
    if step is Step.WITHDRAW and lead.withdrawn_at is not None:
        raise NoSuchStep
    if step in JUDGEMENTS and step not in judgements_open(lead):
        raise NoSuchStep
    return by


def party_for(lead: Lead, row: Row, *, actor: Actor) -> Party:
    """Return as which party the actor takes this row's step; raise NotYourStep."""
    mine = parties_of(lead, actor) & row.by
    if not mine:
        raise NotYourStep
    return min(mine, key=list(Party).index)


def expire_now(lead: Lead, *, at: datetime) -> None:
    """Expire one overdue lead in its own transaction; whoever was faster is welcome."""
    try:
        advance([lead], Move(step=Step.EXPIRE, by=Party.SYSTEM, at=at))
    except ChangedMeanwhile:
        return  # the sweep or another person's click did it first: it has expired all the same


def done_already(
    lead: Lead,
    step: Step,
    *,
    actor: Actor,
    seen: int,
    columns: Callable[[Lead], Mapping[str, Any]] | None = None,
    same: Callable[[Lead, LeadEvent], bool] | None = None,
) -> Lead:
    """Return the lead if this person did this very step on the version seen; else raise ChangedMeanwhile.

    The same step with other data, as from a second tab, was not done: to call it done would lose what was typed.
    """
    if actor.person_id is None or lead.version != seen + 1:
        raise ChangedMeanwhile
    done = LeadEvent.objects.filter(
        partner_id=lead.partner_id, lead=lead, version=seen + 1, step=step, person_id=actor.person_id
    ).first()
    if done is None or (same and not same(lead, done)):
        raise ChangedMeanwhile
    if columns and any(getattr(lead, name) != value for name, value in columns(lead).items()):
        raise ChangedMeanwhile
    return lead
