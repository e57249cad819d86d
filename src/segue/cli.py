"""The `segue` command."""

from __future__ import annotations

import os

import django
import typer
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
app = typer.Typer(name="segue", help="Bring customer leads to the right partner and follow them.", no_args_is_help=True)


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    django.setup()
    call_command("migrate", interactive=False)


def main() -> None:
    """Run the command line."""
    app()
