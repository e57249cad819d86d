"""The only writer of a lead's stage, outcome and version.

It moves a selection of leads by one step: the table allows it, one conditional UPDATE per (partner, version) decides,
and the events and the facts to tell are written in the same transaction. A single lead is a selection of one; the
sweep hands over many.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Refused
from segue.kit.trace import request_id
from segue.kit.writing import change, insert
from segue.leads.actions import _words
from segue.leads.lifecycle import ANSWERS, Party, Row, Step, row_for
from segue.leads.models import HeldAnswer, Lead, LeadEvent
from segue.outbox.emit import Fact, emit_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID


class NoSuchStep(Refused):
    """The life cycle has no such step in the lead's stage."""

    code = "no-such-step"
    sentence = _("This lead has moved on: that is not possible any more.")


class ChangedMeanwhile(Refused):
    """Somebody else was faster; nothing was written."""

    code = "changed-meanwhile"
    sentence = _("Somebody changed this lead meanwhile. Look at it again; what you typed is kept.")


@dataclass(frozen=True, slots=True)
class Move:
    """One step and what comes with it.

    `set` are column values beside stage and version; `frozen` goes into the event, `payload` into the fact.
    `answered_at` is the moment that counts for the due time: the press of a held answer, else `at`.
    """

    step: Step
    by: Party
    at: datetime
    person_id: UUID | None = None
    set: Mapping[str, Any] = field(default_factory=dict)
    frozen: Callable[[Lead], dict[str, Any]] | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    answered_at: datetime | None = None
    commits: bool = False
    """Whether this is a held answer being committed."""
    quiet: bool = False


NAMED_WITH_VALUES = frozenset({"value_minor", "currency", "purchase_on", "reason", "campaign_id", "time_frame"})
"""Fields whose old and new values stand in the history; people and free text are only named as changed."""

DERIVED = frozenset({"value_sort", "value_rate", "value_in", "purchase_sort", "spam_said_at", "spam"})
"""Fields that only follow from others."""

EVENT_BY = {
    Party.PARTNER: LeadEvent.By.PARTNER,
    Party.CUSTOMER: LeadEvent.By.CUSTOMER,
    Party.SENDER: LeadEvent.By.VENDOR,
    Party.MANAGER: LeadEvent.By.VENDOR,
    Party.ADMIN: LeadEvent.By.VENDOR,
    Party.SYSTEM: LeadEvent.By.SYSTEM,
}


def advance(leads: Sequence[Lead], move: Move, *, also: Callable[[Lead], None] | None = None) -> list[Lead]:
    """Move leads, as they were read, by one step and return them as they are now.

    `also` writes further rows of each lead (an employee, say) in the same transaction. Raises NoSuchStep when the
    table has no such step, ChangedMeanwhile when any of them is no longer as it was read: then none has moved.
    """
    rows = {lead.id: _allowed(lead, move) for lead in leads}
    with transaction.atomic():
        for group in _alike(leads):
            if _update(group, rows[group[0].id], move) != len(group):
                raise ChangedMeanwhile
        changes = {lead.id: _changes(lead, move) for lead in leads}
        for lead in leads:
            _apply(lead, rows[lead.id], move)
            if also:
                also(lead)
        insert(LeadEvent, [_event(lead, move, changes[lead.id]) for lead in leads])
        emit_all([_fact(lead, rows[lead.id], move) for lead in leads], at=move.at)
        if move.commits or move.step is Step.WITHDRAW:
            HeldAnswer.objects.filter(lead__in=[lead.id for lead in leads]).delete()
        _words.refresh([lead for lead in leads if _words.touched_by(move.step, move.set)])
    return list(leads)


def _allowed(lead: Lead, move: Move) -> Row:
    row = row_for(lead.stage, move.step)
    if row is None or move.by not in row.by:
        raise NoSuchStep
    return row


def _alike(leads: Sequence[Lead]) -> list[list[Lead]]:
    groups: dict[tuple[object, ...], list[Lead]] = defaultdict(list)
    for lead in leads:
        groups[(lead.partner_id, lead.version, lead.stage)].append(lead)
    return list(groups.values())


def _update(group: list[Lead], row: Row, move: Move) -> int:
    first = group[0]
    where: dict[str, Any] = {"partner_id": first.partner_id, "version": first.version, "stage": row.stage}
    where["id__in"] = [lead.id for lead in group]
    if move.step is Step.EXPIRE:
        where |= {"due_at__lte": move.at, "holding": ""}
    elif move.step in ANSWERS:
        where["holding"] = move.step if move.commits else ""
        if row.stage == "received":
            where["due_at__gt"] = move.answered_at or move.at
    return change(Lead, where=where, to={"version": first.version + 1, **_columns(row, move)})


def _columns(row: Row, move: Move) -> dict[str, Any]:
    columns: dict[str, Any] = {"updated_at": move.at, **move.set}
    if row.becomes != row.stage:
        # A step that keeps the stage keeps the outcome: a declined lead stays declined when an address is confirmed.
        columns |= {"stage": row.becomes, "outcome": row.outcome}
        columns["accepted_at" if row.becomes == "accepted" else "closed_at"] = move.answered_at or move.at
    if move.commits or move.step is Step.WITHDRAW:
        columns["holding"] = ""
    return columns


def _apply(lead: Lead, row: Row, move: Move) -> None:
    for column, value in _columns(row, move).items():
        setattr(lead, column, value)
    lead.version += 1


def _changes(lead: Lead, move: Move) -> dict[str, Any]:
    changed = {column: value for column, value in move.set.items() if getattr(lead, column) != value}
    return {
        column: [_plain(getattr(lead, column)), _plain(value)] if column in NAMED_WITH_VALUES else None
        for column, value in changed.items()
        if column not in DERIVED
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _event(lead: Lead, move: Move, changes: dict[str, Any]) -> LeadEvent:
    by = EVENT_BY[move.by]
    if move.by is Party.SENDER and lead.sender_partner_id is not None:
        by = LeadEvent.By.SENDING_PARTNER
    return LeadEvent(
        partner_id=lead.partner_id,
        lead=lead,
        version=lead.version,
        step=move.step,
        by=by,
        person_id=move.person_id,
        at=move.at,
        changes=changes,
        frozen=move.frozen(lead) if move.frozen else {},
        request_id=request_id.get(),
    )


def _fact(lead: Lead, row: Row, move: Move) -> Fact:
    payload = {
        "lead": str(lead.id),
        "request": str(lead.request_id),
        "partner": str(lead.partner_id),
        "version": lead.version,
        "by": move.by,
        "person": str(move.person_id) if move.person_id else None,
        **move.payload,
    }
    return Fact(row.fact, key=f"lead:{lead.id}:{lead.version}", payload=payload, quiet=move.quiet)
