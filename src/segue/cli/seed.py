"""`segue seed profiles N`: made-up partners, to try Segue at its size."""

from __future__ import annotations

from typing import Annotated

import django
import typer

from segue.cli.app import app, need_tables
from segue.cli.progress import bar
from segue.cli.run import make_what_is_missing

seeds = typer.Typer(help="Fill an empty database with made-up data, labelled so.", no_args_is_help=True)
app.add_typer(seeds, name="seed")


@seeds.callback()
def seed() -> None:
    """Fill an empty database with made-up data, labelled so."""


@seeds.command()
def profiles(number: Annotated[int, typer.Argument(min=1, help="So many there are in the end.")]) -> None:
    """Add made-up partners with published profiles. Refused where real companies are; interrupted, it goes on."""
    django.setup()
    need_tables()
    from segue.kit import clock  # noqa: PLC0415 -- needs Django to be set up
    from segue.worlds import profiles as made_up  # noqa: PLC0415

    make_what_is_missing()
    with bar() as tell:
        added = made_up.seed(number, at=clock.now(), tell=tell)
    typer.echo(f"{added:,} synthetic profiles added.")
