"""`segue doctor`: looks at everything an installation stands on and says what is wrong, a sentence a check."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import django
import typer

from segue.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import DatabaseError

TOLD_FOR = timedelta(days=7)
"""How long counts that differed are told of: they are mended, but somebody should ask why."""
MOST_CLOCK = timedelta(seconds=5)
OLDEST_POSTGRES = 150000
SHORTEST_SECRET = 32
MISSING = frozenset({"42P01", "42703"})
"""What PostgreSQL calls a table and a column that are not there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: fine, not fine, or (None) that it could not look; and a sentence."""

    fine: bool | None
    sentence: str

    @property
    def mark(self) -> str:
        """Return the word that stands before the sentence."""
        return {True: "ok   ", False: "WRONG", None: "?    "}[self.fine]


def settings_are_good(at: datetime) -> Finding:  # noqa: ARG001 -- every check takes the moment
    """Settings that a real installation must not have."""
    from django.conf import settings  # noqa: PLC0415

    if settings.DEBUG:
        return Finding(fine=False, sentence="SEGUE_DEBUG is on: error pages show secrets. Unset it.")
    if not settings.HTTPS and not settings.DEMO and "localhost" not in settings.BASE_URL:
        return Finding(fine=False, sentence=f"SEGUE_BASE_URL is {settings.BASE_URL}: serve Segue by https.")
    return Finding(fine=True, sentence=f"Settings: pages are at {settings.BASE_URL}, data in {settings.DATA}.")


def database_answers(at: datetime) -> Finding:  # noqa: ARG001
    """The database is reachable and in the mode that keeps what was acknowledged."""
    from django.db import DatabaseError, connection  # noqa: PLC0415

    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SHOW server_version_num")
                number = int(cursor.fetchone()[0])
                fine = number >= OLDEST_POSTGRES
                return Finding(fine=fine, sentence=f"Database: PostgreSQL {number // 10000}; 15 or newer is needed.")
            cursor.execute("PRAGMA journal_mode")
            journal = str(cursor.fetchone()[0])
            cursor.execute("PRAGMA synchronous")
            synchronous = int(cursor.fetchone()[0])
    except DatabaseError as error:
        return Finding(fine=False, sentence=f"Database: it does not answer: {str(error).strip()}.")
    fine = journal == "wal" and synchronous == 2  # noqa: PLR2004 -- 2 is FULL
    wanted = "journal wal and synchronous 2 (FULL)"
    return Finding(
        fine=fine, sentence=f"Database: SQLite, journal {journal}, synchronous {synchronous}; wanted: {wanted}."
    )


def migrations_are_applied(at: datetime) -> Finding:  # noqa: ARG001
    """The tables are those of this version."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(fine=False, sentence=f"Tables: {len(missing)} migrations are missing. Run: segue migrate")
    return Finding(fine=True, sentence="Tables: those of this version.")


def programme_is_set_up(at: datetime) -> Finding:  # noqa: ARG001
    """There is a programme."""
    from segue.programme.queries import NotSetUp, rules  # noqa: PLC0415

    try:
        name = rules().programme.name
    except NotSetUp:
        return Finding(fine=False, sentence="Programme: not set up yet. Run: segue setup")
    return Finding(fine=True, sentence=f"Programme: {name}.")


def facts_are_heard(at: datetime) -> Finding:
    """No fact waits for long: a worker runs."""
    from segue.web.waiting import late_since  # noqa: PLC0415

    if since := late_since("facts", at=at):
        return Finding(fine=False, sentence=f"Facts: one waits since {_when(since)}. Does a worker run? segue work")
    return Finding(fine=True, sentence="Facts: none waits for longer than a minute.")


def no_job_is_buried(at: datetime) -> Finding:  # noqa: ARG001
    """No handler has given up."""
    from segue.outbox import queries  # noqa: PLC0415

    first = queries.buried().first()
    if first is None:
        return Finding(fine=True, sentence="Jobs: none is buried.")
    number = queries.buried().count()
    verbs = "segue jobs retry tries them again, segue jobs dismiss waits for one no longer"
    oldest = f"The oldest ({first.handler} for {first.message.key}, {first.id}): {first.error}"
    return Finding(fine=False, sentence=f"Jobs: {number} buried after the last attempt; {verbs}. {oldest}")


def mails_go_out(at: datetime) -> Finding:
    """No mail waits for long, none was given up, none could not be written."""
    from segue.notifications import deliver, post  # noqa: PLC0415
    from segue.web.waiting import late_since  # noqa: PLC0415

    if since := late_since("mails", at=at):
        return Finding(fine=False, sentence=f"Mails: one waits since {_when(since)}. Is the mail server away?")
    given_up = deliver.buried().first()
    if given_up is not None:
        number = deliver.buried().count()
        verbs = "segue mails retry sends them again, segue mails dismiss waits for them no longer"
        oldest = f"The oldest ({given_up.kind}, {given_up.id}): {given_up.error}"
        return Finding(fine=False, sentence=f"Mails: {number} given up; {verbs}. {oldest}")
    unwritten = post.overdue(at=at).first()
    if unwritten is not None:
        return Finding(fine=False, sentence=f"Mails: one ({unwritten.kind}) cannot be written: {unwritten.error}")
    return Finding(fine=True, sentence="Mails: none waits for longer than a minute.")


def leads_expire(at: datetime) -> Finding:
    """The sweep is not late."""
    from segue.web.waiting import late_since  # noqa: PLC0415

    if due := late_since("sweep", at=at):
        return Finding(fine=False, sentence=f"Sweep: a lead was due at {_when(due)} and has not expired yet.")
    return Finding(fine=True, sentence="Sweep: no lead is overdue for longer than a minute.")


def duties_are_done(at: datetime) -> Finding:  # noqa: ARG001
    """No recurring duty fails."""
    from segue.store import leases  # noqa: PLC0415

    failed = leases.failing().order_by("name").first()
    if failed is not None:
        return Finding(fine=False, sentence=f"Duties: {failed.name} fails: {failed.last_error}")
    return Finding(fine=True, sentence="Duties: none fails.")


def signals_are_right(at: datetime) -> Finding:
    """Counting anew found what was kept."""
    from segue.insights.queries import differences  # noqa: PLC0415

    found = differences()
    if found.last is not None and at - found.last < TOLD_FOR:
        when = _when(found.last)
        return Finding(fine=False, sentence=f"Signals: {found.places} counts differed and were mended, last at {when}.")
    return Finding(fine=True, sentence="Signals: counting anew found what was kept.")


def mail_server_answers(at: datetime) -> Finding:  # noqa: ARG001
    """The mail server can be reached and lets us in."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.mail import get_connection  # noqa: PLC0415

    server = get_connection()
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        return Finding(fine=False, sentence=f"Mail server: {where} cannot be reached: {error}.")
    return Finding(fine=True, sentence="Mail server: it answers.")


def sender_domain_is_known(at: datetime) -> list[Finding]:  # noqa: ARG001
    """Receivers can tell from DNS that our mails are ours."""
    from django.conf import settings  # noqa: PLC0415

    from segue.cli import sender_domain  # noqa: PLC0415 -- dnspython is loaded for this command only

    mail_from = settings.DEFAULT_FROM_EMAIL
    who = sender_domain.sender(
        mail_from=mail_from, bounce_address=settings.BOUNCE_ADDRESS, selector=settings.DKIM_SELECTOR
    )
    if "." not in who.domain:
        local = settings.DEMO or "localhost" in settings.BASE_URL
        said = "mails stay on this machine." if local else "nobody takes mails from there. Give an address of yours."
        return [Finding(fine=local, sentence=f"Sender domain: SEGUE_MAIL_FROM is {mail_from}; {said}")]
    looked = sender_domain.look(who, texts=sender_domain.texts_of)
    return [Finding(found.fine, found.sentence) for found in looked]


def clock_is_right(at: datetime) -> Finding:
    """Our clock and the database's agree, and nobody has moved ours."""
    from django.db import connection  # noqa: PLC0415

    from segue.kit import clock  # noqa: PLC0415

    if shift := clock.shift():
        return Finding(fine=False, sentence=f"Clock: SEGUE_CLOCK moves it forward by {shift}.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            theirs = cursor.fetchone()[0]
        if abs(theirs - at) > MOST_CLOCK:
            return Finding(fine=False, sentence=f"Clock: ours says {_when(at)}, the database's {_when(theirs)}.")
    return Finding(fine=True, sentence=f"Clock: {_when(at)}.")


NEEDS_TABLES = (
    programme_is_set_up,
    facts_are_heard,
    no_job_is_buried,
    mails_go_out,
    leads_expire,
    duties_are_done,
    signals_are_right,
)


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def findings(at: datetime) -> list[Finding]:
    """Return what every check found; those that read tables only where the tables are there."""
    found = [settings_are_good(at), database_answers(at)]
    if found[-1].fine:
        found.append(_looked(migrations_are_applied, at))
        if found[-1].fine:
            found += [_looked(check, at) for check in NEEDS_TABLES]
        found.append(_looked(clock_is_right, at))
    return [*found, mail_server_answers(at), *sender_domain_is_known(at)]


def _looked(check: Callable[[datetime], Finding], at: datetime) -> Finding:
    """Return what a check found; tables that are not what the migrations say are a finding, as is a lost database."""
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        return check(at)
    except DatabaseError as error:
        what = "Tables: they are not those of this version" if _lacks(error) else "Database: a check failed"
        return Finding(fine=False, sentence=f"{what}: {str(error).strip()}.")


def _lacks(error: DatabaseError) -> bool:
    """Return whether a table or a column is missing; SQLite has no code for it."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in MISSING if code else str(error).startswith(("no such table", "no such column"))


@app.command()
def doctor() -> None:
    """Look at everything this installation stands on; exit code 1 when anything is wrong."""
    django.setup()
    from segue.kit import clock  # noqa: PLC0415 -- settings may shift it

    found = findings(clock.now())
    for finding in found:
        typer.echo(f"{finding.mark}  {finding.sentence}")
    if any(finding.fine is False for finding in found):
        raise typer.Exit(1)
