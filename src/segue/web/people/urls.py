"""Signing in to a desk, and the people of one's own company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.web.people import changes, home, mails, me, notices, removal, views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("home", home.home, name="home"),
    path("no-role", home.no_role, name="no-role"),
    path("me", me.me, name="me"),
    path("me/sessions", me.sign_out_there, name="me-sessions"),
    path("me/mails", mails.mine, name="my-mails"),
    path("mails/<str:token>", mails.stop, name="stop-mails"),
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.read, name="notices-read"),
    path("people", views.people, name="people"),
    path("people/add", views.add, name="people-add"),
    path("people/<uuid:membership_id>", views.person, name="person"),
    path("people/changes", changes.changes, name="people-changes"),
    path("people/<uuid:membership_id>/invitation", views.invitation, name="person-invitation"),
    path("people/<uuid:membership_id>/removal", removal.removal, name="person-removal"),
]
