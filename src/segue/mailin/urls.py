"""Where mail servers hand over what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.mailin.entrance import returned_mail

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("returned", returned_mail, name="mailin-returned"),
]
