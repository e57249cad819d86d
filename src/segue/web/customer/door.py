"""What all pages behind the private link share: a step leads back to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from segue.kit.errors import NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def said(request: HttpRequest, token: str, step: Callable[[], str]) -> HttpResponse:
    """Take a step and go back to the letter, which says what came of it, or why it could not be."""
    try:
        messages.success(request, step())
    except NotFound:
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("letter", token=token)
