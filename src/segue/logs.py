"""Structured logs: one line an event on standard error, with the request id, without personal data."""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import structlog

from segue.kit.masked import masked
from segue.kit.trace import request_id


def _with_request_id(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if current := request_id.get():
        event.setdefault("request_id", current)
    return event


def _without_secrets(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Cut private links short and keep a line one line, whatever somebody put into an address."""
    return {name: masked(value) if isinstance(value, str) else value for name, value in event.items()}


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment: whoever ran a command may have lent it another for a while."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Return standard error."""
        return sys.stderr


def configure(_settings: dict[str, Any] | None = None) -> None:
    """Send both structlog's and the standard library's logs to standard error in one form (text or JSON lines)."""
    from django.conf import settings  # noqa: PLC0415 -- Django calls this while settings are being set up

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_request_id,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_secrets,
        structlog.processors.format_exc_info,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.LOG_FORMAT == "json"
        else structlog.dev.ConsoleRenderer(
            # Plain: the pretty one prints local variables, and those hold personal data.
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # A page that is not there or a refused step is no fault of ours: counted by the entrance, not logged as a warning.
    logging.getLogger("django.request").setLevel(logging.ERROR)
