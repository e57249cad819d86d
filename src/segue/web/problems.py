"""Refusals for programs: one shape, `application/problem+json` (RFC 9457), which names each field that is wrong."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

from segue.kit.errors import Invalid, Refused, TooMany
from segue.kit.trace import request_id
from segue.web.errors import RETRY_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    View = Callable[..., HttpResponse]

log = structlog.get_logger(__name__)


def answers_programs(view: View) -> View:
    """Say every refusal of a view in the one shape, a wrong method and a missing database too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refused as refused:
            log.info("refused", code=refused.code, path=request.path)
            return problem(refused)
        except (OperationalError, InterfaceError):
            log.exception("database unavailable", path=request.path)
            return _told(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", {"Retry-After": RETRY_AFTER})
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return _told(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", {"Allow": response["Allow"]})
        return response

    return answered


def problem(refused: Refused) -> HttpResponse:
    """Return a refusal as a problem: `code` for programs, `detail` for people, `errors` for each field."""
    if isinstance(refused, Invalid):
        errors = [{"field": name, "detail": str(sentence)} for name, sentence in refused.fields.items()]
        return _told(refused.status, refused.code, {}, detail=str(refused.sentence), errors=errors)
    waits = {"Retry-After": str(refused.seconds)} if isinstance(refused, TooMany) and refused.seconds else {}
    return _told(refused.status, refused.code, waits, detail=str(refused))


def _told(status: int, code: str, headers: dict[str, str], **said: Any) -> HttpResponse:
    told = {"status": int(status), "title": HTTPStatus(status).phrase, "code": code, **said}
    body = msgspec.json.encode(told | {"request_id": request_id.get()})
    headers = {"Cache-Control": "no-store", **headers}
    return HttpResponse(body, status=status, content_type="application/problem+json", headers=headers)
