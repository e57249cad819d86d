"""`segue simulate`: whether the score rewards what it shall, in a made-up world whose truth is known."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from segue.cli.app import app
from segue.cli.progress import bar


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(help="Another seed is another world.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON, for programs.")] = False,
) -> None:
    """Simulate a year of searches among made-up partners whose habits are known, and check what the score makes of it.

    Nothing is written and no database is needed. Exit code 1: a check does not hold.
    """
    from segue.directory.simulation.run import by_habit, checks  # noqa: PLC0415 -- only this command needs it
    from segue.directory.simulation.run import simulate as run  # noqa: PLC0415

    with bar() as tell:
        year = run(seed=seed, tell=lambda done, of: tell("Simulating", done, of))
    found, habits = checks(year), by_habit(year)
    if as_json:
        told = [{"what": check.what, "holds": check.holds, "figures": check.figures} for check in found]
        typer.echo(json.dumps({"simulation": True, "seed": seed, "checks": told, "habits": habits}, indent=2))
    else:
        table = Table(title=f"SIMULATION of a year, seed {seed}: made-up partners, no real figures")
        for column in ("habit", "partners", "position", "leads each", "views each"):
            table.add_column(column, justify="left" if column == "habit" else "right")
        for habit, row in habits.items():
            figures = f"{row['position']:.1f}", f"{row['leads']:.1f}", f"{row['views']:.1%}"
            table.add_row(habit, f"{row['partners']:.0f}", *figures)
        console = Console()
        console.print(table)
        for check in found:
            console.print(f"{'holds' if check.holds else 'FAILS'}: {check.what} ({check.figures})", highlight=False)
    if not all(check.holds for check in found):
        raise typer.Exit(1)
