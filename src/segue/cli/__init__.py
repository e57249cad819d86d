"""The `segue` command. Exit codes: 0 done, 1 refused or something is wrong, 2 wrong options."""

from __future__ import annotations

import os
import sys

import typer


def command_line() -> typer.Typer:
    """Return the command line with every command on it."""
    from segue.cli import (  # noqa: F401, PLC0415 -- each hangs its command on the app
        backup,
        demo,
        doctor,
        explain,
        jobs,
        mails,
        rehearse,
        reindex,
        run,
        seed,
        setup,
        signals,
        simulate,
    )
    from segue.cli.app import app  # noqa: PLC0415

    return app


def main() -> None:
    """Run the command line."""
    # Everything written, the database and copies of it above all, is for who runs Segue and for nobody else here.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
    from django.db import DatabaseError, InterfaceError  # noqa: PLC0415

    from segue.kit.errors import Refused  # noqa: PLC0415

    try:
        command_line()()
    except Refused as refused:
        typer.echo(f"segue: {refused}", err=True)
        sys.exit(1)
    except (DatabaseError, InterfaceError) as error:
        reason = " ".join(str(error).split())
        typer.echo(f"segue: the database refuses ({reason}). See what is wrong: segue doctor", err=True)
        sys.exit(1)
