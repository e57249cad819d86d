"""The request's own row: taken for writing, moved on by one version, with an event that says what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from segue.kit.errors import NotFound
from segue.kit.writing import insert
from segue.outbox.emit import Fact, emit
from segue.requests.models import Request, RequestEvent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


def taken(request_id: UUID) -> Request:
    """Return a request, kept for this transaction so that two steps cannot cross; raise NotFound if there is none."""
    found = Request.objects.select_for_update().filter(id=request_id).first()
    if found is None:
        raise NotFound
    return found


def record(
    request: Request,
    what: str,
    *,
    actor: Actor,
    at: datetime,
    lead_id: UUID | None = None,
    location_ids: Sequence[UUID] = (),
    **changes: Any,
) -> None:
    """Change the request's row and write down what happened."""
    Request.objects.filter(id=request.id).update(version=F("version") + 1, updated_at=at, **changes)
    request.refresh_from_db()
    note(request, what, actor=actor, at=at, lead_id=lead_id, location_ids=location_ids)


def note(
    request: Request,
    what: str,
    *,
    actor: Actor,
    at: datetime,
    lead_id: UUID | None = None,
    location_ids: Sequence[UUID] = (),
) -> None:
    """Write down what happened without moving the request on, as when it begins."""
    event = RequestEvent(request=request, what=what, person_id=actor.person_id, lead_id=lead_id, at=at)
    event.location_ids = [str(one) for one in location_ids]
    insert(RequestEvent, [event])


def tell(request: Request, fact: str, *, at: datetime, **payload: str) -> None:
    """Put a fact about a request into the outbox; its key is the request's version."""
    emit(Fact(fact, f"{request.id}:{request.version}", {"request": str(request.id), **payload}), at=at)
