"""Edit the programme's vocabulary. What a word is called or covers changes as a new version; the order is none.

A word is never removed: profiles, requests and leads that have it keep showing it, also when it is offered no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import NotFound, Refused
from segue.kit.text import folded
from segue.outbox.emit import Fact, emit
from segue.programme.models import Revision, Term
from segue.programme.unchanged import says_already

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

COVERING = (Term.Kind.COMPETENCY, Term.Kind.ENDORSEMENT)
"""Kinds of words that say something about products and services."""
COVERED = (Term.Kind.PRODUCT, Term.Kind.SERVICE)


class TermChanged(Refused):
    """Somebody else changed the word since it was read."""

    code = "term-changed"
    sentence = _("Somebody changed this word meanwhile. Look at it again before you save.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a word is called in each language; of a competency or endorsement also which codes it covers."""

    labels: Mapping[str, str]
    covers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """Return the columns that say it."""
        return {"labels": dict(self.labels), "covers": {kind: list(codes) for kind, codes in self.covers.items()}}


@transaction.atomic
def add_term(kind: Term.Kind, word: Word, *, by: UUID, at: datetime) -> Term:
    """Add a word at the end of its list and return it."""
    _lock()
    last = Term.objects.filter(kind=kind, current=True).order_by("-position").first()
    code = _free_code(kind, word.labels.get("en") or next(iter(word.labels.values())))
    position = last.position + 1 if last else 0
    return Term.objects.create(kind=kind, code=code, position=position, changed_at=at, changed_by=by, **word.columns())


@transaction.atomic
def change_term(kind: Term.Kind, code: str, word: Word, *, seen: int, by: UUID, at: datetime) -> Term:
    """Put a new version of a word in force and return it; who has the word has it by its new name.

    Where nothing is otherwise, the version that was seen stays. Raises NotFound, TermChanged.
    """
    return _new_version(kind, code, seen=seen, by=by, at=at, **word.columns())


@transaction.atomic
def retire_term(kind: Term.Kind, code: str, *, seen: int, by: UUID, at: datetime) -> Term:
    """Offer a word no more and return it; what has it keeps showing it. Raises as `change_term`."""
    return _new_version(kind, code, seen=seen, by=by, at=at, active=False)


@transaction.atomic
def restore_term(kind: Term.Kind, code: str, *, seen: int, by: UUID, at: datetime) -> Term:
    """Offer a retired word again and return it. Raises as `change_term`."""
    return _new_version(kind, code, seen=seen, by=by, at=at, active=True)


@transaction.atomic
def move_term(kind: Term.Kind, code: str, *, up: bool) -> None:
    """Change places with the word before (or after) it among those offered; at the end nothing moves."""
    _lock()
    current = Term.objects.filter(kind=kind, current=True).order_by("position", "code")
    offered = [term for term in current if term.active]
    here = next((n for n, term in enumerate(offered) if term.code == code), None)
    if here is None:
        raise NotFound
    there = here - 1 if up else here + 1
    if 0 <= there < len(offered):
        offered[here], offered[there] = offered[there], offered[here]
    for position, term in enumerate([*offered, *(term for term in current if not term.active)]):
        Term.objects.filter(id=term.id).update(position=position)


def term_versions(kind: Term.Kind, code: str) -> list[Term]:
    """Return every version of a word, the newest first; empty when there is no such word."""
    return list(Term.objects.filter(kind=kind, code=code).order_by("-version"))


def _lock() -> None:
    """Let one editor at a time change the vocabulary, and processes read their rules again."""
    Revision.objects.filter(id=1).update(number=F("number") + 1)


def _new_version(kind: Term.Kind, code: str, *, seen: int, by: UUID, at: datetime, **changes: object) -> Term:
    _lock()
    term = Term.objects.filter(kind=kind, code=code, current=True).first()
    if term is None:
        raise NotFound
    if term.version != seen:
        raise TermChanged
    if says_already(term, changes):
        return term
    Term.objects.filter(id=term.id).update(current=False)
    values = {name: getattr(term, name) for name in ("active", "position", "labels", "covers")} | changes
    try:
        with transaction.atomic():
            made = Term.objects.create(kind=kind, code=code, version=seen + 1, changed_at=at, changed_by=by, **values)
    except IntegrityError as error:
        raise TermChanged from error
    if made.labels != term.labels:
        emit(Fact("programme.word_renamed", f"programme.word:{made.id}", {"term": str(made.id)}), at=at)
    return made


def _free_code(kind: Term.Kind, label: str) -> str:
    wanted = slugify(folded(label)).replace("-", "_")[:40] or str(kind)
    taken = set(Term.objects.filter(kind=kind, code__startswith=wanted).values_list("code", flat=True))
    if wanted not in taken:
        return wanted
    return next(code for n in range(2, len(taken) + 3) if (code := f"{wanted}_{n}") not in taken)
