"""The `segue` command. Exit codes: 0 done, 1 refused or something is wrong, 2 wrong options."""

from __future__ import annotations

import os
import sys
from threading import Event
from typing import Annotated

import django
import typer

from segue import serve as supervisor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
app = typer.Typer(
    name="segue",
    help="Bring customer leads to the right partner and follow them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Port = Annotated[int, typer.Option(envvar="PORT", help="The next free one is taken when somebody listens there.")]
Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one of this machine.")]


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables; safe to repeat."""
    from django.core.management import call_command  # noqa: PLC0415 -- Django is set up by the command that runs

    django.setup()
    call_command("migrate", interactive=False)


@app.command()
def serve(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    worker: Annotated[bool, typer.Option(help="Without it, run `segue work` elsewhere.")] = True,
) -> None:
    """Serve the pages and work: a web server and a worker, restarted when they die. Ends on SIGTERM or Ctrl-C."""
    chosen = choose_port(port, host=host)
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- settings are read after the port is known

    typer.echo(f"Segue is at {settings.BASE_URL} (listening on {host}:{chosen})")
    supervisor.serve(host=host, port=chosen, worker=worker)


@app.command()
def work(
    once: Annotated[bool, typer.Option("--once", help="Do what is to do, then end.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say what is being done.")] = False,
) -> None:
    """Bring facts to those who should hear, send mails, let leads expire. Any number of workers may run."""
    django.setup()
    from segue.work import loop  # noqa: PLC0415 -- needs Django to be set up

    stop = Event()
    loop.stop_on_signals(stop)
    if verbose:
        loop.speak()
    loop.work(stop=stop, once=once)


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


def main() -> None:
    """Run the command line."""
    from segue.kit.errors import Refused  # noqa: PLC0415 -- importing the room needs Django's translations

    try:
        app()
    except Refused as refused:
        typer.echo(f"segue: {refused}", err=True)
        sys.exit(1)
