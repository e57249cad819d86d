"""The demo world has what a newcomer should find, and nothing that could not have happened."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from segue.kit import clock
from segue.leads.lifecycle import STEPS, Stage, Step
from segue.leads.models import HeldAnswer, Lead, LeadEvent
from segue.notifications.catalogue import CATALOGUE
from segue.notifications.models import Mail
from segue.outbox.models import Message
from segue.requests.models import Request
from segue.web.demo.mail_samples import kinds, sample
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
    assert_every_mail_can_be_shown()


def assert_every_mail_can_be_shown():
    """In each language, from what there is in the demo: no value is missing, nothing is left in the other language."""
    before = Message.objects.count(), Mail.objects.count()
    for kind in kinds():
        english, italian = (sample(kind, language=language, at=clock.now()) for language in ("en", "it"))
        assert english is not None, f"{kind}: say in segue/web/demo/mail_samples.py what it is about"
        assert italian is not None, kind
        assert english.text.startswith("Dear "), kind
        assert italian.text.startswith("Gentile "), kind
        for mail in (english, italian):
            assert not re.search(r"%\(|\bNone\b|\{\{", mail.subject + mail.text), kind
        assert (english.subject, english.text) != (italian.subject, italian.text), kind
    assert set(CATALOGUE) <= set(kinds())
    assert (Message.objects.count(), Mail.objects.count()) == before


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
