"""Take and restore: the database and the secret key, together."""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

import segue
from segue.backups import archive
from segue.backups.manifest import FORMAT, Manifest
from segue.backups.postgres import Postgres
from segue.backups.refusals import CannotBeDone
from segue.backups.sqlite import Sqlite
from segue.kit.ids import keyed_digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from segue.backups.archive import Tell


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, where the old database and the old key are kept (empty: there were none), what is to do."""

    manifest: Manifest
    old_database: str
    old_key: str
    to_migrate: int


def quietly(what: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


def take(
    to: Path, *, database: Mapping[str, Any], at: datetime, with_key: bool = True, tell: Tell = quietly
) -> Manifest:
    """Write a backup to a file that is not there yet, and return its manifest. Others go on writing meanwhile.

    The secret key goes in when Segue made it itself, since nobody else keeps it then.
    """
    if to.exists():
        raise CannotBeDone(f"{to} is already there.")
    if not to.parent.is_dir():
        raise CannotBeDone(f"the folder {to.parent} does not exist.")
    place = _place(database)
    with archive.written(to) as writer:
        taken = place.take(writer, beside=to, tell=tell)
        if with_key and settings.SECRET_KEY_KEPT_IN:
            writer.add(archive.SECRET_KEY, io.BytesIO(settings.SECRET_KEY.encode()), tell=quietly)
        told = Manifest(
            format=FORMAT,
            segue=segue.__version__,
            database="sqlite" if place.kind == "sqlite" else "postgresql",
            server=taken.server,
            taken_at=at,
            migrations=taken.migrations,
            rows=taken.rows,
            key=fingerprint(),
            members=writer.members,
        )
        writer.close(told)
    return told


def check(path: Path, *, tell: Tell = quietly) -> Manifest:
    """Return the manifest of a backup whose every file is what it says; refuse any other, and a newer version's."""
    with archive.opened(path, known=_known()) as reader, Path(os.devnull).open("wb") as nowhere:
        for member in reader.manifest.members:
            reader.copy_out(member.name, nowhere, tell=tell)
        return reader.manifest


def restore(
    path: Path,
    *,
    database: Mapping[str, Any],
    at: datetime,
    force: bool = False,
    other_key: bool = False,
    tell: Tell = quietly,
) -> Restored:
    """Put the database of a backup, and its secret key, in the place of ours, all or nothing.

    Refused when ours holds anything, unless with `force`, which keeps it aside; and when what was written with the
    backup's secret key could not be read with ours, unless with `other_key`.
    """
    place, known = _place(database), _known()
    with (
        archive.opened(path, known=known) as reader,
        tempfile.TemporaryDirectory(dir=settings.DATA, prefix="restoring-") as scratch,
    ):
        told = reader.manifest
        if told.database != place.kind:
            raise CannotBeDone(f"this is a backup of {told.database}, and SEGUE_DATABASE_URL names {place.kind}.")
        key = _key_to_put_back(reader, other_key=other_key)
        keep = not place.is_empty()
        if keep and not force:
            raise CannotBeDone("the database is not empty. With --force it is kept aside and replaced.")
        old = place.put_back(reader, keep=keep, scratch=Path(scratch), at=at, tell=tell)
        old_key = _put_key_back(key, settings.SECRET_KEY_KEPT_IN, at=at) if key else ""
    return Restored(told, old, old_key, len(known - set(told.migrations)))


def fingerprint() -> str:
    """Return by what one recognises our secret key without learning anything about it."""
    return keyed_digest("backup").hex()[:32]


def _place(database: Mapping[str, Any]) -> Sqlite | Postgres:
    return Sqlite(database) if database["ENGINE"].endswith("sqlite3") else Postgres(database)


def _known() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _key_to_put_back(reader: archive.Reader, *, other_key: bool) -> bytes:
    """Return the key that ours is to be replaced by; nothing when ours is right or is to stay."""
    told = reader.manifest
    if told.key == fingerprint() or other_key:
        return b""
    if settings.SECRET_KEY_KEPT_IN and told.member(archive.SECRET_KEY):
        found = io.BytesIO()
        reader.copy_out(archive.SECRET_KEY, found, tell=quietly)
        return found.getvalue()
    where = "and SEGUE_SECRET_KEY is another one" if told.member(archive.SECRET_KEY) else "which is not in the backup"
    raise CannotBeDone(
        f"the backup was taken with another secret key, {where}. Set SEGUE_SECRET_KEY to that key; or go on with "
        "--other-key: everybody signs in anew, and private links in mails that were sent lead nowhere."
    )


def _put_key_back(key: bytes, kept: Path | None, *, at: datetime) -> str:
    assert kept, "there is a key to put back only where ours is kept in a file"
    aside = kept.with_name(f"{kept.name}.before-{at:%Y%m%d-%H%M%S}")
    new = kept.with_name(f"{kept.name}.restoring")
    new.touch(mode=0o600)
    new.write_bytes(key)
    kept.rename(aside)
    new.replace(kept)
    return str(aside)
