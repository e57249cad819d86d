"""`/health`: whether this installation does its work, for machines that watch it. It names no person and no company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.web.entrance import at_of, enter
from segue.web.waiting import LATE, waits

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


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
