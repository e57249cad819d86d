"""Each check of `segue doctor`: the thing is broken, and the sentence is read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from typer.testing import CliRunner

from segue.cli import command_line, doctor
from segue.kit import clock
from segue.notifications.models import Mail, Notice
from segue.outbox.emit import Fact, emit
from segue.outbox.models import Job, Message
from segue.store.models import Lease
from tests import make, people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 7, 8, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def sentence(check, at=AT, *, fine=False):
    found = check(at)
    assert found.fine is fine
    return found.sentence


def test_debug_pages_on_a_real_installation(settings):
    settings.DEBUG = True
    assert sentence(doctor.settings_are_good) == "SEGUE_DEBUG is on: error pages show secrets. Unset it."


def test_pages_without_https(settings):
    settings.DEBUG, settings.DEMO, settings.HTTPS = False, False, False
    settings.BASE_URL = "http://partners.aurora.example"
    assert sentence(doctor.settings_are_good).startswith("SEGUE_BASE_URL is http://partners.aurora.example")


def test_a_database_in_the_wrong_mode(monkeypatch):
    if connection.vendor == "postgresql":
        monkeypatch.setattr(doctor, "OLDEST_POSTGRES", 990000)
        assert "15 or newer is needed" in sentence(doctor.database_answers)
        return

    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def execute(self, sql):
            self.row = ("delete",) if "journal" in sql else (1,)

        def fetchone(self):
            return self.row

    monkeypatch.setattr(connection, "cursor", Cursor)
    assert "SQLite, journal delete, synchronous 1" in sentence(doctor.database_answers)


def test_a_missing_migration():
    MigrationRecorder(connection).record_unapplied("notifications", "0002_what_was_dismissed")
    assert sentence(doctor.migrations_are_applied) == "Tables: 1 migrations are missing. Run: segue migrate"


def test_a_programme_that_nobody_set_up():
    assert sentence(doctor.programme_is_set_up) == "Programme: not set up yet. Run: segue setup"


def test_facts_that_no_worker_hears():
    with transaction.atomic():
        emit(Fact("lead.taken", "lead:1:1"), at=AT)
    assert sentence(doctor.facts_are_heard, LATER).startswith("Facts: one waits since 2026-09-07 08:00:00 UTC.")


def test_a_buried_job():
    message = Message.objects.create(fact="lead.won", key="lead:1:2", happened_at=AT, expanded_at=AT)
    job = Job.objects.create(message=message, handler="x.tell", run_at=AT, buried_at=AT, error="ValueError: no")
    said = "segue jobs retry tries them again, segue jobs dismiss waits for one no longer"
    assert sentence(doctor.no_job_is_buried).endswith(
        f"; {said}. The oldest (x.tell for lead:1:2, {job.id}): ValueError: no"
    )


def a_mail(**more):
    return Mail.objects.create(
        kind="lead_new", to="ada@harbour.example", language="en", subject="s", created_at=AT, send_at=AT, **more
    )


def test_a_mail_that_waits():
    a_mail()
    assert sentence(doctor.mails_go_out, LATER).startswith("Mails: one waits since 2026-09-07 08:00:00 UTC.")


def test_a_mail_that_was_given_up():
    mail = a_mail(buried_at=AT, error="550 no such person")
    verbs = "segue mails retry sends them again, segue mails dismiss waits for them no longer"
    said = f"Mails: 1 given up; {verbs}. The oldest (lead_new, {mail.id}): 550 no such person"
    assert sentence(doctor.mails_go_out) == said


def test_a_mail_that_cannot_be_written():
    Notice.objects.create(
        kind="lead_new", fact_key="k", to="a@b.example", language="en", created_at=AT, due_at=AT, error="KeyError: 'x'"
    )
    assert sentence(doctor.mails_go_out) == "Mails: one (lead_new) cannot be written: KeyError: 'x'"


def test_a_lead_that_nobody_lets_expire():
    made = make.lead(people.world())
    assert "has not expired yet" in sentence(doctor.leads_expire, made.due_at + timedelta(minutes=2))


def test_a_duty_that_fails():
    Lease.objects.create(name="leads.sweep", held_until=AT, next_at=AT, last_error="ValueError: no")
    assert sentence(doctor.duties_are_done) == "Duties: leads.sweep fails: ValueError: no"


@pytest.mark.parametrize("statement", ["SELECT 1 FROM nowhere", "SELECT no_such_thing FROM store_lease"])
def test_a_table_or_a_column_that_is_missing(monkeypatch, statement):
    def look(at):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    people.world()
    monkeypatch.setattr(doctor, "NEEDS_TABLES", (look,))
    [found] = [one for one in doctor.findings(AT) if "nowhere" in one.sentence or "no_such_thing" in one.sentence]
    assert found.fine is False
    assert found.sentence.startswith("Tables: they are not those of this version: ")


def test_a_database_that_goes_away_is_not_taken_for_wrong_tables(monkeypatch):
    def look(at):
        raise OperationalError("the connection is lost\n")

    monkeypatch.setattr(doctor, "NEEDS_TABLES", (look,))
    assert doctor.Finding(fine=False, sentence="Database: a check failed: the connection is lost.") in doctor.findings(
        AT
    )


def test_a_mail_server_that_is_away(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert sentence(doctor.mail_server_answers).startswith("Mail server: 127.0.0.1:1 cannot be reached:")


def test_a_clock_that_was_moved():
    clock.shift_by(timedelta(days=13))
    try:
        assert sentence(doctor.clock_is_right) == "Clock: SEGUE_CLOCK moves it forward by 13 days, 0:00:00."
    finally:
        clock.shift_by(timedelta(0))


def test_a_sound_installation_passes_and_a_broken_one_ends_with_1():
    people.world()
    assert CliRunner().invoke(command_line(), ["doctor"]).exit_code == 1  # the mails of the world wait
    Message.objects.all().delete()
    result = CliRunner().invoke(command_line(), ["doctor"])
    assert (result.exit_code, result.output.count("WRONG")) == (0, 0), result.output
