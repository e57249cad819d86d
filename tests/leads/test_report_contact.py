"""What a customer says about being contacted, as the partner and the vendor see it."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from segue.accounts.actor import Customer
from segue.leads.actions import work
from segue.leads.actions.report_contact import report_contact
from segue.leads.models import Lead
from tests import make

DAY = timedelta(days=1)


@pytest.fixture
def reported(world, time_machine):
    made = make.lead(world, "accepted")
    time_machine.move_to(world.at + 2 * DAY, tick=False)
    return report_contact(made.id, actor=Customer(made.request_id), at=world.at + DAY, contacted=False)


def read(client, name, lead):
    return unescape(client.get(reverse(name, args=[lead.id])).content.decode())


def test_the_partner_reads_it_on_the_lead_and_in_its_history(as_, world, reported):
    page = read(as_(world.ada), "lead", reported)
    assert "Anna says that nobody has been in touch yet." in page
    assert "Said on Tuesday 8 September, 10:00." in page
    assert "The customer says that nobody has been in touch yet" in page
    page = as_(world.ada).get(reverse("lead-list", args=["marketplace", "accepted"])).content.decode()
    assert "Make contact" in page


def test_a_logged_contact_settles_it_and_an_attempt_does_not(as_, world, reported):
    log = {"actor": world.ada, "at": world.at + 2 * DAY, "seen": None}
    work.log_contact(reported.id, **log, how="no_answer")
    assert Lead.objects.get().uncontacted_at == world.at + DAY
    work.log_contact(reported.id, **log, how="called")
    assert Lead.objects.get().uncontacted_at is None
    page = read(as_(world.ada), "lead", reported)
    assert "Anna says that nobody has been in touch yet." not in page
    assert "The customer says that nobody has been in touch yet" in page


def test_the_vendor_reads_it_too(as_, world, reported):
    page = read(as_(world.paula), "vendor-lead", reported)
    assert "Anna Conti said on Tuesday 8 September, 10:00 that nobody at Harbour IT has been in touch yet." in page
    assert "The customer says that nobody at Harbour IT has been in touch yet" in page
    report_contact(reported.id, actor=Customer(reported.request_id), at=world.at + 2 * DAY, contacted=True)
    page = read(as_(world.paula), "vendor-lead", reported)
    assert "Anna Conti said on" not in page
    assert "The customer says that Harbour IT has been in touch" in page
