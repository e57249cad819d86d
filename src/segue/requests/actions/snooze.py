"""Put off a request that waits at the vendor, for oneself and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.leads.actions.snooze import put_off
from segue.leads.models import Snooze
from segue.requests.actions.inbox import NotWaiting
from segue.requests.models import Request
from segue.requests.policy import require_inbox

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor


def snooze_request(request_id: UUID, *, actor: Actor, at: datetime, until: datetime, reason: str) -> Snooze:
    """Keep a waiting request off the actor's Today until a moment, as `snooze` does with a lead. Raises NotWaiting."""
    require_inbox(actor)
    if not Request.objects.exclude(held="").filter(id=request_id).exists():
        raise NotWaiting
    return put_off(actor, at=at, until=until, reason=reason, request_id=request_id)


def wake_request(request_id: UUID, *, actor: Actor) -> None:
    """End a snooze of a request; none is as good."""
    require_inbox(actor)
    if actor.person_id is not None:
        Snooze.objects.filter(person_id=actor.person_id, request_id=request_id).delete()
