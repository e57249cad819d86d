"""`segue backup` and `segue restore`: everything in one file, and back."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 -- typer reads the annotation while running
from typing import TYPE_CHECKING, Annotated

import django
import typer

from segue.cli.app import app
from segue.cli.progress import bar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from segue.backups.manifest import Manifest

PATTERN = "segue-????????-??????.backup"


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="A new file, or a folder, in which it gets a name by the time.")],
    keep: Annotated[
        int, typer.Option(min=0, help="In a folder: so many stay, older ones are deleted afterwards. 0: all stay.")
    ] = 0,
    key: Annotated[
        bool, typer.Option("--key/--without-key", help="With the secret key, if Segue made it itself.")
    ] = True,
) -> None:
    """Write the database and the secret key to one file, while Segue runs. Keep it as safe as the database itself."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- needs Django to be set up

    from segue.backups import whole  # noqa: PLC0415
    from segue.kit import clock  # noqa: PLC0415

    at = clock.now()
    folder = to if to.is_dir() else None
    if keep and folder is None:
        typer.echo(f"segue: {to} is not a folder, so there is nothing for --keep to do.", err=True)
        raise typer.Exit(2)
    path = _named(folder, at=at) if folder else to
    with _ending_well(), bar() as tell:
        told = whole.take(path, database=connection.settings_dict, at=at, with_key=key, tell=tell)
    typer.echo(f"{path}: {path.stat().st_size:,} bytes. {_told(told)}")
    if folder and keep:
        for old in sorted(folder.glob(PATTERN))[:-keep]:
            old.unlink()
            typer.echo(f"{old}: deleted, {keep} stay.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `segue backup` has written.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there, which is kept aside.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only look whether the backup is whole.")] = False,
    other_key: Annotated[
        bool, typer.Option("--other-key", help="Go on where the secret key of the backup is not to be had.")
    ] = False,
) -> None:
    """Put a backup in the place of the database, all or nothing. Refused while Segue runs, or anything is there."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- needs Django to be set up

    from segue.backups import whole  # noqa: PLC0415
    from segue.kit import clock  # noqa: PLC0415

    if check:
        with _ending_well(), bar() as tell:
            typer.echo(f"{file}: whole. {_told(whole.check(file, tell=tell))}")
        return
    with _ending_well(), bar() as tell:
        done = whole.restore(
            file, database=connection.settings_dict, at=clock.now(), force=force, other_key=other_key, tell=tell
        )
    typer.echo(f"Restored. {_told(done.manifest)}")
    for what, where in (("database", done.old_database), ("secret key", done.old_key)):
        if where:
            typer.echo(f"The {what} that was there is kept: {where}")
    if done.to_migrate:
        typer.echo("The backup is of an older version. Run: segue migrate")


def _named(folder: Path, *, at: datetime) -> Path:
    return folder / f"segue-{at:%Y%m%d-%H%M%S}.backup"


def _told(manifest: Manifest) -> str:
    from segue.backups.archive import SECRET_KEY  # noqa: PLC0415 -- the manifest needs no Django, what writes it does

    kind = "SQLite" if manifest.database == "sqlite" else "PostgreSQL"
    key = "with the secret key" if manifest.member(SECRET_KEY) else "without the secret key"
    return (
        f"{kind} as of {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC, {sum(manifest.rows.values()):,} rows in "
        f"{len(manifest.rows)} tables, {manifest.rows.get('leads_lead', 0):,} leads, {key}, by Segue {manifest.segue}."
    )


@contextmanager
def _ending_well() -> Iterator[None]:
    """Say a refusal in a sentence (exit code 1), and let SIGTERM clean up as Ctrl-C does."""
    from segue.backups.refusals import CannotBeDone  # noqa: PLC0415 -- only where one is taken or restored

    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        yield
    except CannotBeDone as error:
        typer.echo(f"segue: {error}", err=True)
        raise typer.Exit(1) from error
    finally:
        signal.signal(signal.SIGTERM, before)
