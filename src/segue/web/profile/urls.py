"""The editor of a business profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp_update
from django.urls import path

from segue.web.profile import contacts, edit, locations, overview, preview, publication

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

# A logo that is chosen and not saved yet has no address of its own: its page and its preview carry the picture.
urlpatterns: list[URLPattern | URLResolver] = [
    path("profile", overview.overview, name="profile"),
    path("profile/text", csp_update({"img-src": "data:"})(edit.edit), name="profile-text"),
    path("profile/preview", preview.preview, name="profile-preview"),
    path("profile/publish", publication.publish, name="profile-publish"),
    path("profile/unpublish", publication.unpublish, name="profile-unpublish"),
    path("profile/pause", publication.pause, name="profile-pause"),
    path("profile/resume", publication.resume, name="profile-resume"),
    path("profile/locations/new", locations.new, name="profile-location-new"),
    path("profile/locations/<uuid:location_id>", locations.edit, name="profile-location"),
    path("profile/locations/<uuid:location_id>/publish", locations.publish, name="profile-location-publish"),
    path("profile/locations/<uuid:location_id>/unpublish", locations.unpublish, name="profile-location-unpublish"),
    path("profile/locations/<uuid:location_id>/main", locations.main, name="profile-location-main"),
    path("profile/locations/<uuid:location_id>/remove", locations.remove, name="profile-location-remove"),
    path("profile/locations/<uuid:location_id>/contacts", contacts.add, name="profile-contact-new"),
    path("profile/contacts/<uuid:contact_id>/test", contacts.test, name="profile-contact-test"),
    path("profile/contacts/<uuid:contact_id>/ask", contacts.ask, name="profile-contact-ask"),
    path("profile/contacts/<uuid:contact_id>/remove", contacts.remove, name="profile-contact-remove"),
]
