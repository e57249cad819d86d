"""Bring the database up to date, serve, work."""

from __future__ import annotations

from threading import Event
from typing import Annotated

import django
import typer

from segue import serve as supervisor
from segue.cli.app import Host, Port, app, choose_port, need_tables
from segue.cli.progress import bar


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables, with towns and search rows where there are none; safe to repeat."""
    from django.core.management import call_command  # noqa: PLC0415 -- Django is set up by the command that runs

    django.setup()
    call_command("migrate", interactive=False)
    make_what_is_missing()


def make_what_is_missing() -> None:
    """Fill the gazetteer if it is empty, and make the rows by which profiles are found if there are none."""
    from segue.directory.gazetteer import fill, look_up  # noqa: PLC0415 -- needs Django to be set up
    from segue.directory.search import rebuild  # noqa: PLC0415

    with bar() as tell:
        if look_up.is_empty():
            fill.fill(fill.towns_of_the_world(), tell=tell)
            fill.put_on_the_map()
        if rebuild.is_missing():
            rebuild.rebuild(tell=tell)


@app.command()
def serve(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    worker: Annotated[bool, typer.Option(help="Without it, run `segue work` elsewhere.")] = True,
) -> None:
    """Serve the pages and work: a web server and a worker, restarted when they die. Ends on SIGTERM or Ctrl-C."""
    chosen = choose_port(port, host=host)
    django.setup()
    need_tables()
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
    need_tables()
    from segue.work import loop  # noqa: PLC0415 -- needs Django to be set up

    stop = Event()
    loop.stop_on_signals(stop)
    if verbose:
        loop.speak()
    loop.work(stop=stop, once=once)
