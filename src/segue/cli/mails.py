"""`segue mails`: sends again what the mail server refused until it was given up, or waits for it no longer."""

from __future__ import annotations

from typing import Annotated

import django
import typer

from segue.cli.app import app, need_tables

mails = typer.Typer(help="The mails that go out.", no_args_is_help=True)
app.add_typer(mails, name="mails")


@mails.callback()
def _of_mails() -> None:
    """The mails that go out."""


@mails.command()
def retry() -> None:
    """Send the mails that were given up again, once what the mail server refused them for is mended."""
    django.setup()
    need_tables()
    from segue.kit import clock  # noqa: PLC0415 -- needs Django to be set up
    from segue.notifications import deliver  # noqa: PLC0415 -- needs Django to be set up

    again = deliver.send_again(at=clock.now())
    kept = deliver.buried().count()
    typer.echo(f"{again} mails go out again." if again else "No mail waits to be sent again.")
    if kept:
        typer.echo(f"{kept} cannot: what they said is no longer kept.")


@mails.command()
def dismiss(
    mail: Annotated[str, typer.Argument(help="The id that segue doctor names, or an address: all that went there.")],
) -> None:
    """Wait no longer for mails that were given up: whoever they were for is told otherwise, or is gone.

    They stay written down as dismissed, and are never sent.
    """
    django.setup()
    need_tables()
    from segue.kit import clock  # noqa: PLC0415 -- needs Django to be set up
    from segue.notifications import deliver  # noqa: PLC0415 -- needs Django to be set up

    dismissed = deliver.dismiss(mail, at=clock.now())
    if not dismissed:
        typer.echo("segue: no mail that was given up has this id or went to this address.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Dismissed: {dismissed}.")
