"""`segue simulate`: what it prints of a SIMULATED year, and its exit code."""

import json

from typer.testing import CliRunner

from segue.cli import command_line
from segue.directory.simulation import run


def simulate(*options):
    return CliRunner().invoke(command_line(), ["simulate", *options])


def test_checks_that_fail_make_it_fail(monkeypatch):
    simulated = run.simulate
    monkeypatch.setattr(run, "simulate", lambda **given: simulated(**given, searches=1))
    told = simulate("--seed", "3", "--json")
    found = json.loads(told.stdout)
    assert (found["simulation"], found["seed"], len(found["checks"])) == (True, 3, 5)
    failed = [check for check in found["checks"] if not check["holds"]]
    assert failed, "a search a week is too few for newcomers to be shown in time"
    assert told.exit_code == 1
    table = simulate("--seed", "3")
    assert "SIMULATION of a year, seed 3" in table.output
    assert table.output.count("FAILS: ") == len(failed)
