"""Ask a partner to act on a lead, by mail or on the phone: it stands in the history, the stage and version stay.

A nudge can be undone for the programme's minutes, since nobody has been told; then the worker commits it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Staff
from segue.kit.errors import Refused
from segue.kit.trace import request_id
from segue.kit.turns import each_in_turn
from segue.leads import queries
from segue.leads.actions._step import NotYourStep, expire_now
from segue.leads.models import Lead, LeadEvent, Nudge, Stage
from segue.leads.policy import may_nudge
from segue.leads.urgency import overdue
from segue.outbox.emit import Fact, emit
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

MORNING = 8
"""The hour of the programme's wall clock at which a nudged lead comes back, if nothing has happened."""
TURN_DAYS = {Stage.RECEIVED.value: 1, Stage.ACCEPTED.value: 3}
"""So many working days it is the partner's turn."""


class NudgedToday(Refused):
    """A partner is asked once per lead and working day, whoever asks."""

    code = "nudged-today"
    sentence = _("%(partner)s was asked about this lead today already; once a working day is enough.")


class NothingToNudge(Refused):
    """The partner has nothing more to do with it."""

    code = "nothing-to-nudge"
    sentence = _("This lead needs nothing more from %(partner)s.")


class NudgeGone(Refused):
    """It was told already, or undone before."""

    code = "nudge-gone"
    sentence = _("There is nothing to undo any more.")


def nudge(lead_id: UUID | str, *, actor: Actor, at: datetime) -> Nudge:
    """Ask the partner by mail to act on a lead, once the minutes in which it can be undone are over.

    For the partner manager, programme admins, and who sent it. Raises NotYourStep, NothingToNudge, NudgedToday.
    """
    return _ask(lead_id, Nudge.How.MAILED, actor=actor, at=at)


def call(lead_id: UUID | str, *, actor: Actor, at: datetime) -> Nudge:
    """Note that somebody of the vendor called the partner about a lead; refuses what `nudge` refuses."""
    return _ask(lead_id, Nudge.How.CALLED, actor=actor, at=at)


def _ask(lead_id: UUID | str, how: Nudge.How, *, actor: Actor, at: datetime) -> Nudge:
    lead = queries.access(lead_id, actor=actor)
    if not isinstance(actor, Staff) or not may_nudge(lead, actor):
        raise NotYourStep
    if overdue(lead, at=at):
        expire_now(lead, at=at)
        raise NothingToNudge(partner=lead.partner.name)
    if lead.stage == Stage.ARCHIVED or lead.withdrawn_at is not None:
        raise NothingToNudge(partner=lead.partner.name)
    in_force = rules()
    calendar = in_force.programme.calendar()
    asked = Nudge(
        lead=lead,
        partner_id=lead.partner_id,
        person_id=actor.person_id,
        how=how,
        on=calendar.working_day(at),
        pressed_at=at,
        commit_at=at + in_force.hold_time,
        quiet_until=calendar.morning_after(at, days=TURN_DAYS[lead.stage], hour=MORNING),
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        raise NudgedToday(partner=lead.partner.name) from error
    return asked


def undo_nudge(lead_id: UUID | str, *, actor: Actor, at: datetime) -> Lead:
    """Take back the last nudge or call that nobody has been told of, and return its lead; raise NudgeGone."""
    lead = queries.access(lead_id, actor=actor)
    if not isinstance(actor, Staff) or not may_nudge(lead, actor):
        raise NotYourStep
    waiting = Nudge.objects.filter(lead=lead, partner_id=lead.partner_id, committed=False, commit_at__gt=at)
    last = waiting.order_by("-pressed_at", "-id").first()
    if last is None or not Nudge.objects.filter(id=last.id, committed=False).delete()[0]:
        raise NudgeGone
    return lead


def commit_nudges(*, at: datetime, limit: int = 500) -> int:
    """Tell the nudges whose minutes are over, and write nudges and calls into the histories; return how many.

    A nudge about a lead that has ended meanwhile is dropped: there is nothing to ask for any more.
    """
    due = Nudge.objects.filter(committed=False, commit_at__lte=at).select_related("lead").order_by("commit_at")
    return each_in_turn(due[:limit], partial(_committed, at=at))


@transaction.atomic
def _committed(asked: Nudge, *, at: datetime) -> bool:
    lead = asked.lead
    own = Nudge.objects.filter(id=asked.id, partner_id=lead.partner_id, committed=False)
    if asked.how == Nudge.How.MAILED and (lead.stage == Stage.ARCHIVED or lead.withdrawn_at is not None):
        return bool(own.delete()[0])
    if not own.update(committed=True):
        return False
    LeadEvent.objects.create(
        partner_id=lead.partner_id,
        lead=lead,
        version=lead.version,
        step=asked.how,
        by=LeadEvent.By.VENDOR,
        person_id=asked.person_id,
        at=asked.pressed_at,
        request_id=request_id.get(),
    )
    if asked.how == Nudge.How.MAILED:
        payload = {"lead": str(lead.id), "partner": str(lead.partner_id), "request": str(lead.request_id)}
        payload |= {"person": str(asked.person_id) if asked.person_id else "", "nudge": str(asked.id)}
        emit(Fact("lead.nudged", f"nudge:{asked.id}", payload), at=at)
    return True
