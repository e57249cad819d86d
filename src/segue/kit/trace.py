"""The id of the web request or command now running; it stands in logs, facts, events, mails and on error pages."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
