"""What operators are given names only commands, options and settings that exist, and every sentence of the doctor."""

import ast
import configparser
import re
import shlex
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from segue import settings
from segue.cli import command_line

ROOT = Path(__file__).resolve().parents[2]
DEPLOY, DOCS = ROOT / "deploy", ROOT / "docs" / "operations"
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
COMMANDS = get_command(command_line()).commands
FOR_COMPOSE_ONLY = {"POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB"}


def known(variable):
    return variable.removesuffix("_FILE") in settings.KNOWN


def refused(words, among=COMMANDS):
    """What is wrong with a command line of Segue's: a command or an option that does not exist."""
    name, *rest = words
    if name not in among:
        return f"there is no command {name}"
    if within := getattr(among[name], "commands", None):
        return refused(rest, within) if rest else []
    options = {text for param in among[name].params for text in (*param.opts, *param.secondary_opts)}
    return [word for word in rest if word.startswith("--") and word.partition("=")[0] not in options]


def unit(path):
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str
    read.read_string(path.read_text())
    return read


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_start_what_exists_and_give_little_away(path):
    told = unit(path)
    if path.suffix == ".timer":
        assert (path.with_suffix(".service") in UNITS, told["Timer"]["Persistent"]) == (True, "true")
        return
    service = told["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert program.endswith("/bin/segue")
    assert refused(words) == []
    assert known(service["Environment"].partition("=")[0])
    assert service["User"] == "segue"
    for wanted in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces"):
        assert service[wanted] == "yes"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"], service["UMask"]) == ("strict", "", "0077")


def test_the_example_of_settings_holds_settings():
    lines = (DEPLOY / "segue.env.example").read_text().splitlines()
    named = [line.lstrip("#").partition("=")[0] for line in lines if re.match(r"#?[A-Z]", line)]
    assert len(named) > 5
    assert [name for name in named if not known(name)] == []


def test_the_compose_file_runs_what_exists():
    services = COMPOSE["services"]
    assert set(services) == {"database", "migrate", "web", "work", "backup"}
    for name, service in services.items():
        own = name != "database"
        assert [one for one in service["environment"] if own and not known(one)] == []
        if own:
            assert service["command"][0] == "segue"
            assert refused(service["command"][1:]) == []
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert set(service.get("depends_on", {})) <= set(services)
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(COMPOSE["volumes"])
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    assert {one for one in asked if not known(one)} <= FOR_COMPOSE_ONLY


OF_THE_CONTAINER = {"SEGUE_DATA", "PORT", "SEGUE_DATABASE_URL"}


@pytest.mark.parametrize("service", ["migrate", "web", "work", "backup"])
def test_every_setting_of_the_file_reaches_the_container(service):
    """Those are taken from the file that Compose is given, and what `environment` says stands over them."""
    told = COMPOSE["services"][service]
    assert told["env_file"] == ["../segue.env"]
    file = {name: f"a {name}" for name in (*settings.KNOWN, "POSTGRES_PASSWORD")}
    over = {
        name: re.sub(r"\$\{(\w+)[^}]*\}", lambda one: file[one[1]], text) for name, text in told["environment"].items()
    }
    reached = {**file, **over}
    assert {name for name in settings.KNOWN if reached[name] != file[name]} == OF_THE_CONTAINER
    assert "segue.env" in (ROOT / ".gitignore").read_text().splitlines(), "it holds secrets"


def test_a_service_is_started_only_after_its_tables_and_its_programme_are_there():
    text = (DOCS / "install.md").read_text().partition("## As a service")[2]
    assert text.index("segue migrate") < text.index("segue setup") < text.index("systemctl enable --now")


def test_the_image_is_made_of_what_is_there_and_runs_without_root():
    lines = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text()).splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    copied = [rest.split()[:-1] for step, rest in steps if step == "COPY" and not rest.startswith("--from")]
    taken = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for name in chain.from_iterable(copied):
        assert (ROOT / name).exists()
        assert name in taken, f"{name} is kept from the build"
    told = dict(steps)
    assert told["USER"] == "segue"
    assert refused(ast.literal_eval(told["CMD"])[1:]) == []
    assert {pair.partition("=")[0] for pair in told["ENV"].split()} - {"PATH", "PYTHONUNBUFFERED"} == {
        "SEGUE_DATA", "PORT",
    }  # fmt: skip
    assert any("--require-hashes" in rest for _step, rest in steps)


def test_the_check_of_the_container_asks_whether_pages_are_served(live_server):
    port, host = live_server.url.rpartition(":")[2], live_server.url
    for where, code in ((port, 0), ("1", 1)):
        command = [sys.executable, DEPLOY / "healthcheck.py"]
        env = {"PORT": where, "SEGUE_BASE_URL": host}
        assert subprocess.run(command, env=env, capture_output=True, check=False).returncode == code


def test_every_sentence_of_the_doctor_that_says_wrong_says_what_to_do():
    page = (DOCS / "troubleshooting.md").read_text()
    explained = re.findall(r"^\| `([^`]+)` \|", page, flags=re.MULTILINE)
    said = set(sentences(ast.parse((ROOT / "src/segue/cli/doctor.py").read_text())))
    assert len(said) > 12
    assert {one for one in said if not one.startswith(tuple(explained))} == set()
    assert {one for one in explained if not any(text.startswith(one) for text in said)} == set()


def sentences(tree):
    """What the doctor may say where something is wrong; {} stands for what it fills in."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Finding"
            and node.keywords
        ):
            told = {keyword.arg: keyword.value for keyword in node.keywords}
            fine = told["fine"]
            if not (isinstance(fine, ast.Constant) and fine.value is True):
                yield text_of(told["sentence"])
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("Database: a check")
        ):
            yield node.value


def text_of(node):
    if isinstance(node, ast.Constant):
        return node.value
    text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    # "what" of a check that could not look is one of two beginnings, the first of which is about tables.
    return text.replace("{}: {}.", "Tables: {}.", 1) if text.startswith("{}") else text


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.stem)
def test_pages_for_operators_name_what_exists(page):
    text = page.read_text()
    for line in re.findall(
        r"(?<![\w/.])segue ((?:backup|restore|serve|work|doctor|migrate|setup|explain|demo|mails|jobs)[^\n`#|]*)", text
    ):
        words = re.split(r"[\s,;.:]+(?=[a-z])", line)[0].split()
        assert refused(words) == [], line
    for variable in re.findall(r"\bSEGUE_[A-Z_]+", text):
        assert known(variable), variable
    for target in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (page.parent / target).exists(), target
