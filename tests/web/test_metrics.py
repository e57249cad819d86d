"""`/metrics`, read by the parser of Prometheus's own library."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from prometheus_client.parser import text_string_to_metric_families

from segue.kit import clock
from segue.outbox.emit import Fact, emit
from segue.outbox.models import Job, Message
from segue.store.models import Lease
from segue.web import metrics
from tests import make, people

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations" / "monitoring.md"
TOKEN = "a token of the watcher"


@pytest.fixture
def asked(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def ask():
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(answer.content.decode())
            for sample in family.samples
        }

    return ask


def test_what_waits_and_what_was_given_up(asked, monkeypatch):
    now = clock.now()
    world = people.world(now)
    for stage in ("received", "received", "accepted", "declined"):
        make.lead(world, stage, at=now - timedelta(days=2))
    Message.objects.all().delete()
    with transaction.atomic():
        emit(Fact("lead.taken", "lead:1:1"), at=now - timedelta(seconds=100))
    heard = Message.objects.create(fact="lead.won", key="lead:1:2", happened_at=now, expanded_at=now)
    Job.objects.create(message=heard, handler="x.tell", run_at=now - timedelta(seconds=7))
    Job.objects.create(message=heard, handler="y.tell", run_at=now, buried_at=now)
    Job.objects.create(message=heard, handler="z.tell", run_at=now + timedelta(hours=1))
    Lease.objects.create(name="leads.sweep", held_until=now, next_at=now, last_done_at=now)
    Lease.objects.create(name="mails.forget", held_until=now, next_at=now, last_error="ValueError: no")

    found = asked()

    assert 100 <= found.pop(("segue_longest_wait_seconds", "facts")) < 160
    assert found.pop(("segue_duty_done_timestamp_seconds", "leads.sweep")) == pytest.approx(now.timestamp())
    assert found == {
        ("segue_build_info", connection.vendor, "0.1.0"): 1,
        ("segue_longest_wait_seconds", "mails"): 0,
        ("segue_longest_wait_seconds", "sweep"): 0,
        ("segue_waiting", "facts"): 1,
        ("segue_waiting", "jobs"): 1,
        ("segue_waiting", "mails"): 0,
        ("segue_waiting", "notices"): 0,
        ("segue_given_up", "jobs"): 1,
        ("segue_given_up", "mails"): 0,
        ("segue_duty_failing", "leads.sweep"): 0,
        ("segue_duty_failing", "mails.forget"): 1,
        ("segue_signals_differed",): 0,
        ("segue_leads", "received"): 2,
        ("segue_leads", "accepted"): 1,
        ("segue_leads", "archived"): 1,
    }
    documented = set(re.findall(r"^\| `(segue_\w+)` \|", PAGE.read_text(), flags=re.MULTILINE))
    assert documented == {name for name, *_ in found} | {"segue_duty_done_timestamp_seconds"}
    monkeypatch.setattr(metrics, "COUNT_TO", 1)
    assert asked()["segue_leads", "received"] == 1


def test_it_answers_nobody_without_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for given in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer a token of the watche"}):
        answer = client.get("/metrics", headers=given)
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
