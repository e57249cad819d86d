"""The life of a lead, as a table: in which stage which step is possible, for whom, and what it makes of the lead.

Pure: no framework, no database. Buttons, allowed actions and the documentation derive from `STEPS`;
`_advance` is the only writer that follows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a lead is in its life."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ARCHIVED = "archived"


class Outcome(StrEnum):
    """How an archived lead ended."""

    WON = "won"
    LOST = "lost"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done with a lead."""

    RECEIVE = "receive"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    WIN = "win"
    LOSE = "lose"
    EDIT = "edit"
    ADD_EMPLOYEE = "add_employee"
    CORRECT_EMPLOYEE = "correct_employee"
    REMOVE_EMPLOYEE = "remove_employee"
    LOG_CONTACT = "log_contact"
    REPORT_CONTACT = "report_contact"
    TAKE = "take"
    HAND_OVER = "hand_over"
    CONFIRM_SPAM = "confirm_spam"
    REFUTE_SPAM = "refute_spam"
    CONFIRM_EMAIL = "confirm_email"
    ERASE = "erase"
    MERGE = "merge"


class Note(StrEnum):
    """What stands in a lead's history and is no step: it moves neither stage nor version."""

    NUDGE = "nudge"
    CALL = "call"


class Party(StrEnum):
    """What somebody is to a lead; one person may be several."""

    PARTNER = "partner"
    CUSTOMER = "customer"
    SENDER = "sender"
    MANAGER = "manager"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Row:
    """One possible step: from a stage, by these parties, to a stage (and an outcome), told as a fact."""

    stage: Stage
    step: Step
    by: frozenset[Party]
    becomes: Stage
    outcome: Outcome | None
    fact: str


R, A, X = Stage.RECEIVED, Stage.ACCEPTED, Stage.ARCHIVED


def _row(stage: Stage, step: Step, fact: str, *by: Party, becomes: Stage, outcome: Outcome | None = None) -> Row:
    return Row(stage, step, frozenset(by), becomes, outcome, f"lead.{fact}")


_ROWS = [
    _row(R, Step.ACCEPT, "accepted", Party.PARTNER, becomes=A),
    _row(R, Step.DECLINE, "declined", Party.PARTNER, becomes=X, outcome=Outcome.DECLINED),
    _row(R, Step.EXPIRE, "expired", Party.SYSTEM, becomes=X, outcome=Outcome.EXPIRED),
    _row(
        R,
        Step.WITHDRAW,
        "withdrawn",
        Party.CUSTOMER,
        Party.SENDER,
        Party.MANAGER,
        Party.ADMIN,
        becomes=X,
        outcome=Outcome.WITHDRAWN,
    ),
    # The customer or sender withdraws, the deal stays with the partner, who closes it as lost.
    _row(A, Step.WITHDRAW, "withdrawn", Party.CUSTOMER, Party.SENDER, becomes=A),
    # The customer's own word on whether anybody called; the deal goes on.
    _row(A, Step.REPORT_CONTACT, "contact_reported", Party.CUSTOMER, becomes=A),
    _row(A, Step.EDIT, "edited", Party.PARTNER, becomes=A),
    _row(A, Step.ADD_EMPLOYEE, "employee_added", Party.PARTNER, becomes=A),
    _row(A, Step.CORRECT_EMPLOYEE, "employee_corrected", Party.PARTNER, becomes=A),
    _row(A, Step.REMOVE_EMPLOYEE, "employee_removed", Party.PARTNER, becomes=A),
    _row(A, Step.WIN, "won", Party.PARTNER, becomes=X, outcome=Outcome.WON),
    _row(A, Step.LOSE, "lost", Party.PARTNER, becomes=X, outcome=Outcome.LOST),
    *(
        _row(stage, step, fact, *by, becomes=stage)
        for stage in (R, A)
        for step, fact, by in (
            (Step.LOG_CONTACT, "contact_logged", [Party.PARTNER]),
            (Step.TAKE, "taken", [Party.PARTNER]),
            # By Segue itself: what somebody owned who was removed from the company.
            (Step.HAND_OVER, "handed_over", [Party.PARTNER, Party.SYSTEM]),
        )
    ),
    # What a partner declined as spam the vendor looks at, and may think better of it.
    _row(X, Step.CONFIRM_SPAM, "spam_confirmed", Party.MANAGER, Party.ADMIN, becomes=X),
    _row(X, Step.REFUTE_SPAM, "spam_refuted", Party.MANAGER, Party.ADMIN, becomes=X),
    # Segue's own steps; they keep the stage everywhere, also in the archive.
    *(
        _row(stage, step, fact, Party.SYSTEM, becomes=stage)
        for stage in (R, A, X)
        for step, fact in (
            (Step.CONFIRM_EMAIL, "email_confirmed"),
            (Step.ERASE, "erased"),
            (Step.MERGE, "merged"),
        )
    ),
]

STEPS: dict[tuple[Stage, Step], Row] = {(row.stage, row.step): row for row in _ROWS}

ANSWERS = frozenset({Step.ACCEPT, Step.DECLINE, Step.WIN, Step.LOSE})
"""What a held answer stands in the way of: another answer."""

JUDGEMENTS: dict[Step, bool] = {Step.CONFIRM_SPAM: True, Step.REFUTE_SPAM: False}
"""How the vendor may judge a lead that was declined as spam, and what is kept of it."""


def row_for(stage: str, step: Step) -> Row | None:
    """Return what a step does in a stage, None where there is no such step."""
    return STEPS.get((Stage(stage), step))


def steps_open_to(parties: frozenset[Party], stage: str) -> frozenset[Step]:
    """Return the steps that any of these parties may take in a stage."""
    return frozenset(step for (at, step), row in STEPS.items() if at == stage and row.by & parties)
