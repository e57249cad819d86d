import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tools import audit, build_hook, messages, tree

ROOT = Path(__file__).resolve().parent.parent.parent


def report(*entries):
    return json.dumps({"dependencies": list(entries), "fixes": []})


def test_an_audit_that_looked_at_nothing_is_a_failure(monkeypatch):
    monkeypatch.setattr(audit, "locked", lambda: {"django", "babel"})
    babel = {"name": "Babel", "version": "2.18.0", "vulns": []}
    django = {"name": "django", "version": "5.2.19", "vulns": []}
    known = {"id": "CVE-2026-1", "fix_versions": ["5.2.20"]}
    assert audit.complaints_about(report(babel, django)) == []
    assert [line.split(" (")[0] for line in audit.complaints_about("")] == ["Not audited: 2 packages"]
    skipped = {"name": "django", "skip_reason": "not reached"}
    assert "(django ...)" in audit.complaints_about(report(babel, skipped))[0]
    assert audit.complaints_about(report(babel, django | {"vulns": [known]})) == [
        "django 5.2.19: CVE-2026-1, mended in ['5.2.20']"
    ]


def test_the_audit_knows_every_package_that_is_locked_for_this_machine():
    locked = audit.locked()
    assert {"django", "psycopg-binary", "pytest", "django-stubs"} <= locked
    assert "tzdata" not in locked  # for Windows only


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("token = 'ghp_" + "a1B2" * 9 + "'", "an access key"),
        ("postgresql://" + "segue:hunter2@db.corp.net/segue", "a password in an address"),
        ("cd /" + "home/marta/segue", "a path of one machine"),
        ("--extra-" + "index-url x", "an index address"),
    ],
)
def test_what_must_not_be_committed_is_found(text, what):
    assert tree.complaints_about("docs/x.md", f"fine\n{text}\n") == [f"docs/x.md:2: {what}"]


@pytest.mark.parametrize("text", ["GET /api/leads", "var/demo.json", "postgresql://segue:secret@localhost/segue"])
def test_ordinary_lines_may_be_committed(text):
    assert tree.complaints_about("docs/x.md", text) == []


def test_a_file_of_the_source_that_is_too_long_is_found():
    assert tree.complaints_about("src/segue/x.py", "x\n" * 400) == []
    assert len(tree.complaints_about("src/segue/x.py", "x\n" * 401)) == 1
    assert tree.complaints_about("src/segue/leads/migrations/0001_initial.py", "x\n" * 401) == []


@pytest.mark.parametrize(
    ("source", "target", "complaint"),
    [
        ("Accept", "Accetta", ""),
        ("Accept", "", "not translated"),
        ("Accept", "Accept", "the same as in English"),
        ("E-mail", "E-mail", ""),
        ("By %(name)s", "Da %(nome)s", "unknown named placeholder"),
        ("By {name}", "Da {nome}", "a placeholder that the source does not have"),
        ("By {name}", "Da chi", "a placeholder of the source is missing"),
        (("%(n)s day", "%(n)s days"), ("un giorno", "%(n)s giorni"), ""),
    ],
)
def test_a_translation_is_complete_and_takes_its_placeholders(source, target, complaint):
    found = messages.complaint_about(Message(source, target), same={"E-mail"})
    assert found.startswith(complaint)
    assert bool(found) == bool(complaint)


def test_where_a_merge_stops_the_translations_of_both_sides_are_joined():
    ours, theirs = Catalog(locale="it"), Catalog(locale="it")
    ours.add("won", "vinto")
    ours.add("lost", "")
    theirs.add("won", "vinta")
    theirs.add("lost", "perso")
    theirs.add(("%(n)s day", "%(n)s days"), ("%(n)s giorno", "%(n)s giorni"))
    joined = messages.joined(ours, theirs)
    assert {message.id: message.string for message in joined if message.id} == {
        "won": "vinto",
        "lost": "perso",
        ("%(n)s day", "%(n)s days"): ("%(n)s giorno", "%(n)s giorni"),
    }


def test_every_string_of_the_source_is_collected_for_translation():
    assert messages.collected().get("Your role does not include this.") is not None


def test_the_wheel_carries_templates_static_files_and_translations(tmp_path):
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", tmp_path]
    subprocess.run([*command, ROOT], check=True, stdin=subprocess.DEVNULL)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for kind in ("**/templates/**/*", "**/static/**/*", "**/*.mo", "**/*.py")
        for path in (source / "segue").glob(kind)
        if path.is_file()
    }
    assert {"segue/locale/it/LC_MESSAGES/django.mo", "segue/__init__.py"} <= wanted
    assert wanted - names == set()


def test_translations_compile_to_the_same_bytes_each_time(tmp_path):
    source = tmp_path / "it" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Language: it\\n"\n\nmsgid "won"\nmsgstr "vinto"\n', encoding="utf-8")
    assert build_hook.compiled(source) == build_hook.compiled(source)
    assert b"vinto" in build_hook.compiled(source)
