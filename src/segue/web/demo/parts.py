"""The gallery: every part in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from segue.accounts.actor import Visitor
from segue.web.demo.gallery import samples
from segue.web.entrance import enter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Visitor)
def parts(request: HttpRequest) -> HttpResponse:
    """Show the gallery; `?theme=dark` shows it in one theme."""
    return render(request, "demo/parts.html", samples(request.GET.get("theme", "")))
