"""The door of incoming mail: a mail server or a provider, known by a secret, hands over what came back."""

from __future__ import annotations

import hmac
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from segue.kit import clock
from segue.kit.errors import Forbidden, Invalid, TooMany
from segue.kit.net import client_address
from segue.mailin.report import Report, read_event, read_message
from segue.notifications.bounces import came_back
from segue.store.counters import address_key, hit

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

MOST_WRONG = 60
"""So many wrong secrets an hour from one client address; who sends more is told to wait. The right one never waits."""


@csrf_exempt  # no browser sends this: the secret is the key
@require_POST
@never_cache
def returned_mail(request: HttpRequest) -> JsonResponse:
    """Take one report and say how many mails it was about; what is no report of ours is taken and does nothing.

    The body is a raw message, or JSON (see `read_event`). 403 without the secret, 413 and 422 for what cannot be read.
    """
    at = clock.now()
    try:
        _let_in(request, at=at)
        reports = _read(request)
    except (Forbidden, TooMany, Invalid) as refused:
        return JsonResponse({"code": refused.code, "detail": str(refused)}, status=refused.status)
    except RequestDataTooBig:
        return JsonResponse({"code": "too-large", "detail": "At most 2.5 MB are read."}, status=413)
    return JsonResponse({"heard": sum(came_back(one.of, status=one.status, at=at) for one in reports)})


returned_mail.admits = ("mail server",)  # type: ignore[attr-defined]


def _let_in(request: HttpRequest, *, at: datetime) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    secret = settings.MAILIN_SECRET
    if secret and hmac.compare_digest(given.encode(), secret.encode()):
        return
    key = address_key("mailin", client_address(request.META, proxies=settings.PROXIES))
    hit(key, most=MOST_WRONG, within=timedelta(hours=1), at=at)
    raise Forbidden


def _read(request: HttpRequest) -> list[Report]:
    if request.content_type != "application/json":
        return read_message(request.body)
    try:
        return read_event(json.loads(request.body))
    except (ValueError, RecursionError) as error:
        raise Invalid({"body": "Send a raw message, or a JSON object with a message or a status."}) from error
