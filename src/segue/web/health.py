"""`/health`: whether this installation does its work, for machines that watch it. It names no person and no company."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.leads.actions.expire import overdue_leads
from segue.notifications.deliver import oldest_unsent
from segue.outbox import queries as outbox
from segue.web.entrance import at_of, enter

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

LATE = timedelta(seconds=45)
"""How long a fact, a mail or an overdue lead may wait before it is said here: well within the promised minute."""


@require_safe
@never_cache
@enter(Visitor)
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 while pages can be served, with what is late; 503 when the database is away."""
    try:
        waited = waits(at=at_of(request))
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "away"}, status=503)
    late = [name for name, seconds in waited.items() if seconds > LATE.total_seconds()]
    return JsonResponse({"status": "late" if late else "ok", "database": "ok", "late": late, "waiting_seconds": waited})


def waits(*, at: datetime) -> dict[str, Any]:
    """Return for how many seconds the longest-waiting one of each kind has waited; 0: nothing waits."""
    due = overdue_leads(at=at).values_list("due_at", flat=True).first()
    since = {"facts": outbox.oldest_waiting(at=at), "mails": oldest_unsent(at=at), "sweep": due}
    return {name: max(0, int((at - when).total_seconds())) if when else 0 for name, when in since.items()}
