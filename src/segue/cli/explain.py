"""`segue explain LEAD`: what happened to a lead and what followed from it, in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID  # noqa: TC003 -- typer reads the annotation while running

import django
import typer

from segue.cli.app import app, need_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from segue.leads.models import Lead

    Line = tuple[datetime, str, str]


@app.command()
def explain(lead: Annotated[UUID, typer.Argument(help="The lead's id, as in the address of its page.")]) -> None:
    """Tell a lead's events, facts, jobs and mails in the order of time, as long as they are kept.

    Names no customer and no e-mail address of one, so that the output can be shown to whoever helps.
    """
    django.setup()
    need_tables()
    from segue.leads.models import Lead  # noqa: PLC0415 -- needs Django to be set up

    found = Lead.objects.filter(id=lead).select_related("partner", "location").first()
    if found is None:
        typer.echo(f"segue: there is no lead {lead}.", err=True)
        raise typer.Exit(1)
    for line in told(found):
        typer.echo(line)


def told(lead: Lead) -> Iterator[str]:
    """Yield the lines about a lead."""
    state = f"{lead.stage}{f', {lead.outcome}' if lead.outcome else ''}, version {lead.version}"
    yield f"Lead {lead.id} ({lead.type}) at {lead.partner.name}, {lead.location.name}: {state}"
    yield f"Request {lead.request_id}, attempt {lead.attempt}; answer due {_when(lead.due_at)}"
    for moment, kind, words in sorted([*_events(lead), *_facts(lead), *_notices(lead)], key=lambda line: line[0]):
        yield f"{_when(moment)}  {kind:6}  {words}"


def _events(lead: Lead) -> Iterator[Line]:
    for event in lead.events.select_related("person").order_by("version"):
        who = f"{event.by}{f' ({event.person.name})' if event.person else ''}"
        changed = f"; changed {', '.join(event.changes)}" if event.changes else ""
        if "contacted" in event.frozen:
            changed = f"; contacted: {'yes' if event.frozen['contacted'] else 'no'}"
        trace = f" [{event.request_id}]" if event.request_id else ""
        yield event.at, "event", f"{event.version}: {event.step} by {who}{changed}{trace}"


def _facts(lead: Lead) -> Iterator[Line]:
    from segue.outbox.queries import about_lead  # noqa: PLC0415

    for message in about_lead(lead.id):
        heard = "" if message.expanded_at else " (no worker has seen it yet)"
        yield message.happened_at, "fact", f"{message.fact} {message.key}{heard}"
        for job in message.jobs.all():
            if job.buried_at:
                over = f"given up after {job.attempts} attempts: {job.error}, {job.id}"
                yield job.buried_at, "job", f"{job.handler}: {over}"
                if job.done_at:
                    yield job.done_at, "job", f"{job.handler}: dismissed"
            elif job.done_at:
                yield job.done_at, "job", f"{job.handler}: done{f' at attempt {job.attempts + 1}' * bool(job.attempts)}"
            else:
                yield (
                    job.run_at,
                    "job",
                    f"{job.handler}: to do{f', failed {job.attempts} times: {job.error}' * bool(job.attempts)}",
                )


def _notices(lead: Lead) -> Iterator[Line]:
    from segue.notifications.models import Notice  # noqa: PLC0415

    for notice in Notice.objects.filter(lead_id=lead.id).select_related("mail", "person").order_by("created_at", "id"):
        whom = notice.person.name if notice.person else "a contact without an account"
        mail = notice.mail
        if notice.dropped_at:
            yield notice.dropped_at, "mail", f"{notice.kind} to {whom}: nothing to say any more"
        elif mail is None:
            failed = f", failed: {notice.error}" if notice.error else ""
            yield notice.due_at, "mail", f"{notice.kind} to {whom}: to be written{failed}"
        elif mail.sent_at:
            yield mail.sent_at, "mail", f"{notice.kind} to {whom}: sent, {mail.id}"
        elif mail.buried_at:
            yield mail.buried_at, "mail", f"{notice.kind} to {whom}: given up: {mail.error}, {mail.id}"
            if mail.dismissed_at:
                yield mail.dismissed_at, "mail", f"{notice.kind} to {whom}: dismissed"
        else:
            yield mail.send_at, "mail", f"{notice.kind} to {whom}: to be sent{f': {mail.error}' * bool(mail.error)}"


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
