"""The vendor's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from segue.accounts.actor import Staff
from segue.web.entrance import enter
from segue.web.people import changes
from segue.web.people import views as people
from segue.web.vendor import (
    applications,
    history,
    in_vain,
    inbox,
    leads,
    memberships,
    partners,
    places,
    programme,
    rates,
    reasons,
    spam,
    today,
    words,
    workbench,
)
from segue.web.vendor import lead_verbs as verbs

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("today", today.today, name="vendor-today"),
    path("leads/<uuid:lead_id>/nudge", verbs.nudge, name="vendor-lead-nudge"),
    path("leads/<uuid:lead_id>/nudge/undo", verbs.undo, name="vendor-lead-nudge-undo"),
    path("leads/<uuid:lead_id>/call", verbs.call, name="vendor-lead-call"),
    path("leads/<uuid:lead_id>/next", verbs.next_partner, name="vendor-lead-next"),
    path("leads/<uuid:lead_id>/recall", verbs.recall, name="vendor-lead-recall"),
    path("leads/<uuid:lead_id>/again", verbs.again, name="vendor-lead-again"),
    path("leads/<uuid:lead_id>/snooze", verbs.snooze_lead, name="vendor-lead-snooze"),
    path("leads/<uuid:lead_id>/spam", spam.spam, name="vendor-lead-spam"),
    path("leads/<uuid:lead_id>/genuine", spam.genuine, name="vendor-lead-genuine"),
    path("leads/<uuid:lead_id>/wake", verbs.wake_lead, name="vendor-lead-wake"),
    path("inbox/<uuid:request_id>/snooze", verbs.snooze_waiting, name="vendor-inbox-snooze"),
    path("inbox/<uuid:request_id>/wake", verbs.wake_waiting, name="vendor-inbox-wake"),
    path("leads", leads.leads, name="vendor-leads"),
    path("leads/<uuid:lead_id>", leads.lead, name="vendor-lead"),
    path("leads/<uuid:lead_id>/withdrawal", leads.withdrawal, name="vendor-lead-withdrawal"),
    path("inbox", inbox.inbox, name="vendor-inbox"),
    path("inbox/<uuid:request_id>/partner", inbox.choice, name="vendor-inbox-partner"),
    path("inbox/<uuid:request_id>/release", inbox.release, name="vendor-inbox-release"),
    path("inbox/<uuid:request_id>/assignment", inbox.assignment, name="vendor-inbox-assignment"),
    path("inbox/<uuid:request_id>/refusal", inbox.refusal, name="vendor-inbox-refusal"),
    path("partners", partners.partners, name="partners"),
    path("searches", in_vain.searches, name="searches-in-vain"),
    path("applications", applications.applications, name="applications"),
    path("applications/<uuid:application_id>/approval", applications.approval, name="application-approval"),
    path("applications/<uuid:application_id>/refusal", applications.refusal, name="application-refusal"),
    path("partners/managers", partners.managers, name="partner-managers"),
    path("partners/add", partners.add, name="partner-add"),
    path("partners/<uuid:partner_id>", partners.partner, name="partner-record"),
    path("partners/<uuid:partner_id>/record", partners.edit, name="partner-edit"),
    path("partners/<uuid:partner_id>/status", partners.status, name="partner-status"),
    path("partners/<uuid:partner_id>/manager", partners.manager, name="partner-manager"),
    path("partners/<uuid:partner_id>/memberships", memberships.memberships, name="partner-memberships"),
    path("partners/<uuid:partner_id>/group", memberships.group, name="partner-group"),
    path("partners/<uuid:partner_id>/memberships/add/<slug:kind>", memberships.add, name="partner-membership-add"),
    path("partners/<uuid:partner_id>/memberships/<uuid:distinction_id>", memberships.edit, name="partner-membership"),
    path(
        "partners/<uuid:partner_id>/memberships/<uuid:distinction_id>/removal",
        memberships.removal,
        name="partner-membership-removal",
    ),
    path("partners/<uuid:partner_id>/people/add", enter(Staff)(people.add), name="partner-people-add"),
    path("partners/<uuid:partner_id>/people/changes", enter(Staff)(changes.changes), name="partner-people-changes"),
    path("partners/<uuid:partner_id>/locations/add", places.add, name="partner-place-add"),
    path("locations/<uuid:location_id>", places.edit, name="partner-place"),
    path("programme", programme.programme, name="programme"),
    path("programme/history", history.history, name="programme-history"),
    path("programme/history/<int:version>", history.returning, name="programme-return"),
    path("programme/logo", programme.logo, name="programme-logo"),
    path("programme/order", workbench.workbench, name="workbench"),
    path("programme/order/proposal", workbench.propose, name="ordering-proposal"),
    path("programme/order/<int:version>/approval", workbench.approve, name="ordering-approval"),
    path("programme/order/<int:version>/drop", workbench.drop, name="ordering-drop"),
    path("programme/order/<int:version>/return", workbench.go_back, name="ordering-return"),
    path("programme/rates", rates.rates, name="rates"),
    path("programme/words", words.words, name="vocabulary"),
    path("programme/words/<slug:kind>", words.words, name="vocabulary-kind"),
    path("programme/words/add/<slug:kind>", words.add, name="vocabulary-add"),
    path("programme/words/<slug:kind>/<str:code>", words.edit, name="vocabulary-word"),
    path("programme/words/<slug:kind>/<str:code>/place", words.place, name="vocabulary-place"),
    path("programme/words/<slug:kind>/<str:code>/retirement", words.retirement, name="vocabulary-retirement"),
    path("programme/reasons", reasons.reasons, name="reasons"),
    path("programme/add/reason", reasons.add, name="reason-add"),
    path("programme/reasons/<slug:code>", reasons.edit, name="reason"),
    path("programme/reasons/<slug:code>/place", reasons.place, name="reason-place"),
    path("programme/reasons/<slug:code>/retirement", reasons.retirement, name="reason-retirement"),
]
