"""`segue signals rebuild`: counts anew what leads say of partners."""

from __future__ import annotations

from typing import Annotated

import django
import typer

from segue.cli.app import app, need_tables
from segue.cli.progress import bar

signals = typer.Typer(help="What leads say of partners, from which results are put in order.", no_args_is_help=True)
app.add_typer(signals, name="signals")


@signals.callback()
def _of_signals() -> None:
    """What leads say of partners, from which results are put in order."""


@signals.command()
def rebuild(
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a rebuild was broken off.")] = False,
) -> None:
    """Count all partners anew from their leads and events, also while Segue runs, and mend what was kept otherwise."""
    django.setup()
    need_tables()
    from segue.insights.actions import recount, tell  # noqa: PLC0415 -- needs Django to be set up
    from segue.kit import clock  # noqa: PLC0415

    if not resume:
        recount.begin_anew()
    with bar() as shown:
        places = recount.rebuild(at=clock.now(), tell=lambda done, total: shown("Partners", done, total))
    tell.tell_means(at=clock.now())
    typer.echo("All counts are as the leads say." if not places else f"Mended {places} counts that differed.")
