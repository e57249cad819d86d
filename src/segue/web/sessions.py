"""The session of a browser, as Django's own keeps it, but for a database that cannot be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.contrib.sessions import middleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError
from django.utils.cache import patch_vary_headers

from segue.web.errors import database_is_away

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

READING = frozenset({"GET", "HEAD"})
log = structlog.get_logger(__name__)


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's; a page that was read is shown, even when what the session would remember of it cannot be kept."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep what the session remembers and return the response; raise when a step depends on it."""
        try:
            kept: HttpResponse = super().process_response(request, response)
        except (SessionInterrupted, DatabaseError) as error:
            if request.method not in READING or not database_is_away(error):
                raise
            log.warning("session.not-kept", path=request.path)
            patch_vary_headers(response, ("Cookie",))
            return response
        return kept
