"""A database that fails under load: what was acknowledged stays, what is refused can be sent again, nobody restarts.

PostgreSQL is stopped as a crash would; the disk of the tables is filled to the last byte, while pages can still be
read: SQLite's in every run, PostgreSQL's in `make soak`, since without root no such disk can be had for it.
"""

import resource
import shutil
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from signal import SIGQUIT
from threading import Event

import psycopg
import pytest
from django.db import connection

from segue.backups import whole
from segue.serve import web_command
from tests import make
from tests.backups.places import connected
from tests.processes import WORKER, await_that, environment, free_port, healthy, running
from tests.setup.machine import CannotBeHad
from tests.setup.postgres import private_cluster
from tests.web.writers import Reader, Writer, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 3
DISK_MB = {"sqlite": 24, "postgresql": 64}
WAYS = ["full"] if connection.vendor == "sqlite" else ["stopped", pytest.param("full", marks=pytest.mark.soak)]


class CrashedServer:
    """A PostgreSQL of its own."""

    said = "immediate stops of PostgreSQL"
    reads_go_on = False

    def __init__(self, cluster):
        self.cluster = cluster
        self.url = cluster.url
        self.settings = {**connection.settings_dict, "HOST": str(cluster.folder), "PORT": "", "NAME": "segue"}
        self.settings |= {"USER": "segue", "PASSWORD": ""}

    def fail(self, server):
        self.cluster.stop(how=SIGQUIT)

    def mend(self, server):
        self.cluster.start()


class FullDisk:
    """A small disk of its own; where none can be mounted for SQLite, files of the server's may not grow."""

    reads_go_on = True

    def __init__(self, folder, *, url, settings, mounted=True):
        self.url, self.settings, self.mounted = url, settings, mounted
        self.said = "times a full disk" if mounted else "times a disk taken for full (files may not grow)"
        self.ballast = folder / "ballast"

    def fail(self, server):
        if not self.mounted:
            for pid in family(server.pid):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            return
        with self.ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))

    def mend(self, server):
        self.ballast.unlink(missing_ok=True)
        if not self.mounted:
            for pid in family(server.pid):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def family(pid):
    """A process and all that came from it."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found += map(int, children.read_text().split())
    return found


@contextmanager
def small_disk(folder, *, owner=0):
    """Whether a small disk of its own is mounted there."""
    folder.mkdir()
    options = f"size={DISK_MB[connection.vendor]}m,uid={owner},mode=0700"
    mount = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    mounted = bool(shutil.which("mount")) and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full_postgresql():
    """A PostgreSQL whose tables lie on a small disk; its log of changes does not, or it could not even start again."""
    with private_cluster() as cluster, small_disk(cluster.folder / "disk", owner=cluster.folder.stat().st_uid) as there:
        if not there:
            raise CannotBeHad("This test mounts a small disk for PostgreSQL, which takes root.")
        with psycopg.connect(cluster.url.replace("/segue?", "/postgres?"), autocommit=True) as opened:
            opened.execute(f"CREATE TABLESPACE small LOCATION '{cluster.folder / 'disk'}'")
            opened.execute("ALTER DATABASE segue SET TABLESPACE small")
        yield FullDisk(cluster.folder / "disk", url=cluster.url, settings=CrashedServer(cluster).settings)
        cluster.stop()  # before its disk is taken away


@pytest.fixture(params=WAYS)
def failing(request, tmp_path):
    if request.param == "stopped":
        with private_cluster() as cluster:
            yield CrashedServer(cluster)
    elif connection.vendor == "postgresql":
        with full_postgresql() as disk:
            yield disk
    else:
        file = tmp_path / "disk" / "segue.sqlite3"
        with small_disk(file.parent) as mounted:
            settings = {**connection.settings_dict, "NAME": file}
            yield FullDisk(file.parent, url=f"sqlite:///{file}", settings=settings, mounted=mounted)


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_a_database_that_fails_loses_nothing_and_comes_back_by_itself(
    world, failing, tmp_path, settings, figure, times
):
    leads = [make.lead(world, "accepted") for _ in range(WRITERS)]
    cookies = signed_in(world.person(world.ada))
    settings.DATA = tmp_path
    connection.close()
    whole.take(tmp_path / "backup", database=connection.settings_dict, at=world.at)
    whole.restore(tmp_path / "backup", database=failing.settings, at=world.at, other_key=True)
    port, stop = free_port(), Event()
    address = f"http://localhost:{port}"
    env = environment(tmp_path) | {"SEGUE_DATABASE_URL": failing.url}
    (tmp_path / "static").mkdir()
    writers = [Writer(lead, address, cookies, stop) for lead in leads]
    reader = Reader(address, cookies, stop)

    with running(web_command(host="127.0.0.1", port=port, workers=1), env) as server, running(WORKER, env):
        assert await_that(lambda: healthy(address))
        for thread in (*writers, reader):
            thread.start()
        away = []
        for _ in range(times):
            go_on(writers)
            put_off, read = [writer.put_off for writer in writers], reader.read
            failing.fail(server)
            began = time.monotonic()
            assert await_that(
                lambda before=put_off: all(w.put_off > n + 2 for w, n in zip(writers, before, strict=True))
            ), [(w.odd, w.kept) for w in writers]
            assert not failing.reads_go_on or await_that(lambda before=read: reader.read > before + 2)
            failing.mend(server)
            go_on(writers)
            away.append(time.monotonic() - began)
        assert server.poll() is None
        stop.set()
        for thread in (*writers, reader):
            thread.join(timeout=60)
        the_leases_run_out(failing.settings)
        assert await_that(lambda: heard(failing.settings), every=0.2)

    assert [one.odd for one in (*writers, reader) if one.odd] == []
    assert failing.reads_go_on is (reader.put_off == 0)
    with closing(connected(failing.settings)) as opened:
        if connection.vendor == "sqlite":
            assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        lives = dict(opened.execute("SELECT deal_name, version FROM leads_lead WHERE deal_name LIKE 'Deal %'"))
    assert lives == {f"Deal {writer.kept}": 2 + writer.kept for writer in writers}
    written, put_off = sum(writer.kept for writer in writers), sum(writer.put_off for writer in writers)
    figure(
        f"{times} {failing.said}: {written} writes acknowledged, 0 lost, {put_off} answered 503 with Retry-After, "
        f"{reader.read} lists read; writing again after {max(away):.1f} s at most"
    )


def go_on(writers):
    """Each of them has something taken, by the same processes as before."""
    before = [writer.kept for writer in writers]
    assert await_that(lambda: all(w.kept > n for w, n in zip(writers, before, strict=True))), [w.odd for w in writers]


def the_leases_run_out(database):
    """What waiting for five minutes would do: the worker had claimed some jobs when the database failed."""
    with closing(connected(database)) as opened:
        opened.execute("UPDATE outbox_job SET leased_until = NULL")
        opened.commit()


def heard(database):
    """Whether the worker has brought every fact to its handlers."""
    with closing(connected(database)) as opened:
        [unseen] = opened.execute("SELECT count(*) FROM outbox_message WHERE expanded_at IS NULL").fetchone()
        [to_do] = opened.execute("SELECT count(*) FROM outbox_job WHERE done_at IS NULL").fetchone()
    return unseen == to_do == 0
