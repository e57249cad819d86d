"""`segue setup`: the programme and its first admin."""

from __future__ import annotations

from typing import Annotated

import django
import typer

from segue.cli.app import app, need_tables

Name = Annotated[str, typer.Option(prompt="Name of the programme", help="Such as Aurora Partners.")]
Vendor = Annotated[str, typer.Option(prompt="Name of the vendor", help="Such as Aurora Software.")]
Inbox = Annotated[str, typer.Option(prompt="Programme inbox", help="Where notices go for which nobody is named.")]
AdminName = Annotated[str, typer.Option(prompt="Name of the first programme admin")]
AdminEmail = Annotated[str, typer.Option(prompt="E-mail address of the first programme admin")]


@app.command()
def setup(  # noqa: PLR0917 -- each is an option of the command line
    name: Name,
    vendor: Vendor,
    inbox: Inbox,
    admin_name: AdminName,
    admin_email: AdminEmail,
    currency: Annotated[str, typer.Option(help="ISO 4217.")] = "EUR",
    time_zone: Annotated[str, typer.Option(help="The vendor's.")] = "Europe/Rome",
    country: Annotated[str, typer.Option(help="Whose public holidays the vendor keeps, ISO 3166.")] = "IT",
    answer_days: Annotated[int, typer.Option(help="How many days partners have for their answer.")] = 14,
) -> None:
    """Set up the programme and its first programme admin, who signs in by a mailed code. Refused when there is one."""
    django.setup()
    need_tables()
    from django.conf import settings  # noqa: PLC0415 -- needs Django to be set up

    from segue.accounts.actions import NewPerson, Settings, set_up_vendor  # noqa: PLC0415
    from segue.kit import clock  # noqa: PLC0415

    wanted = Settings(
        name=name,
        vendor_name=vendor,
        inbox=inbox,
        currency=currency,
        time_zone=time_zone,
        country=country,
        answer_days=answer_days,
    )
    set_up_vendor(wanted, admin=NewPerson(email=admin_email, name=admin_name), at=clock.now())
    typer.echo(f"{name} is set up. {admin_name} signs in at {settings.BASE_URL}/accounts/login/code/")
