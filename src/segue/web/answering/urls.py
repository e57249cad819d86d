"""Answering a lead from the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.web.answering import views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("answer/<str:token>", views.answer, name="answer"),
    path("answer/<str:token>/acceptance", views.acceptance, name="answer-acceptance"),
    path("answer/<str:token>/declination", views.declination, name="answer-declination"),
    path("answer/<str:token>/undo", views.undoing, name="answer-undo"),
]
