"""What a backup says about itself."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from segue.backups.refusals import CannotBeDone

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1
"""Raised when an older Segue could no longer restore what a newer one writes."""

_TABLE = re.compile(r"[a-z][a-z0-9_]*")
Kind = Literal["sqlite", "postgresql"]


class Member(msgspec.Struct, frozen=True):
    """A file inside: its size in bytes and its SHA-256 in hex, as it is without compression."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first thing that is read of a backup."""

    format: int
    segue: str
    database: Kind
    server: str
    taken_at: datetime
    migrations: list[str]
    rows: dict[str, int]
    key: str
    """By which one tells whether a secret key is the one that it was written with; the key cannot be had from it."""
    members: list[Member]

    def member(self, name: str) -> Member | None:
        """Return the file of that name inside; None when there is none."""
        return next((member for member in self.members if member.name == name), None)


def read(text: bytes, *, known: Iterable[str]) -> Manifest:
    """Return the manifest that a text is, given the migrations this version knows; refuse what it cannot restore."""
    try:
        form = msgspec.json.decode(text, type=_Form).format
        if form > FORMAT:
            raise CannotBeDone(f"the backup has format {form}, this Segue knows {FORMAT}: it was taken by a newer one.")
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as error:
        raise CannotBeDone(f"this is not a backup of Segue, or a damaged one: {error}.") from error
    if not all(map(_TABLE.fullmatch, manifest.rows)):
        # The names go into the script that psql is given, and it runs commands of the shell as well.
        raise CannotBeDone("this is not a backup of Segue, or a damaged one: it names tables that cannot be.")
    newer = sorted(set(manifest.migrations) - set(known))
    if newer:
        raise CannotBeDone(
            f"the backup was taken by a newer Segue ({manifest.segue}), whose tables this one does not know "
            f"({newer[-1]}). Install that version first."
        )
    return manifest


class _Form(msgspec.Struct):
    format: int
