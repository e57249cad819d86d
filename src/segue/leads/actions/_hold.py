"""Answers that can be undone for some minutes: held as a row, committed by the worker in that person's name.

`Lead.holding` decides every race (undo, commit, sweep, another answer): whoever's conditional UPDATE finds it as
expected has won. The row beside it only keeps what was said.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Refused
from segue.kit.money import Money
from segue.kit.turns import each_in_turn
from segue.leads import queries
from segue.leads.actions._advance import ChangedMeanwhile, Move, advance
from segue.leads.actions._frozen import answer_facts
from segue.leads.actions._step import NotYourStep, done_already, ready
from segue.leads.actions.answers import Closing, Refusal
from segue.leads.lifecycle import Party, Step
from segue.leads.models import HeldAnswer, Lead
from segue.leads.policy import parties_of
from segue.programme.models import Reason
from segue.programme.queries import Rules, rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from segue.accounts.actor import Member

log = structlog.get_logger(__name__)
Answer = Refusal | Closing
REVIEWED = frozenset({Reason.Kind.SPAM, Reason.Kind.NOT_A_CUSTOMER})
"""Reasons of which the customer is not told: somebody of the vendor has a look instead."""


class NothingHeld(Refused):
    """There is no answer to undo: it was committed, or undone by somebody else."""

    code = "nothing-held"
    sentence = _("There is nothing to undo any more.")


def hold_or_commit(
    lead_id: UUID | str, step: Step, answer: Answer, *, actor: Member, at: datetime, seen: int | None, hold: bool
) -> HeldAnswer | Lead:
    """Hold an answer for the programme's minutes, or commit it at once where nothing is held (as over the API)."""
    in_force = rules()
    lead = queries.access(lead_id, actor=actor)
    if seen is not None and lead.version != seen:
        columns_of = partial(_columns, step=step, answer=answer, in_force=in_force)
        return done_already(lead, step, actor=actor, seen=seen, columns=columns_of)
    ready(lead, step, actor=actor, at=at)
    _check(lead, step, answer, in_force, at=at)
    columns = _columns(lead, step, answer, in_force)
    if not hold or not in_force.hold_time:
        return _commit(lead, step, columns, person_id=actor.person_id, answered_at=at, at=at, in_force=in_force)
    with transaction.atomic():
        where = {"id": lead.id, "partner_id": lead.partner_id, "version": lead.version, "holding": ""}
        if not Lead.objects.filter(**where).update(holding=step):
            raise ChangedMeanwhile
        return HeldAnswer.objects.create(
            lead=lead,
            partner_id=lead.partner_id,
            step=step,
            data=_as_data(answer),
            person_id=actor.person_id,
            pressed_at=at,
            commit_at=at + in_force.hold_time,
        )


def undo(lead_id: UUID | str, *, actor: Member, at: datetime) -> Lead:
    """Take a held answer back and return the lead; raise NothingHeld when it is committed or gone.

    Whoever may answer the lead may undo. After the due time the next sweep expires what was undone.
    """
    lead = queries.access(lead_id, actor=actor)
    held = HeldAnswer.objects.filter(lead=lead, partner_id=lead.partner_id).first()
    if held is None or at >= held.commit_at:
        raise NothingHeld
    if Party.PARTNER not in parties_of(lead, actor):
        raise NotYourStep
    with transaction.atomic():
        if not Lead.objects.filter(id=lead.id, partner_id=lead.partner_id, holding=held.step).update(holding=""):
            raise NothingHeld
        HeldAnswer.objects.filter(lead=lead, partner_id=lead.partner_id).delete()
    lead.holding = ""
    return lead


def commit_held(*, at: datetime, limit: int = 500) -> int:
    """Commit the held answers whose minutes are over; return how many. Anyone undone or withdrawn meanwhile is left.

    One that cannot be committed stops no other; its fault is raised when all had their turn.
    """
    due = HeldAnswer.objects.filter(commit_at__lte=at).select_related("lead__location").order_by("commit_at")
    return each_in_turn(due[:limit], partial(_committed, at=at, in_force=rules()))


def _committed(held: HeldAnswer, *, at: datetime, in_force: Rules) -> bool:
    step = Step(held.step)
    columns = _columns(held.lead, step, _from_data(step, held.data), in_force)
    try:
        _commit(
            held.lead,
            step,
            columns,
            person_id=held.person_id,
            answered_at=held.pressed_at,
            at=at,
            in_force=in_force,
            commits=True,
        )
    except ChangedMeanwhile:
        log.info("held.passed_over", lead=str(held.lead_id))  # raced: the next round sees how it stands
        return False
    return True


def _commit(
    lead: Lead,
    step: Step,
    columns: Mapping[str, Any],
    *,
    person_id: UUID,
    answered_at: datetime,
    at: datetime,
    in_force: Rules,
    commits: bool = False,
) -> Lead:
    move = Move(
        step=step,
        by=Party.PARTNER,
        at=at,
        person_id=person_id,
        set={**columns, **_review(step, columns["reason"], answered_at, in_force)},
        frozen=partial(answer_facts, answered_at=answered_at, rules=in_force),
        answered_at=answered_at,
        commits=commits,
    )
    return advance([lead], move)[0]


def _review(step: Step, code: str, answered_at: datetime, in_force: Rules) -> dict[str, Any]:
    """Return since when the vendor has a look at a no, where its reason asks for one."""
    reason = in_force.reasons.get(code) if step is Step.DECLINE else None
    return {"spam_said_at": answered_at} if reason and reason.kind in REVIEWED else {}


def _check(lead: Lead, step: Step, answer: Answer, in_force: Rules, *, at: datetime) -> None:
    """Refuse what cannot be said now; a held answer was looked at when it was given."""
    if isinstance(answer, Refusal):
        answer.check(in_force)
    else:
        answer.check(lead, in_force, at=at, lost=step is Step.LOSE)


def _columns(lead: Lead, step: Step, answer: Answer, in_force: Rules) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        return answer.columns()
    return answer.columns(lead, in_force, lost=step is Step.LOSE)


def _as_data(answer: Answer) -> dict[str, Any]:
    data = asdict(answer)
    if isinstance(answer, Closing):
        data["closed_on"] = answer.closed_on.isoformat()
    return data


def _from_data(step: Step, data: Mapping[str, Any]) -> Answer:
    if step is Step.DECLINE:
        return Refusal(**data)
    money = Money(**data["money"]) if data["money"] else None
    return Closing(**{**data, "money": money, "closed_on": date.fromisoformat(data["closed_on"])})
