"""The partner's desk: lists of leads, the page of one lead, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from segue.web.partner import selected
from segue.web.partner.arrivals import arrivals
from segue.web.partner.column_choice import columns
from segue.web.partner.export import export
from segue.web.partner.lead_list import index, leads
from segue.web.partner.lead_search import lead_search
from segue.web.partner.leads.acceptance import acceptance
from segue.web.partner.leads.contact_log import contact_log
from segue.web.partner.leads.declination import declination
from segue.web.partner.leads.details import details
from segue.web.partner.leads.employees import employee, employees, removal
from segue.web.partner.leads.heart import heart
from segue.web.partner.leads.lost import lost
from segue.web.partner.leads.neighbours import following, preceding
from segue.web.partner.leads.ownership import ownership, taking
from segue.web.partner.leads.page import lead_page
from segue.web.partner.leads.similar import similar
from segue.web.partner.leads.undoing import undoing
from segue.web.partner.leads.won import won
from segue.web.partner.list_filters import filters
from segue.web.partner.more_leads import more_leads
from segue.web.partner.owner_rules import owner_rule_place, owner_rule_removal, owner_rules
from segue.web.partner.test_lead import test_lead
from segue.web.partner.views import view, view_name, view_removal, views
from segue.web.partner.why_shown import afresh, why_shown

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

of_one_lead = [
    path("", lead_page, name="lead"),
    path("/heart", heart, name="lead-heart"),
    path("/acceptance", acceptance, name="lead-acceptance"),
    path("/declination", declination, name="lead-declination"),
    path("/won", won, name="lead-won"),
    path("/lost", lost, name="lead-lost"),
    path("/details", details, name="lead-details"),
    path("/employees", employees, name="lead-employees"),
    path("/employees/<uuid:employee_id>", employee, name="lead-employee"),
    path("/employees/<uuid:employee_id>/removal", removal, name="lead-employee-removal"),
    path("/contact-log", contact_log, name="lead-contact-log"),
    path("/taking", taking, name="lead-taking"),
    path("/ownership", ownership, name="lead-ownership"),
    path("/undo", undoing, name="lead-undo"),
    path("/similar", similar, name="lead-similar"),
    path("/next", following, name="lead-next"),
    path("/previous", preceding, name="lead-previous"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("leads", index, name="leads"),
    path("leads/filters", filters, name="lead-filters"),
    path("leads/selected/taking", selected.taking, name="leads-taking"),
    path("leads/selected/hearts", selected.hearts, name="leads-hearts"),
    path("leads/selected/ownership", selected.ownership, name="leads-ownership"),
    path("leads/selected/declination", selected.declination, name="leads-declination"),
    path("leads/owner-rules", owner_rules, name="lead-owner-rules"),
    path("leads/owner-rules/<uuid:rule_id>/place", owner_rule_place, name="lead-owner-rule-place"),
    path("leads/owner-rules/<uuid:rule_id>/removal", owner_rule_removal, name="lead-owner-rule-removal"),
    path("leads/more", more_leads, name="more-leads"),
    path("leads/why-shown", why_shown, name="why-shown"),
    path("leads/why-shown/afresh", afresh, name="afresh"),
    path("leads/test", test_lead, name="test-lead"),
    path("leads/search", lead_search, name="lead-search"),
    path("leads/export", export, name="lead-export"),
    path("leads/columns", columns, name="lead-columns"),
    path("leads/views", views, name="lead-views"),
    path("leads/views/<slug:view_id>", view, name="lead-view"),
    path("leads/views/<slug:view_id>/name", view_name, name="lead-view-name"),
    path("leads/views/<slug:view_id>/removal", view_removal, name="lead-view-removal"),
    path("leads/<uuid:lead_id>", include(of_one_lead)),
    path("leads/<slug:tab>/<slug:stage>", leads, name="lead-list"),
    path("leads/<slug:tab>/received/arrivals", arrivals, name="lead-arrivals"),
]
