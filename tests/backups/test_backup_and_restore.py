"""A backup taken while others write holds one moment, and comes back whole or not at all."""

import io
import json
import os
import shutil
import time
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection, connections
from typer.testing import CliRunner

from segue.backups import archive, whole
from segue.backups.refusals import CannotBeDone
from segue.cli import command_line
from segue.leads.actions.answers import Deal
from segue.leads.actions.work import edit
from segue.worlds import crowd
from tests import make
from tests.backups.places import connected, digests, other_database
from tests.people import MONDAY_MORNING as AT
from tests.processes import await_that
from tests.setup.postgres import find

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 3
LIFE = """
SELECT deal_name, version, (SELECT count(*) FROM leads_leadevent WHERE lead_id = leads_lead.id) FROM leads_lead
WHERE id = ?
"""


@pytest.fixture(autouse=True)
def _programs_of_the_server(monkeypatch):
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        monkeypatch.setenv("PATH", str(find()), prepend=os.pathsep)


@pytest.fixture
def other(tmp_path):
    with other_database(tmp_path) as database:
        yield database


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.SECRET_KEY_KEPT_IN = None


@pytest.fixture
def backup(world, tmp_path):
    """A backup of a world with one lead."""
    make.lead(world, "accepted")
    path = tmp_path / "taken.backup"
    taken(path)
    return path


def taken(path, **options):
    connection.close()  # as a command would find it: what is not committed is not there
    return whole.take(path, database=connection.settings_dict, at=AT, **options)


def restored(path, database, **options):
    return whole.restore(path, database=database, at=AT, **options)


class Writer(Thread):
    """Ada changes the name of one deal again and again."""

    def __init__(self, world, lead, stop):
        super().__init__(daemon=True)
        self.world, self.lead, self.stop = world, lead, stop
        self.kept = 0
        self.fault = None

    def run(self):
        try:
            while not self.stop.is_set():
                deal, seen = Deal(deal_name=f"Deal {self.kept + 1}"), self.lead.version + self.kept
                edit(self.lead.id, actor=self.world.ada, at=AT + timedelta(hours=2), seen=seen, deal=deal)
                self.kept += 1
        except Exception as error:  # noqa: BLE001 -- told by the test's own thread
            self.fault = error
        finally:
            connections.close_all()


@pytest.fixture
def load(world):
    """Ada writes to three leads at once, until the test ends; `load.busy()` returns after three more writes."""
    stop = Event()
    writers = [Writer(world, make.lead(world, "accepted"), stop) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    yield writers
    stop.set()
    for writer in writers:
        writer.join(timeout=30)


def a_little_later(writers):
    before = sum(writer.kept for writer in writers)
    assert await_that(lambda: sum(writer.kept for writer in writers) > before + 2), [w.fault for w in writers]


def test_a_backup_under_load_holds_one_moment_and_whatever_was_acknowledged_before(
    load, other, tmp_path, monkeypatch, figure
):
    monkeypatch.setattr("segue.backups.sqlite.PAGES", 64)
    monkeypatch.setattr("segue.backups.archive.CHUNK", 1 << 16)
    assert await_that(lambda: all(writer.kept for writer in load))
    before = [writer.kept for writer in load]
    steps = []

    def tell(what, done, total):
        # The others write between any two portions; a copy that began anew each time would never end.
        a_little_later(load)
        steps.append(what)

    told = taken(tmp_path / "hot.backup", tell=tell)
    after = [writer.kept for writer in load]
    load[0].stop.set()
    for writer in load:
        writer.join(timeout=30)

    restored(tmp_path / "hot.backup", other)

    with closing(connected(other)) as opened:
        for writer, least, most in zip(load, before, after, strict=True):
            postgresql = connection.vendor == "postgresql"
            lead, life = (str(writer.lead.id), LIFE.replace("?", "%s")) if postgresql else (writer.lead.id.hex, LIFE)
            name, version, events = opened.execute(life, [lead]).fetchone()
            assert least <= int(name.removeprefix("Deal ")) <= most + 1
            assert version == events == 2 + int(name.removeprefix("Deal "))
    assert [writer.fault for writer in load] == [None] * WRITERS
    assert sum(after) - sum(before) >= 3 * len(steps)
    theirs, ours = digests(other), digests(connection.settings_dict)
    changed = {"leads_lead", "leads_leadevent", "leads_leadtext", "outbox_message"}
    changed |= {name for name in ours if name.startswith("leads_leadtext_index")}
    assert {name: theirs[name] for name in ours if name not in changed} == {
        name: ours[name] for name in ours if name not in changed
    }
    figure(
        f"backup under load: {sum(after) - sum(before)} writes meanwhile, {sum(told.rows.values())} rows, one moment"
    )


def test_what_is_restored_is_what_was_there_and_what_was_there_before_is_kept(world, other, tmp_path):
    lead = make.lead(world, "accepted")
    told = taken(tmp_path / "first.backup")
    first = digests(connection.settings_dict)
    edit(lead.id, actor=world.ada, at=AT + timedelta(hours=2), seen=2, deal=Deal(deal_name="Later"))
    taken(tmp_path / "second.backup")
    second = digests(connection.settings_dict)
    assert first != second

    assert restored(tmp_path / "second.backup", other).old_database == ""
    assert digests(other) == second
    with pytest.raises(CannotBeDone, match=r"the database is not empty\. With --force it is kept aside and replaced"):
        restored(tmp_path / "first.backup", other)
    assert digests(other) == second
    done = restored(tmp_path / "first.backup", other, force=True)
    assert digests(other) == first
    assert told.rows["leads_lead"] == first["leads_lead"][0] == 1
    assert done.to_migrate == 0
    assert old(other, done.old_database) == second


def old(database, where):
    """What is in the database that was put aside."""
    if connection.vendor == "sqlite":
        return digests({**database, "NAME": where})
    schema = where.split()[2]
    with closing(connected(database)) as opened:
        opened.execute("ALTER SCHEMA public RENAME TO new")
        opened.execute(f"ALTER SCHEMA {schema} RENAME TO public")
        opened.commit()
    return digests(database)


def damaged(path, **changes):
    """A copy of a backup with another manifest."""
    with zipfile.ZipFile(path) as whole_one, zipfile.ZipFile(path.with_suffix(".changed"), "w") as copy:
        for name in whole_one.namelist():
            text = whole_one.read(name)
            copy.writestr(name, json.dumps(json.loads(text) | changes) if name == archive.MANIFEST else text)
    return path.with_suffix(".changed")


def cut(path, *, at):
    path.with_suffix(".cut").write_bytes(path.read_bytes()[:at])
    return path.with_suffix(".cut")


def flipped(path, *, at):
    text = bytearray(path.read_bytes())
    text[int(at * len(text))] ^= 0xFF
    path.with_suffix(".flipped").write_bytes(text)
    return path.with_suffix(".flipped")


def test_a_damaged_a_foreign_and_a_newer_backup_are_refused_and_change_nothing(backup, other, tmp_path):
    restored(backup, other)
    before = digests(other)
    foreign = tmp_path / "foreign"
    foreign.write_text("Dear Ada")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as file:
        file.writestr("letter", "Dear Ada")
    rows = whole.check(backup).rows
    kind = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    refused = {
        foreign: "is not a backup of Segue, or a damaged one",
        tmp_path / "other.zip": "it has no manifest",
        tmp_path / "nowhere": "cannot be read",
        cut(backup, at=1000): "is not a backup of Segue, or a damaged one",
        flipped(backup, at=0.5): "damaged",
    }
    changed = [
        ({"format": 2}, "it was taken by a newer one"),
        ({"migrations": ["leads.0099_more"]}, r"was taken by a newer Segue .* \(leads.0099_more\)"),
        ({"database": kind}, f"this is a backup of {kind}"),
        ({"rows": {**rows, "leads_lead": 7}}, "the backup is damaged: "),
        ({"rows": {**rows, 'x";\n\\! touch pwned\n': 0}}, "it names tables that cannot be"),
        ({"members": []}, "the backup is damaged: it has no database"),
        ({"key": "0" * 32}, "the backup was taken with another secret key, which is not in the backup"),
    ]
    for path, sentence in refused.items():
        with pytest.raises(CannotBeDone, match=sentence):
            restored(path, other, force=True)
    for change, sentence in changed:
        with pytest.raises(CannotBeDone, match=sentence):
            restored(damaged(backup, **change), other, force=True)
    assert digests(other) == before
    assert not list(tmp_path.glob("other.sqlite3.*"))
    assert not list((tmp_path / "data").iterdir())


def test_nothing_is_restored_while_segue_runs_and_whoever_is_interrupted_finds_the_old(backup, other):
    restored(backup, other)
    before = digests(other)
    with closing(connected(other)) as running:
        running.execute("SELECT count(*) FROM leads_lead").fetchone()
        with pytest.raises(CannotBeDone, match="Segue still runs on"):
            restored(backup, other, force=True)

    def interrupted(what, done, total):
        if what == ("Checking" if connection.vendor == "sqlite" else "Restoring"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restored(backup, other, force=True, tell=interrupted)
    assert digests(other) == before
    restored(backup, other, force=True)
    assert digests(other) == before


def test_the_secret_key_goes_with_the_database_when_nobody_else_keeps_it(world, other, settings, tmp_path):
    settings.SECRET_KEY_KEPT_IN = tmp_path / "data" / "secret-key"
    first, second = "first " * 9, "second " * 9
    for key in (first, second):
        settings.SECRET_KEY = key
        taken(tmp_path / f"{key[:5]}.backup")
    taken(tmp_path / "without.backup", with_key=False)
    settings.SECRET_KEY_KEPT_IN.write_text(second)

    done = restored(tmp_path / "first.backup", other)

    assert settings.SECRET_KEY_KEPT_IN.read_text() == first
    assert oct(settings.SECRET_KEY_KEPT_IN.stat().st_mode)[-3:] == "600"
    assert Path(done.old_key).read_text() == second
    settings.SECRET_KEY = first
    with pytest.raises(CannotBeDone, match="another secret key, which is not in the backup"):
        restored(tmp_path / "without.backup", other, force=True)
    settings.SECRET_KEY_KEPT_IN = None  # it is set by SEGUE_SECRET_KEY
    with pytest.raises(CannotBeDone, match="another secret key, and SEGUE_SECRET_KEY is another one"):
        restored(tmp_path / "secon.backup", other, force=True)
    assert restored(tmp_path / "secon.backup", other, force=True, other_key=True).old_key == ""


def test_the_commands_end_with_a_sentence(backup, tmp_path, monkeypatch):
    def run(*arguments):
        connection.close()
        return CliRunner().invoke(command_line(), [*map(str, arguments)])

    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "segue-20260101-030000.backup").touch()
    (folder / "letter").touch()
    first = run("backup", folder, "--keep", 1)
    assert first.exit_code == 0, first.output
    assert "1 leads, without the secret key, by Segue" in first.output
    [path] = folder.glob("segue-*")
    assert sorted(file.name for file in folder.iterdir()) == ["letter", path.name]
    assert oct(path.stat().st_mode)[-3:] == "600"
    again = run("backup", path)
    assert (again.exit_code, again.output) == (1, f"segue: {path} is already there.\n")
    assert run("backup", tmp_path / "x", "--keep", 1).exit_code == 2
    checked = run("restore", path, "--check")
    assert (checked.exit_code, ": whole. " in checked.output) == (0, True)
    refused = run("restore", path)
    assert (refused.exit_code, "the database is not empty" in refused.output) == (1, True)
    assert run("restore", cut(path, at=500), "--check").exit_code == 1


def test_what_a_killed_backup_left_is_removed_by_the_next_and_one_under_way_is_left_alone(world, tmp_path):
    killed = [tmp_path / f"killed.backup{end}" for end in (".part", ".copy", ".copy-journal")]
    for left in (*killed, tmp_path / "letter.part"):
        left.touch()
    with archive.written(tmp_path / "slow.backup"):
        taken(tmp_path / "quick.backup")
        assert sorted(file.name for file in tmp_path.glob("*.*")) == ["letter.part", "quick.backup", "slow.backup.part"]


def test_of_two_backups_to_one_file_the_second_is_refused_and_the_first_is_whole(world, tmp_path):
    to = tmp_path / "one.backup"
    with archive.written(to) as first:
        first.add("letter", io.BytesIO(b"a" * 1000), tell=whole.quietly)
        with pytest.raises(CannotBeDone, match=r"another backup is being written to .*one\.backup\."):
            whole.take(to, database=connection.settings_dict, at=AT)
        first.add("second", io.BytesIO(b"b"), tell=whole.quietly)
    with zipfile.ZipFile(to) as file:
        assert file.testzip() is None
        assert file.namelist() == ["letter", "second"]
    assert [file.name for file in tmp_path.glob("*.*")] == ["one.backup"]


def test_a_backup_that_became_whole_while_a_second_one_waited_to_begin_stays(tmp_path, monkeypatch):
    """Both have opened the file under way; the first renames it, the second then holds what is the backup by now."""
    to = tmp_path / "one.backup"
    opened = os.open

    def late(name, *how):
        found = opened(name, *how)
        if str(name).endswith(".part"):
            monkeypatch.setattr(os, "open", opened)
            Path(name).write_bytes(b"whole")
            Path(name).replace(to)
        return found

    monkeypatch.setattr(os, "open", late)
    with pytest.raises(CannotBeDone, match="another backup is being written"), archive.written(to):
        pass
    assert to.read_bytes() == b"whole"


@pytest.mark.soak
def test_a_hundred_thousand_leads_come_back_in_two_minutes(other, tmp_path, figure):
    crowd.build(AT, leads=100_000)
    before = digests(connection.settings_dict)
    began = time.monotonic()
    taken(tmp_path / "crowd.backup")
    between = time.monotonic()
    restored(tmp_path / "crowd.backup", other)
    ended = time.monotonic()
    assert digests(other) == before
    assert before["leads_lead"][0] == 100_000
    assert ended - between < 120
    size = (tmp_path / "crowd.backup").stat().st_size / 1e6
    figure(
        f"100,000 leads, {sum(number for number, _ in before.values()):,} rows: backed up in {between - began:.1f} s "
        f"({size:.0f} MB), restored in {ended - between:.1f} s, every row the same"
    )
