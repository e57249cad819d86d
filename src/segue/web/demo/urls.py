"""What exists in the demo only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.web.demo.parts import parts

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [path("parts", parts, name="demo-parts")]
