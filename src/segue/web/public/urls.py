"""Pages for everyone: directory, profiles, the request form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.web.public import about, alerts, apply, ask, directory, directory_data, logo, profile, sitemap

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("", directory.directory, name="directory"),
    path("directory.json", directory_data.directory_data, name="directory-data"),
    path("partners/<slug:slug>", profile.partner, name="partner"),
    path("partners/<slug:slug>/logo/<int:version>.png", logo.partner_logo, name="partner-logo"),
    path("ask", ask.ask_form, name="ask"),
    path("become-a-partner", apply.apply_form, name="apply"),
    path("become-a-partner/thanks", apply.applied, name="applied"),
    path("logo/<int:version>.png", logo.logo, name="logo"),
    path("how-results-are-ordered", about.how_ordered, name="how-ordered"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap/pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap/partners.xml", sitemap.partners, name="sitemap-partners"),
    path("privacy", about.privacy, name="privacy"),
    path("alerts/<str:token>", alerts.alert_contact, name="alert-contact"),
]
