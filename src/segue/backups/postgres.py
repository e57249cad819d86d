"""PostgreSQL: its own pg_dump of one moment's view, while others write; put back in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from segue.backups.archive import CHUNK, DATABASE
from segue.backups.refusals import CannotBeDone
from segue.backups.tables import MIGRATIONS, Taken, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from segue.backups.archive import Reader, Tell, Writer

ASIDE = "before_"
"""What the schemas begin with that a restore has put aside; a backup leaves them out."""
PARAMETERS = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}


class Postgres:
    """A database of a server."""

    kind = "postgresql"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        named = {theirs: settings[ours] for ours, theirs in PARAMETERS.items() if settings.get(ours)}
        options = {name: value for name, value in settings["OPTIONS"].items() if isinstance(value, str | int)}
        self.address = make_conninfo("", **{**options, **named})
        # Not in the address, which everybody on the machine could read in the list of processes.
        self.password = str(settings.get("PASSWORD") or "")

    def take(self, writer: Writer, *, beside: Path, tell: Tell) -> Taken:  # noqa: ARG002 -- SQLite's
        """Copy the database into an archive and return what was taken."""
        program = _program("pg_dump")
        with self._connection() as snapshot:
            snapshot.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            seen = _one(snapshot, "SELECT pg_export_snapshot()")
            taken = _told(snapshot)
            command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={seen}"]
            command += [f"--exclude-schema={ASIDE}*", f"--dbname={self.address}"]
            with self._started(command, stdout=subprocess.PIPE) as dump:
                assert dump.stdout
                writer.add(DATABASE, dump.stdout, packed=True, tell=tell)  # type: ignore[arg-type] # a pipe is read
        return taken

    def is_empty(self) -> bool:
        """Return whether nothing would be lost if the database were replaced."""
        with self._connection() as database:
            return not any(
                _one(database, sql.SQL("SELECT EXISTS (SELECT 1 FROM public.{})").format(sql.Identifier(table)))
                for table in _tables(database)
                if is_ours(table)
            )

    def put_back(self, reader: Reader, *, keep: bool, scratch: Path, at: datetime, tell: Tell) -> str:
        """Replace the tables by those of an archive, all or nothing; return where the old are, if they are to be kept.

        psql does it in one transaction, whose end is written only when all went well: whatever is interrupted before
        leaves the database as it was.
        """
        unpack, play = _program("pg_restore"), _program("psql")
        begin, aside = self._beginning(keep=keep, at=at)
        dump = scratch / DATABASE
        with dump.open("wb") as file:
            reader.copy_out(DATABASE, file, tell=tell)
        psql = [play, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-", f"--dbname={self.address}"]
        script = [unpack, "--no-owner", "--no-privileges", "--file=-", str(dump)]
        with (
            self._started(script, stdout=subprocess.PIPE) as source,
            self._started(psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as player,
        ):
            assert player.stdin
            assert source.stdout
            with suppress(BrokenPipeError):  # it has ended, and its exit code says why
                player.stdin.write(f"BEGIN;\n{begin}\n".encode())
                _play(source.stdout, player.stdin, total=sum(reader.manifest.rows.values()), tell=tell)
                if source.wait() == 0:
                    player.stdin.write(f"{_checks(reader.manifest.rows)}\nCOMMIT;\nANALYZE;\n".encode())
                player.stdin.close()
        return aside

    def _beginning(self, *, keep: bool, at: datetime) -> tuple[str, str]:
        """Return the statements that make room, and the name of the schema in which the old tables are kept."""
        with self._connection() as database:
            others = _one(
                database,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
            )
            tables = _tables(database)
        if others:
            raise CannotBeDone(f"Segue still runs on this database ({others} connections). Stop it first.")
        if not tables:
            return "", ""
        new = "CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;"
        if not keep and MIGRATIONS in tables:
            return f"DROP SCHEMA public CASCADE; {new}", ""
        aside = f"{ASIDE}{at:%Y%m%d_%H%M%S}"
        return f"ALTER SCHEMA public RENAME TO {aside}; {new}", f"the schema {aside} of the same database"

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            with psycopg.connect(self.address, password=self.password or None) as connection:
                yield connection
        except psycopg.Error as error:
            raise CannotBeDone(f"the database refuses: {' '.join(str(error).split())}.") from error

    @contextmanager
    def _started(self, command: list[str], **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
        """Yield a program of PostgreSQL's that runs; refuse with its own words when it fails, end it when we do."""
        environment = os.environ | ({"PGPASSWORD": self.password} if self.password else {}) | {"LC_ALL": "C"}
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, env=environment, stderr=said, **pipes)  # type: ignore[call-overload] # noqa: S603 -- no shell
            try:
                yield process
                code = process.wait()
            except BaseException:
                process.kill()
                process.wait()
                raise
            finally:
                for pipe in (process.stdin, process.stdout):
                    if pipe and not pipe.closed:
                        _closed(pipe)
            if code:
                said.seek(0)
                words = " ".join(said.read().decode(errors="replace").split())[-1000:]
                raise CannotBeDone(f"{os.path.basename(command[0])} fails: {words}")  # noqa: PTH119 -- a program's name


def _closed(pipe: IO[bytes]) -> None:
    with suppress(BrokenPipeError):  # nobody reads any more, which the exit code tells
        pipe.close()


def _play(source: IO[bytes], target: IO[bytes], *, total: int, tell: Tell) -> None:
    """Copy the script, telling how many rows (lines, nearly all of them rows) have gone."""
    lines = 0
    while chunk := source.read(CHUNK):
        target.write(chunk)
        lines += chunk.count(b"\n")
        tell("Restoring", min(lines, total), total)


def _checks(rows: Mapping[str, int]) -> str:
    """Return a statement that fails unless each table has the rows that the manifest says."""
    checks = "\n".join(
        f"IF (SELECT count(*) FROM public.{_quoted(table)}) <> {number} THEN "  # noqa: S608 -- names of our own tables
        f"RAISE EXCEPTION 'the backup is damaged: {table} has not % rows', {number}; END IF;"
        for table, number in rows.items()
    )
    return f"DO $checks$ BEGIN\n{checks}\nEND $checks$;"


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _told(database: psycopg.Connection[Any]) -> Taken:
    rows = {
        table: int(_one(database, sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))))
        for table in _tables(database)
    }
    if MIGRATIONS not in rows:
        raise CannotBeDone("this database is not one of Segue: it has no tables of it.")
    applied = database.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    return Taken(
        rows=rows, migrations=[row[0] for row in applied], server=str(_one(database, "SHOW server_version")).split()[0]
    )


def _tables(database: psycopg.Connection[Any]) -> list[str]:
    found = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in found]


def _one(database: psycopg.Connection[Any], statement: Any) -> Any:  # noqa: ANN401 -- whatever the statement asks for
    row = database.execute(statement).fetchone()
    return row[0] if row else None


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CannotBeDone(
            f"{name} is not on the PATH. It comes with PostgreSQL's client (Debian: postgresql-client), in a version "
            "not older than the server's."
        )
    return found
