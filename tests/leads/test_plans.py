"""A partner's lists read its own rows by an index, with the same number of queries however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.models import Membership
from segue.accounts.queries import actor_for
from segue.leads.lists import Filters, Tab, lead_list, tab_counts
from segue.leads.models import Stage
from segue.worlds import crowd
from tests.people import MONDAY_MORNING as AT

pytestmark = pytest.mark.django_db
LISTS = [(tab, stage) for tab in Tab for stage in Stage]


@pytest.fixture
def everybody():
    """The admin of the partner with a third of all leads, and of one with a fiftieth of the rest."""
    crowd.build(AT, partners=51, leads=3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [actor_for(Membership.objects.get(partner__name=f"Crowd {n:04}").person) for n in (0, 1)]


def asked(actor, tab, stage):
    with CaptureQueriesContext(
        connection,
    ) as taken:
        lead_list(actor, tab=tab, stage=stage, filters=Filters(), order="received", page="", at=AT)
        tab_counts(actor, tab=tab, filters=Filters(), at=AT)
    return [query["sql"] for query in taken.captured_queries]


def plan(sql):
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def scans(sql):
    """The steps that read the leads of every partner."""
    return [line for line in plan(sql) if "Seq Scan on leads_lead" in line or line.startswith("SCAN leads_lead")]


def test_lists_ask_as_often_of_many_rows_as_of_few(everybody):
    big, small = everybody
    for tab, stage in LISTS:
        assert len(asked(big, tab, stage)) == len(asked(small, tab, stage))


def test_lists_of_a_partner_scan_no_other_partners_leads(everybody):
    _big, small = everybody
    statements = [sql for tab, stage in LISTS for sql in asked(small, tab, stage)]
    assert len(statements) >= len(LISTS) * 2
    for sql in statements:
        assert not scans(sql), sql


def test_a_scan_of_all_leads_is_seen(everybody):
    assert scans("SELECT id FROM leads_lead WHERE need = 'anything'")
