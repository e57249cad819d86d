"""Rooms stand on a line: tables and migrations point down it only, and each room's rows have one writer."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from segue import settings

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "segue"
LINE = (
    "outbox",
    "store",
    "programme",
    "accounts",
    "directory",
    "leads",
    "requests",
    "insights",
    "notifications",
    "web",
)
"""The lower a room, the earlier it stands here."""
PEERS = {("outbox", "store"), ("store", "outbox")}

MAY_READ_LEADS_BESIDE_THE_ROOM = {
    # They compose mails for whoever the fact concerns; the reader's rights were checked when the reader was chosen.
    "notifications/tell_others.py",
    "notifications/compose.py",
    "notifications/tell_leads.py",
    "notifications/watching.py",
    "notifications/words/customer.py",
    "notifications/words/partner.py",
    "notifications/words/vendor.py",
    "notifications/recipients.py",
    # Run by whoever administers the machine.
    "cli/explain.py",
    # Demo worlds are told through the actions; they read back what became of a lead.
    "worlds/stories.py",
}
"""Files outside segue.leads that say `Lead.objects`, each with its reason above."""
MAY_WRITE_LEADS = "leads/actions/"
STATE = {"stage", "outcome", "version"}
ROWS_OF_LEADS = {"Lead", "LeadEvent", "HeldAnswer", "Employee"}


def relations():
    for model in apps.get_models():
        if model.__module__.startswith("segue."):
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model:
                    yield model, field


def test_tables_point_down_the_line():
    upwards = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        if (to := field.related_model._meta.app_label) in LINE
        and LINE.index(to) > LINE.index(model._meta.app_label)
        and (model._meta.app_label, to) not in PEERS
    ]
    assert not upwards


def test_a_lower_room_gets_no_names_from_a_higher_one():
    """`related_name` writes into the other room's model; the profile's and contacts' are asked for by the directory."""
    named = {
        f"{model._meta.label}.{field.name}"
        for model, field in relations()
        if field.related_model._meta.app_label != model._meta.app_label
        and not str(field.remote_field.related_name or "").endswith("+")
    }
    assert named == {"directory.BusinessProfile.partner", "directory.AlertContact.location"}


def test_migrations_depend_down_the_line():
    graph = MigrationLoader(None).disk_migrations
    upwards = [
        f"{app}.{name} -> {to}"
        for (app, name), migration in graph.items()
        if app in LINE
        for to, _ in migration.dependencies
        if to in LINE and LINE.index(to) > LINE.index(app) and (app, to) not in PEERS
    ]
    assert graph
    assert not upwards


def python_files():
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def room(path):
    return path.relative_to(SOURCE).as_posix()


def test_only_the_room_of_leads_reads_their_table():
    readers = {
        room(path)
        for path in python_files()
        if re.search(r"\b(Lead|LeadEvent|HeldAnswer|Employee|Favourite)\.objects\b", path.read_text())
        and not room(path).startswith("leads/")
    }
    assert readers <= MAY_READ_LEADS_BESIDE_THE_ROOM


def test_only_the_leads_actions_write_their_rows():
    writers = set()
    for path in python_files():
        if room(path).startswith(MAY_WRITE_LEADS):
            continue
        if any(writes_a_lead(node) for node in ast.walk(ast.parse(path.read_text()))):
            writers.add(room(path))
    assert not writers


def writes_a_lead(node):
    """`lead.stage = …`, or a call: `Lead.objects.filter(…).update(…)`, `.create`, …; `change(Lead, …)`, `insert`."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(t, ast.Attribute) and t.attr in STATE and _named(t.value) == "lead" for t in targets)
    if not isinstance(node, ast.Call):
        return False
    if _named(node.func) in {"insert", "insert_or_change", "change"}:
        return bool(node.args) and _named(node.args[0]) in ROWS_OF_LEADS
    if not isinstance(node.func, ast.Attribute):
        return False
    writing = {"update", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
    return node.func.attr in writing and _named(_root(node.func)) in ROWS_OF_LEADS


def _root(node):
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node


def _named(node):
    return node.id if isinstance(node, ast.Name) else None


@pytest.mark.parametrize(
    "code",
    [
        "lead.stage = 'won'",
        "lead.version += 1",
        "Lead.objects.filter(id=1).update(stage='won')",
        "Lead.objects.create()",
        "change(Lead, where={'id': 1}, to={'stage': 'won'})",
        "insert(LeadEvent, [event])",
    ],
)
def test_the_check_of_writers_sees_a_writer(code):
    assert any(writes_a_lead(node) for node in ast.walk(ast.parse(code)))


def test_stage_outcome_and_version_are_written_in_one_place():
    writers = set()
    for path in sorted((SOURCE / "leads").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
                keywords = {keyword.arg for keyword in node.keywords}
                if keywords & STATE or None in keywords:
                    writers.add(room(path))
            if isinstance(node, ast.Call) and _named(node.func) == "change" and _named(node.args[0]) == "Lead":
                writers.add(room(path))
    assert writers == {"leads/actions/_advance.py"}


def test_nothing_happens_behind_the_writers_back():
    """No signals, no save() of our own: the outbox is the only "and then"."""
    for path in python_files():
        tree = ast.parse(path.read_text())
        saves = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "save"]
        assert not saves, room(path)
        assert "django.db.models.signals" not in path.read_text(), room(path)


def test_every_setting_is_documented_once():
    page = (ROOT / "docs" / "operations" / "settings.md").read_text()
    documented = re.findall(r"^\| `([A-Z_]+)` \|", page, flags=re.MULTILINE)
    assert sorted(documented) == sorted(set(settings.KNOWN))
