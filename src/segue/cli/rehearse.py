"""`segue rehearse FILE.csv`: how the order of results would have done on leads of the past."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path  # noqa: TC003 -- typer reads the annotation while running
from typing import TYPE_CHECKING, Annotated, Any

import django
import typer
from rich.console import Console
from rich.table import Table

from segue.cli.app import app
from segue.cli.progress import bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.directory.ranking.weights import Weights
    from segue.directory.rehearsal.columns import Columns
    from segue.directory.rehearsal.leads import Past

SEED = b"segue rehearse"
LANGUAGES = ("en", "it")
LEAST_WIDTH = 128
"""Characters that the table needs; also where the output goes into a file."""


@app.command()
def rehearse(
    file: Annotated[Path, typer.Argument(help="Past leads, a row for each: see docs/rehearsal.md.")],
    column: Annotated[list[str] | None, typer.Option(help="What a column says, as NAME=ROLE; may be repeated.")] = None,
    weight: Annotated[list[str] | None, typer.Option(help="Try a weight, as TERM=POINTS; may be repeated.")] = None,
    warm_up: Annotated[float, typer.Option(min=0, max=0.9, help="The share of leads only learnt from.")] = 0.2,
    known_after: Annotated[int, typer.Option(min=0, help="Days until it is known who took a lead.")] = 0,
    language: Annotated[list[str] | None, typer.Option(help="Of the texts; may be repeated. Else en and it.")] = None,
    exposure_cap: Annotated[bool, typer.Option("--exposure-cap", help="Keep the cap on views.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON, for programs.")] = False,
) -> None:
    """Replay leads of the past in the order of time, with what was known then, and say where the winners stood.

    Nothing is written and no database is needed. Ctrl-C ends it with the figures of what was replayed.
    """
    django.setup()
    from segue.directory.rehearsal.replay import replay  # noqa: PLC0415 -- needs Django to be set up
    from segue.directory.rehearsal.report import report  # noqa: PLC0415
    from segue.directory.search.stems import stems  # noqa: PLC0415

    columns, past = _read(file, column or ())
    languages = tuple(language or LANGUAGES)
    with bar() as tell:
        replayed = replay(
            past,
            weights=_weights(weight or ()),
            stems=lambda text: stems(text, languages),
            seed=SEED,
            warm_up=warm_up,
            known_after=timedelta(days=known_after),
            exposure_cap=exposure_cap,
            tell=lambda done, of: tell("Replaying", done, of),
        )
    found = {"file": file.name, "warm_up": warm_up, "exposure_cap": exposure_cap, **report(past, columns, replayed)}
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        _show(found)
    if not replayed.judged:
        typer.echo("segue: no lead after the warm-up has somebody who took it, so there is nothing to judge.", err=True)
        raise typer.Exit(1)


def _read(file: Path, options: Iterable[str]) -> tuple[Columns, Past]:
    """Return what the columns of a file were taken for, and its leads; end with a sentence where it is unreadable."""
    from segue.directory.rehearsal.columns import understood  # noqa: PLC0415 -- as above
    from segue.directory.rehearsal.leads import leads_of  # noqa: PLC0415
    from segue.directory.rehearsal.table import Unreadable, read_table  # noqa: PLC0415

    try:
        table = read_table(file)
        columns = understood(table, told=dict(_pairs(options, "NAME=ROLE")))
        return columns, leads_of(table, columns)
    except Unreadable as unreadable:
        typer.echo(f"segue: {unreadable}", err=True)
        raise typer.Exit(1) from unreadable


def _pairs(options: Iterable[str], shape: str) -> Iterable[tuple[str, str]]:
    for option in options:
        name, equals, value = option.rpartition("=")
        if not equals:
            typer.echo(f"segue: {option!r} is not {shape}.", err=True)
            raise typer.Exit(2)
        yield name, value


def _weights(options: Iterable[str]) -> Weights:
    """Return the weights to try: the usual ones, but for those that are named."""
    from segue.directory.ranking.terms import Term  # noqa: PLC0415
    from segue.directory.ranking.weights import DEFAULT  # noqa: PLC0415

    changed = {}
    for name, value in _pairs(options, "TERM=POINTS"):
        if name not in set(Term) or not value.replace(".", "", 1).isdigit():
            typer.echo(f"segue: {name}={value} is no weight; the terms are {', '.join(Term)}.", err=True)
            raise typer.Exit(2)
        changed[name] = float(value)
    return replace(DEFAULT, **changed)


def _show(found: dict[str, Any]) -> None:
    console = Console()
    console.width = max(console.width, LEAST_WIDTH)
    _show_columns(console, found)
    if not found["figures"]:
        return
    table = Table(title=f"{found['judged']:,} leads after the warm-up, {found['partners']:,} partners seen")
    table.add_column("order", no_wrap=True)
    measures = list(next(iter(found["figures"].values())))
    for measure in measures:
        table.add_column(measure, justify="right", no_wrap=True)
    for order, row in found["figures"].items():
        sign = "+" if " - " in order else ""
        table.add_row(order, *(_figure(row[measure], sign) for measure in measures), end_section=order == "random")
    console.print(table)
    cost = found["exploration_cost"]
    console.print(
        f"Winners never seen before: {found['never_seen_before']:.1%}. Gini of views: {found['exposure_gini']:.2f}; "
        f"never on a first page: {found['never_shown']:,} of {found['partners']:,} partners.\n"
        f"The newcomers' place costs {cost['value']:.1%} of NDCG@10 ({cost['low']:.1%} to {cost['high']:.1%})."
    )
    if found["stopped_early"]:
        console.print("Stopped early: these are the figures of what was replayed.")


def _show_columns(console: Console, found: dict[str, Any]) -> None:
    console.print(
        "Columns: " + "; ".join(f"{name} -> {said}" for name, said in found["columns"].items()),
        markup=False,
        highlight=False,
    )
    missing = found["rows_without_date"]
    if missing:
        console.print(f"Left out, without a date: {len(missing):,} rows, such as row {missing[0]}.")
    if found["order_of_time"] != "dates":
        console.print("No column has dates, so the order of rows is taken for that of time.")


def _figure(figure: dict[str, float], sign: str) -> str:
    return f"{figure['value']:{sign}.3f}\n{figure['low']:{sign}.3f}…{figure['high']:{sign}.3f}"
