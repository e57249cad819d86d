"""Every address of Segue, room by room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import include, path

from segue.web import errors, health, metrics, preferences

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    # First what is asked for most: addresses are tried one after the other.
    path("", include("segue.web.partner.urls")),
    path("health", health.health, name="health"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include("segue.web.account_pages")),
    path("preferences/theme", preferences.theme, name="theme"),
    path("preferences/language", preferences.language, name="language"),
    path("preferences/company", preferences.company, name="choose-company"),
    path("", include("segue.web.people.urls")),
    path("", include("segue.web.profile.urls")),
    path("", include("segue.web.sending.urls")),
    path("vendor/", include("segue.web.vendor.urls")),
    path("", include("segue.web.customer.urls")),
    path("", include("segue.web.answering.urls")),
    path("mailin/", include("segue.mailin.urls")),
    path("", include("segue.web.public.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("segue.web.demo.urls")))

handler400 = errors.unreadable
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
