"""The one file: a zip with the database, perhaps the secret key, and a manifest with the digest of each."""

from __future__ import annotations

import fcntl
import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable
from contextlib import contextmanager, suppress
from glob import escape
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from segue.backups import manifest
from segue.backups.manifest import Manifest, Member
from segue.backups.refusals import CannotBeDone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
DATABASE = "database"
SECRET_KEY = "secret-key"  # noqa: S105 -- the name of a file
UNDER_WAY = ".part"
"""What the name of a backup ends with until it is whole."""
CHUNK = 1 << 20
LEVEL = 1
"""The fastest; a slower one makes a database of leads a tenth smaller and takes twice as long."""


Tell = Callable[[str, int, int], None]
"""Hears how far a long work is: what is done, how much of how much (0: unknown)."""


class Writer:
    """An archive that is being written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.members: list[Member] = []

    def add(self, name: str, source: BinaryIO, *, packed: bool = False, tell: Tell, total: int = 0) -> None:
        """Copy a file in; one that is `packed` already is stored as it is."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        info._compresslevel = LEVEL  # type: ignore[attr-defined] # noqa: SLF001 -- before 3.13 it has no other name
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                tell("Packing", size, total)
        self.members.append(Member(name, size, digest.hexdigest()))

    def close(self, told: Manifest) -> None:
        """Write the manifest, which ends it."""
        self._zip.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(told), indent=1))


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """Yield an archive to write, which stands at `path` once it is whole; readable by its owner only.

    Raises CannotBeDone where another backup is being written to the same path, which it leaves alone.
    """
    part = path.with_name(f"{path.name}{UNDER_WAY}")
    try:
        _forget_broken_off(path.parent)
        # Emptied only once it is held: until then it may be another's.
        with open(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:  # noqa: PTH123 -- its mode
            if not _hold(file, part):
                raise CannotBeDone(f"another backup is being written to {path}.")
            try:
                file.truncate()
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
                    yield Writer(opened)
                file.flush()
                os.fsync(file.fileno())
                part.replace(path)
            except BaseException:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
                raise
        sync_folder(path.parent)
    except OSError as error:
        raise CannotBeDone(f"the backup cannot be written: {error}.") from error


def _hold(file: BinaryIO, part: Path) -> bool:
    """Return whether this process alone writes the file that has this name: whoever held it may have renamed it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(file.fileno()), part.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _forget_broken_off(folder: Path) -> None:
    """Remove what a backup that was killed left in a folder; one that is under way holds its file, and stays."""
    for part in folder.glob(f"*.backup{UNDER_WAY}"):
        with part.open("rb") as left, suppress(BlockingIOError):
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for one in (part, *folder.glob(f"{escape(part.name.removesuffix(UNDER_WAY))}.copy*")):
                one.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Return once the names in a folder are on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Reader:
    """An archive that is being read: its manifest, and its files, none of which is believed before it is whole."""

    def __init__(self, file: zipfile.ZipFile, *, known: Iterable[str]) -> None:
        self._zip = file
        try:
            text = file.read(MANIFEST)
        except KeyError as error:
            raise CannotBeDone("this is not a backup of Segue: it has no manifest.") from error
        self.manifest = manifest.read(text, known=known)

    def copy_out(self, name: str, target: BinaryIO, *, tell: Tell) -> None:
        """Write a file of the archive to `target`; refuse when it is not what the manifest says."""
        member = self.manifest.member(name)
        if member is None:
            raise CannotBeDone(f"the backup is damaged: it has no {name}.")
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name) as source:
            # One that unpacks to more than it says would fill the disk first.
            while size <= member.size and (chunk := source.read(CHUNK)):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                tell("Checking", size, member.size)
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise CannotBeDone(f"the backup is damaged: {name} is not what the manifest says.")


@contextmanager
def opened(path: Path, *, known: Iterable[str]) -> Iterator[Reader]:
    """Yield an archive to read; refuse what is no backup, a damaged one, and one of a newer version."""
    try:
        with zipfile.ZipFile(path) as file:
            yield Reader(file, known=known)
    except OSError as error:
        raise CannotBeDone(f"the backup cannot be read or unpacked: {error}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise CannotBeDone(f"{path} is not a backup of Segue, or a damaged one: {error}.") from error
