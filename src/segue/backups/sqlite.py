"""SQLite: copied page by page from one moment's view, while others write; put back by one rename."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segue.backups.archive import DATABASE, sync_folder
from segue.backups.refusals import CannotBeDone
from segue.backups.tables import MIGRATIONS, Taken, is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from segue.backups.archive import Reader, Tell, Writer

PAGES = 2048
"""Copied between two looks at the clock and the keyboard: 8 MB."""
SECONDS_FOR_THE_LAST_ONE = 2


class Sqlite:
    """A database in a file."""

    kind = "sqlite"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.path = Path(str(settings["NAME"])).absolute()

    def take(self, writer: Writer, *, beside: Path, tell: Tell) -> Taken:
        """Copy the database into an archive, by way of a file beside it; return what was taken."""
        if not self.path.exists():
            raise CannotBeDone(f"there is nothing to back up: {self.path} does not exist.")
        copy = beside.with_name(f"{beside.name}.copy")
        try:
            copy.touch(mode=0o600)
            with closing(_connection(self.path)) as source, closing(sqlite3.connect(copy)) as target:
                # A transaction that has begun to read sees one moment until its end. Without it, each write of
                # somebody else would send the copying back to its first page.
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                source.backup(target, pages=PAGES, progress=lambda _, left, all_: tell("Copying", all_ - left, all_))
            with closing(_unchanging(copy)) as copied:
                _check(copied)
                taken = _told(copied)
            with copy.open("rb") as file:
                writer.add(DATABASE, file, tell=tell, total=copy.stat().st_size)
        except sqlite3.Error as error:
            raise CannotBeDone(f"the database cannot be copied: {error}.") from error
        finally:
            _forget(copy)
        return taken

    def is_empty(self) -> bool:
        """Return whether nothing would be lost if the database were replaced."""
        if not self.path.exists():
            return True
        try:
            with closing(_connection(self.path)) as database:
                return not any(
                    database.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")').fetchone()[0]  # noqa: S608 -- a table's own name
                    for table in _tables(database)
                    if is_ours(table)
                )
        except sqlite3.Error:
            return False  # damaged: somebody may want to look at it

    def put_back(self, reader: Reader, *, keep: bool, scratch: Path, at: datetime, tell: Tell) -> str:  # noqa: ARG002 -- PostgreSQL's
        """Replace the database by that of an archive, all or nothing; return where the old is, if it is to be kept."""
        new = self.path.with_name(f"{self.path.name}.restoring")
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _forget(new)
        try:
            new.touch(mode=0o600)
            with new.open("wb") as file:
                reader.copy_out(DATABASE, file, tell=tell)
                file.flush()
                os.fsync(file.fileno())
            with closing(_unchanging(new)) as restored:
                if _told(restored).rows != reader.manifest.rows:
                    raise CannotBeDone("the backup is damaged: its tables do not have the rows of its manifest.")
            with self._alone():
                old = self._set_aside(at=at) if keep else ""
                new.replace(self.path)
                sync_folder(self.path.parent)
        except sqlite3.Error as error:
            raise CannotBeDone(f"the backup is damaged: {error}.") from error
        finally:
            _forget(new)
        return old

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Fold what the journal holds into the file, with nobody else connected: who is would write on to the old."""
        if not self.path.exists():
            yield
            return
        with closing(sqlite3.connect(self.path, timeout=SECONDS_FOR_THE_LAST_ONE, isolation_level=None)) as database:
            try:
                database.execute("PRAGMA journal_mode=DELETE").fetchone()
                # Held until the new file has the name, so that nobody begins to write to the old one meanwhile.
                database.execute("BEGIN EXCLUSIVE")
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                    raise CannotBeDone(f"Segue still runs on {self.path} ({error}). Stop it first.") from error
                # Damaged, perhaps why it is replaced: kept as it is.
            yield

    def _set_aside(self, *, at: datetime) -> str:
        aside = self.path.with_name(f"{self.path.name}.before-{at:%Y%m%d-%H%M%S}")
        # A second name: at no moment is there no database under the first.
        aside.hardlink_to(self.path)
        for suffix in ("-wal", "-shm"):
            # Left over only where the database is damaged; the new one must not find them.
            with suppress(FileNotFoundError):
                self.path.with_name(f"{self.path.name}{suffix}").rename(f"{aside}{suffix}")
        return str(aside)


def _connection(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=20, isolation_level=None)


def _unchanging(path: Path) -> sqlite3.Connection:
    """Open a file that nobody else knows of: no journal is made beside it."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise CannotBeDone(f"the database itself is damaged: {found}.")


def _told(database: sqlite3.Connection) -> Taken:
    rows = {
        table: int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 -- a table's own name
        for table in _tables(database)
    }
    if MIGRATIONS not in rows:
        raise CannotBeDone("this database is not one of Segue: it has no tables of it.")
    applied = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return Taken(rows=rows, migrations=[row[0] for row in applied], server=sqlite3.sqlite_version)


def _tables(database: sqlite3.Connection) -> list[str]:
    """Return the tables that hold rows of ours: not the indexes of words, which SQLite keeps as tables."""
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    virtual = [name for name, sql in found if sql.upper().startswith("CREATE VIRTUAL")]
    shadows = tuple(f"{name}_" for name in virtual)
    return [name for name, _ in found if name not in virtual and not name.startswith(("sqlite_", *shadows))]


def _forget(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
