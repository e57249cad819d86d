"""Sending leads, and following what one's company sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.web.sending import another, choosing, invitation, order, views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("send", views.send, name="send"),
    path("send/partner", choosing.partner, name="send-partner"),
    path("send/draft", choosing.draft, name="send-draft"),
    path("send/publication-request", invitation.publication_request, name="ask-to-publish"),
    path("sent", views.sent, name="sent"),
    path("sent/<uuid:lead_id>", views.sent_lead, name="sent-lead"),
    path("sent/<uuid:lead_id>/withdrawal", views.sent_lead_withdrawal, name="sent-lead-withdrawal"),
    path("sent/<uuid:lead_id>/order", order.order, name="sent-lead-order"),
    path("sent/<uuid:lead_id>/another", another.another, name="sent-lead-another"),
]
