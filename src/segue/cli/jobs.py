"""`segue jobs`: tells facts anew to handlers that failed until they were given up, or waits for them no longer."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID  # noqa: TC003 -- typer reads the annotation while running

import django
import typer

from segue.cli.app import app, need_tables

jobs = typer.Typer(help="What follows from what happened.", no_args_is_help=True)
app.add_typer(jobs, name="jobs")


@jobs.callback()
def _of_jobs() -> None:
    """What follows from what happened."""


@jobs.command()
def retry() -> None:
    """Try the jobs that were given up again, once the fault is mended that they failed for."""
    django.setup()
    need_tables()
    from segue.kit import clock  # noqa: PLC0415 -- needs Django to be set up
    from segue.outbox import dispatch  # noqa: PLC0415 -- needs Django to be set up

    again = dispatch.try_again(at=clock.now())
    typer.echo(f"{again} jobs are tried again." if again else "No job waits to be tried again.")


@jobs.command()
def dismiss(job: Annotated[UUID, typer.Argument(help="The id that segue doctor names.")]) -> None:
    """Wait no longer for a job that was given up: what should have followed was done by hand, or is not wanted."""
    django.setup()
    need_tables()
    from segue.kit import clock  # noqa: PLC0415 -- needs Django to be set up
    from segue.outbox import dispatch  # noqa: PLC0415 -- needs Django to be set up

    if not dispatch.dismiss(job, at=clock.now()):
        typer.echo("segue: no job that was given up has this id.", err=True)
        raise typer.Exit(1)
    typer.echo("Dismissed: 1.")
