"""Tell a fact: write it down in the running transaction; the worker brings it to whoever should hear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from segue.kit.trace import request_id
from segue.kit.writing import insert
from segue.outbox.models import Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """What became true: `name` is a row of `wiring`, `key` recognises a repeat, `payload` holds ids only."""

    name: str
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
    quiet: bool = False


def emit(*facts: Fact, at: datetime) -> None:
    """Write facts into the outbox. Call it inside the transaction that makes them true; else it raises."""
    emit_all(facts, at=at)


def emit_all(facts: Iterable[Fact], *, at: datetime) -> None:
    """Write many facts into the outbox, in one statement per few hundred."""
    if not connection.in_atomic_block:
        message = "a fact is written in the transaction that makes it true"
        raise RuntimeError(message)
    insert(
        Message,
        [
            Message(
                fact=fact.name,
                key=fact.key,
                payload=fact.payload,
                quiet=fact.quiet,
                happened_at=at,
                request_id=request_id.get(),
            )
            for fact in facts
        ],
    )
