"""`/health` for machines that watch, and the demo's mailbox, which is nowhere else."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import OperationalError, transaction

from segue.kit import clock
from segue.notifications import demo_mailbox
from segue.outbox.emit import Fact, emit
from segue.web import health


@pytest.mark.django_db
def test_all_is_well(client):
    answer = client.get("/health").json()
    assert answer == {
        "status": "ok",
        "database": "ok",
        "late": [],
        "waiting_seconds": {"facts": 0, "mails": 0, "sweep": 0},
    }


@pytest.mark.django_db
def test_a_fact_that_nobody_hears_is_said_within_a_minute(client):
    with transaction.atomic():
        emit(Fact("lead.taken", "lead:1:1"), at=clock.now() - timedelta(seconds=60))
    answer = client.get("/health")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["late"]) == ("late", ["facts"])


@pytest.mark.django_db
def test_a_database_that_is_away_answers_503(client, monkeypatch):
    def away(**_):
        raise OperationalError

    monkeypatch.setattr(health, "waits", away)
    assert client.get("/health").status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/demo/", "/demo/mail", "/demo/parts", "/demo/sign-in/x"])
def test_the_demos_pages_do_not_exist_elsewhere(client, path):
    assert client.get(path).status_code == 404


def test_the_demos_mailbox_keeps_mails_as_they_were_sent(settings, tmp_path):
    settings.DATA = tmp_path
    for to in ("anna@conti.example", "ada@harbour.example"):
        mail = EmailMultiAlternatives("Perché no?", "Gentile Anna,", to=[to])
        mail.attach_alternative("<p>Gentile Anna,</p>", "text/html")
        assert demo_mailbox.Backend().send_messages([mail]) == 1
    assert [mail.to for mail in demo_mailbox.mails()] == ["ada@harbour.example", "anna@conti.example"]
    [anna] = demo_mailbox.mails(to="Anna@conti.example")
    assert (anna.subject, anna.text.strip(), anna.html.strip()) == (
        "Perché no?",
        "Gentile Anna,",
        "<p>Gentile Anna,</p>",
    )
    assert demo_mailbox.mail(anna.id) == anna
    assert demo_mailbox.mail("../demo") is None


def test_an_error_page_stands_without_a_database(client):
    page = client.get("/nowhere/at/all")
    assert page.status_code == 404
    assert b"data-keys" not in page.content
