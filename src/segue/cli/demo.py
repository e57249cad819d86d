"""`segue demo`: a world of made-up companies, served at once."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Annotated

import django
import typer

from segue import serve as supervisor
from segue.cli.app import Port, app, choose_port
from segue.cli.progress import bar
from segue.cli.run import make_what_is_missing

HOST = "127.0.0.1"
WORLDS = ("aurora", "crowd")
MOST_PEOPLE = 60
MARK = "demo"
"""Stands in a database that was built here. What bears no mark is somebody's: it is neither opened nor emptied."""


@app.command()
def demo(
    port: Port = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was there and begin anew.")] = False,
    world: Annotated[str, typer.Option(help="aurora: a dozen partners; crowd: 1,000 with 300,000 leads.")] = "aurora",
) -> None:
    """Serve a demo: builds its world when the database is empty, writes who is in it to SEGUE_DATA/demo.json.

    Refused where the database holds a programme that no demo has built.
    """
    if world not in WORLDS:
        typer.echo(f"segue: there is no world {world!r}; there is {' and '.join(WORLDS)}.", err=True)
        raise typer.Exit(2)
    os.environ["SEGUE_DEMO"] = "1"
    chosen = choose_port(port, host=HOST)
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- needs Django to be set up

    _refuse_what_is_real()
    if fresh:
        _forget()
    _build(world)
    people = write_people(settings.DATA / "demo.json")
    typer.echo(f"\nSegue's demo:  {settings.BASE_URL}/")
    typer.echo(f"Sign in as one of {people} people:  {settings.BASE_URL}/demo/")
    typer.echo(f"Mails that went out:  {settings.BASE_URL}/demo/mail\nCtrl-C ends it.\n")
    supervisor.serve(host=HOST, port=chosen)


def _refuse_what_is_real() -> None:
    """End with a sentence and exit code 1 where the database holds a programme without the mark of the demo.

    Nothing is written to find out, and no table is brought up to date: it may be an installation of another version.
    """
    from django.db import connection  # noqa: PLC0415

    from segue.programme.models import Programme  # noqa: PLC0415
    from segue.store.models import Mark  # noqa: PLC0415

    tables = connection.introspection.table_names()
    if "programme_programme" not in tables or not Programme.objects.exists():
        return
    if "store_mark" in tables and Mark.objects.filter(name=MARK).exists():
        return
    where = connection.settings_dict["NAME"]
    typer.echo(
        f"segue: the database {where} holds a programme that no demo of this version has built. The demo would give "
        f"everybody in it a new password: give it a database of its own (SEGUE_DATABASE_URL, SEGUE_DATA). If it is an "
        f"older demo that nobody needs, remove the database yourself.",
        err=True,
    )
    raise typer.Exit(1)


def _forget() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    for mail in (settings.DATA / "demo-mail").glob("*.eml"):
        mail.unlink()
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)
        return
    call_command("migrate", interactive=False, verbosity=0)
    call_command("flush", interactive=False, verbosity=0)


def _build(world: str) -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from segue.directory.search import rebuild  # noqa: PLC0415
    from segue.kit import clock  # noqa: PLC0415
    from segue.programme.models import Programme  # noqa: PLC0415
    from segue.store.models import Mark  # noqa: PLC0415
    from segue.worlds.searches import search_around  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    if Programme.objects.exists():
        return
    typer.echo(f"Building the world {world!r} ...")
    make_what_is_missing()
    build = importlib.import_module(f"segue.worlds.{world}").build
    # With the world or not at all: what is broken off bears no mark, and may become somebody's installation.
    with transaction.atomic():
        Mark.objects.create(name=MARK)
        if world == "crowd":
            with bar() as tell:
                build(clock.now(), tell=tell)
        else:
            build(clock.now())
    if world == "aurora":
        # The rows by which partners are found are the worker's to write, and it has not begun.
        rebuild.rebuild(tell=lambda *_: None)
        search_around(clock.now())


def write_people(path: Path) -> int:
    """Give everybody one new password, write who can sign in and how to a file, and return how many it names."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from segue.accounts.models import Person  # noqa: PLC0415
    from segue.kit.ids import new_secret  # noqa: PLC0415
    from segue.web.demo.people import people  # noqa: PLC0415

    password = f"demo-{new_secret()[:12]}"
    # One hash for all: hashing takes a twentieth of a second on purpose, and this is a demo.
    Person.objects.update(password=make_password(password))
    found = [
        {
            "name": row.name,
            "role": row.role,
            "company": row.company,
            "email": row.email,
            "password": password,
            "sign_in_url": f"{settings.BASE_URL}{row.url}",
            "token": None,
        }
        for row in people(most=MOST_PEOPLE)
    ]
    text = json.dumps({"base_url": settings.BASE_URL, "people": found}, indent=2, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")
    return len(found)
