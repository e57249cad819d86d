"""`segue reindex`: makes anew what finds profiles."""

from __future__ import annotations

from typing import Annotated

import django
import typer

from segue.cli.app import app, need_tables
from segue.cli.progress import bar


@app.command()
def reindex(
    anew: Annotated[bool, typer.Option("--anew", help="Forget everything first: nobody is found meanwhile.")] = False,
) -> None:
    """Make the rows by which profiles are found anew, while Segue runs. Interrupted, it goes on where it was."""
    django.setup()
    need_tables()
    from segue.directory.search import rebuild  # noqa: PLC0415 -- needs Django to be set up

    if anew:
        rebuild.empty()
    with bar() as tell:
        done = rebuild.rebuild(tell=tell)
    typer.echo(f"{done:,} profiles can be found.")
