"""Pages that explain: how results are ordered, and what happens to what people tell us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.web.entrance import enter, rules_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Visitor)
def how_ordered(request: HttpRequest) -> HttpResponse:
    """Say by what the directory orders its answers."""
    return render(request, "public/how_ordered.html", {"programme": rules_of(request).programme})


@require_safe
@enter(Visitor)
def privacy(request: HttpRequest) -> HttpResponse:
    """Say who gets what a customer writes, and for how long."""
    return render(request, "public/privacy.html", {"programme": rules_of(request).programme})
