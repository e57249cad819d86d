"""The command line that the commands hang on, and what they share."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from segue import serve as supervisor

app = typer.Typer(
    name="segue",
    help="Bring customer leads to the right partner and follow them. Exit code 1: refused, or something is wrong.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Port = Annotated[int, typer.Option(envvar="PORT", help="The next free one is taken when somebody listens there.")]
Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one of this machine.")]


def need_tables() -> None:
    """End with a sentence and exit code 1 unless the database answers and has the tables of this version."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 -- needs Django to be set up
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        typer.echo(f"segue: the database does not answer: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(1) from error
    if missing:
        typer.echo("segue: the database lacks the tables of this version. Run: segue migrate", err=True)
        raise typer.Exit(1)


def choose_port(wanted: int, *, host: str) -> int:
    """Return a free port, saying so when it is another; the base URL follows it unless it is set."""
    try:
        chosen = supervisor.free_port(wanted, host=host)
    except supervisor.NoFreePort as error:
        typer.echo(f"segue: {error}", err=True)
        raise typer.Exit(1) from error
    if chosen != wanted:
        typer.echo(f"Port {wanted} is taken; using {chosen}.", err=True)
    os.environ.setdefault("SEGUE_BASE_URL", f"http://localhost:{chosen}")
    return chosen
