"""`segue rehearse`, on SYNTHETIC leads."""

import json

from typer.testing import CliRunner

from segue.cli import command_line
from tests.directory.rehearsal import synthetic

WORLD = synthetic.World(leads=40, partners=6)


def rehearse(*options):
    return CliRunner().invoke(command_line(), ["rehearse", *map(str, options)])


def test_a_table_for_people_and_json_for_programs(tmp_path):
    file = tmp_path / "leads.csv"
    file.write_bytes(synthetic.csv_of(WORLD, separator=";"))
    table = rehearse(file)
    output = " ".join(table.output.split())
    assert table.exit_code == 0
    for said in ("Winner -> winner", "32 leads after the warm-up", "popularity", "Winners never seen before"):
        assert said in output
    told = json.loads(rehearse(file, "--json", "--warm-up", "0.5", "--weight", "text=40").stdout)
    assert (told["file"], told["leads"], told["judged"], told["warm_up"]) == ("leads.csv", 40, 20, 0.5)
    assert set(told["figures"]) == {
        *("segue", "without newcomers", "learned weights", "text only", "popularity", "random"),
        *("segue - without newcomers", "segue - learned weights", "segue - text only"),
        *("segue - popularity", "segue - random"),
    }
    capped = json.loads(rehearse(file, "--json", "--exposure-cap").stdout)
    assert (capped["exposure_cap"], "segue - without the cap" in capped["figures"]) == (True, True)
    assert set(told["figures"]["segue"]["ndcg@10"]) == {"value", "low", "high"}


def test_refusals_are_sentences(tmp_path):
    file = tmp_path / "leads.csv"
    file.write_text("published,winner\nsoon,A\n")
    refused = rehearse(file)
    assert (refused.exit_code, "Row 2, column 'published'" in refused.output) == (1, True)
    assert rehearse(tmp_path / "none.csv").exit_code == 1
    file.write_text("published,winner\n2024-01-01,A\n2024-01-02,A\n")
    assert rehearse(file, "--weight", "size=3").exit_code == 2
    assert rehearse(file, "--column", "winner").exit_code == 2
    only = rehearse(file, "--warm-up", "0.9", "--json")
    assert only.exit_code == 1
    assert json.loads(only.stdout)["figures"] == {}
