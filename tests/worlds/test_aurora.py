"""The demo world has what a newcomer should find, and nothing that could not have happened."""

from collections import Counter
from datetime import timedelta

import pytest

from segue.kit import clock
from segue.leads.lifecycle import STEPS, Stage, Step
from segue.leads.models import HeldAnswer, Lead, LeadEvent
from segue.outbox.models import Message
from segue.requests.models import Request
from segue.worlds import aurora

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return aurora.build(clock.now())


def test_the_demo_world(people):
    roles = {person.role for person in people}
    assert roles == {
        "partner_admin", "referrals_admin", "referrals_user", "profile_admin",
        "marketer", "seller", "partner_manager", "programme_admin", "auditor", "none",
    }  # fmt: skip
    stages = Counter(Lead.objects.values_list("stage", "outcome"))
    assert set(stages) == {
        ("received", None), ("accepted", None),
        ("archived", "won"), ("archived", "lost"), ("archived", "declined"), ("archived", "expired"),
        ("archived", "withdrawn"),
    }  # fmt: skip
    assert set(Lead.objects.values_list("type", flat=True)) == {"inquiry", "marketing", "sales"}
    assert HeldAnswer.objects.count() == 1
    assert Lead.objects.filter(stage="accepted", withdrawn_at__isnull=False).count() == 1
    assert Lead.objects.filter(sender_partner__isnull=False).count() == 2
    assert Request.objects.filter(held="no_partner").count() == 2
    assert Request.objects.filter(held="suspicion").count() == 1
    untold = Message.objects.filter(expanded_at__isnull=True)
    assert untold.exists()
    assert untold.earliest("happened_at").happened_at > clock.now() - timedelta(days=3)
    assert_every_history_is_legal()


def assert_every_history_is_legal():
    stage: dict = {}
    outcome: dict = {}
    for event in LeadEvent.objects.order_by("lead_id", "version"):
        if event.step == "receive":
            stage[event.lead_id] = Stage.RECEIVED
            continue
        row = STEPS[stage[event.lead_id], Step(event.step)]
        stage[event.lead_id], outcome[event.lead_id] = row.becomes, row.outcome
    for lead in Lead.objects.all():
        assert (lead.stage, lead.outcome) == (stage[lead.id], outcome.get(lead.id))
