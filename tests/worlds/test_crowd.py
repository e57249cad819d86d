"""The crowd's histories are lives that could have been."""

import pytest

from segue.accounts.models import Membership
from segue.accounts.queries import actor_for
from segue.leads.lists import Filters, Tab, lead_list
from segue.leads.models import Lead, Stage
from segue.worlds import crowd
from tests.people import MONDAY_MORNING
from tests.worlds.test_aurora import assert_every_history_is_legal

pytestmark = pytest.mark.django_db


def test_a_small_crowd():
    crowd.build(MONDAY_MORNING, partners=4, leads=300)

    assert Lead.objects.count() == 300
    assert Lead.objects.filter(partner__name="Crowd 0000").count() == 100
    assert set(Lead.objects.values_list("outcome", flat=True)) == {
        None, "won", "lost", "declined", "expired", "withdrawn",
    }  # fmt: skip
    assert not Lead.objects.filter(stage="received", due_at__lte=MONDAY_MORNING).exists()
    assert_every_history_is_legal()


def test_the_crowd_is_found_by_words_of_its_partner_only():
    crowd.build(MONDAY_MORNING, partners=4, leads=300)
    admin = actor_for(Membership.objects.get(partner__name="Crowd 0001").person)

    page = lead_list(
        admin, tab=Tab.MARKETPLACE, stage=Stage.RECEIVED, filters=Filters(words="wareh"), order="", page="",
        at=MONDAY_MORNING,
    )  # fmt: skip

    own = Lead.objects.filter(partner_id=admin.partner_id, stage="received", type="inquiry")
    assert {lead.id for lead in page.rows} == set(own.values_list("id", flat=True))
    assert page.rows
