"""What is private leaves by no other door: not in facts, events or logs, and in mails only to its own."""

import json
import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from segue.kit.ids import new_id
from segue.leads.models import LeadEvent
from segue.notifications.models import Mail
from segue.outbox.models import Job, Message
from segue.work.loop import drain
from tests.contracts.everyone import CUSTOMER, DEAL, READABLE_BY, REFUSED, TEAM, clients, things

REACHED = ("customer_email", "customer_phone", "customer_street")
"""What a partner reads on the lead's page only, never in a mail."""


@pytest.fixture
def told(world):
    """Everything that happens to a lead with private words, told to everybody whom it is told to."""
    things(world)
    drain(at=world.at + timedelta(days=1))


@pytest.mark.django_db
def test_the_private_words_stand_in_every_private_field(world):
    things(world)

    def held(label, *fields):
        rows = apps.get_model(label).objects.values(*fields)
        return {field for field in fields for row in rows if any(word in flat(row[field]) for word in READABLE_BY)}

    customer = {"customer_name", "customer_email", "customer_phone", "customer_street"}
    assert held("requests.Request", *customer) == customer
    assert held("leads.Lead", "notes", "crm_id", "reason_note", *customer) == {
        "notes",
        "crm_id",
        "reason_note",
        *customer,
    }
    assert held("leads.Employee", "name", "phone", "email") == {"name", "phone", "email"}


@pytest.mark.django_db
def test_facts_events_and_jobs_carry_no_private_word(told):
    assert Message.objects.count() > 5
    assert LeadEvent.objects.count() > 5
    for kind in (Message, Job, LeadEvent):
        texts = [
            field.name
            for field in kind._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in kind.objects.values(*texts):
            found = [word for word in READABLE_BY if word in flat(row)]
            assert not found, (kind.__name__, row)


@pytest.mark.django_db
def test_mails_carry_private_words_only_to_whom_they_belong(told, world):
    customers = {CUSTOMER["customer_email"], REFUSED["customer_email"]}
    mails = list(Mail.objects.all())
    assert {mail.to for mail in mails} & customers
    assert {mail.to for mail in mails} - customers - {TEAM.email}
    never = {DEAL.notes, DEAL.crm_id, "canary-reason"} | {
        details[name] for details in (CUSTOMER, REFUSED) for name in REACHED
    }
    for mail in mails:
        own = {mail.to} if mail.to in customers else set()
        found = {word for word in never - own if word in flat(mail.text) + flat(mail.html) + mail.subject}
        assert not found, (mail.kind, mail.to)


@pytest.mark.django_db
def test_logs_carry_no_private_word(world, caplog):
    caplog.set_level(logging.DEBUG)
    things(world)
    browser = clients(world)["ada"]
    browser.get(f"/leads/marketplace/received?q={CUSTOMER['customer_email']}")
    browser.get(f"/leads/{new_id()}?mail={CUSTOMER['customer_email']}")
    drain(at=world.at + timedelta(days=1))

    said = [f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records if told_in_operation(record)]
    assert [line for line in said if "refused" in line]
    assert [line for line in said if "job.done" in line]
    assert not [line for line in said if any(word in line for word in READABLE_BY)]


def told_in_operation(record):
    """Whether an installation may log it; Django's statements and templates are for its own developers."""
    return record.levelno >= logging.INFO or record.name.startswith("segue")


def flat(value):
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
