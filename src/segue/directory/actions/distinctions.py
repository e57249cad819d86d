"""Say what the vendor vouches for: give a partner a competency, badge or endorsement, correct it, take it back."""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Partner
from segue.directory.distinctions import distinction_to_change
from segue.directory.models import Distinction, DistinctionEvent
from segue.directory.policy import require_keeper
from segue.directory.search import rows
from segue.kit.errors import Invalid, Refused, Sentence
from segue.kit.lengths import too_long
from segue.kit.names import unreadable
from segue.kit.text import cleaned
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

Kind = Distinction.Kind
What = DistinctionEvent.What
_LOGGED = ("level", "since", "until", "endorser", "sentence")
_MOST = {"endorser": 120, "sentence": 300}


class DistinctionChanged(Refused):
    """Somebody else changed it since it was read."""

    code = "distinction-changed"
    sentence = _("Somebody changed this meanwhile. Look at it again before you save.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a partner: a word of the vocabulary, from a day to a day (both included; None: no end).

    A competency has a level; an endorsement has who says it, and a sentence.
    """

    kind: Distinction.Kind
    code: str
    since: date
    until: date | None = None
    level: int | None = None
    endorser: str = ""
    sentence: str = ""


@transaction.atomic
def give_distinction(partner_id: UUID, said: Said, *, actor: Actor, at: datetime) -> Distinction:
    """Give a partner a competency, a badge or an endorsement and return it. Raises Invalid, Forbidden, NotFound."""
    by = require_keeper(partner_id, actor=actor)
    # The company's row is the lock, so that nobody gives the same competency for the same days beside this.
    Partner.objects.select_for_update().get(id=partner_id)
    values = _checked(said, partner_id=partner_id)
    row = Distinction.objects.create(partner_id=partner_id, changed_at=at, changed_by=by, **values)
    _write_down(What.GIVEN, by=by, at=at, now=row)
    rows.rewrite([partner_id])
    return row


@transaction.atomic
def change_distinction(
    distinction_id: UUID, said: Said, *, partner_id: UUID, actor: Actor, at: datetime, seen: int
) -> Distinction:
    """Correct what is said, or give it another last day, and return it; which word it is stays as it is.

    Raises Invalid, DistinctionChanged, Forbidden, NotFound.
    """
    by = require_keeper(partner_id, actor=actor)
    Partner.objects.select_for_update().get(id=partner_id)
    row = distinction_to_change(distinction_id, partner_id=partner_id, actor=actor)
    values = _checked(said, partner_id=partner_id, row=row) | {"kind": row.kind, "code": row.code}
    before = copy(row)
    read = Distinction.objects.filter(id=row.id, version=seen)
    if not read.update(**values, version=F("version") + 1, changed_at=at, changed_by=by):
        raise DistinctionChanged
    row.refresh_from_db()
    _write_down(What.CHANGED, by=by, at=at, before=before, now=row)
    rows.rewrite([partner_id])
    return row


@transaction.atomic
def take_back_distinction(distinction_id: UUID, *, partner_id: UUID, actor: Actor, at: datetime, seen: int) -> None:
    """Remove what was given by mistake, as if it had never been; what merely ends gets a last day instead.

    That it was there stands in the log. Raises DistinctionChanged, Forbidden, NotFound.
    """
    by = require_keeper(partner_id, actor=actor)
    row = distinction_to_change(distinction_id, partner_id=partner_id, actor=actor)
    gone, _each = Distinction.objects.filter(id=row.id, version=seen).delete()
    if not gone:
        raise DistinctionChanged
    _write_down(What.TAKEN_BACK, by=by, at=at, before=row)
    rows.rewrite([partner_id])


def _write_down(
    what: str, *, by: UUID, at: datetime, before: Distinction | None = None, now: Distinction | None = None
) -> None:
    """Write down what was said of a partner before, and what is now; a correction that corrects nothing is none."""
    row = now or before
    assert row is not None
    pairs = {name: [_plain(before, name), _plain(now, name)] for name in _LOGGED}
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if changes:
        of = {"partner_id": row.partner_id, "kind": row.kind, "code": row.code}
        DistinctionEvent.objects.create(what=what, by=by, at=at, changes=changes, **of)


def _plain(row: Distinction | None, name: str) -> str | int | None:
    value = getattr(row, name, None)
    return value.isoformat() if isinstance(value, date) else value or None


def _checked(said: Said, *, partner_id: UUID, row: Distinction | None = None) -> dict[str, Any]:
    values = asdict(said) | {"endorser": cleaned(said.endorser), "sentence": cleaned(said.sentence)}
    if said.kind != Kind.COMPETENCY:
        values["level"] = None
    if said.kind != Kind.ENDORSEMENT:
        values["endorser"] = values["sentence"] = ""
    wrong = too_long(values, _MOST) | unreadable({"endorser": said.endorser})
    term = rules().terms.get((said.kind, said.code))
    if row is None and (term is None or not term.active):
        wrong["code"] = _("Choose from the list.")
    if said.kind == Kind.COMPETENCY and said.level not in Distinction.Level.values:
        wrong["level"] = _("Choose the level.")
    if said.until is not None and said.until < said.since:
        wrong["until"] = _("It cannot end before it begins.")
    if said.kind == Kind.ENDORSEMENT:
        wrong |= _unsigned(values)
    elif not wrong and _twice(said, partner_id=partner_id, row=row):
        wrong["since"] = _("The company has this already in these days. End the earlier one first.")
    if wrong:
        raise Invalid(wrong)
    return values


def _unsigned(values: dict[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if not values["endorser"]:
        wrong["endorser"] = _("Say who endorses the company.")
    if not values["sentence"]:
        wrong["sentence"] = _("Write the sentence that customers will read.")
    return wrong


def _twice(said: Said, *, partner_id: UUID, row: Distinction | None) -> bool:
    same = Distinction.objects.filter(partner_id=partner_id, kind=said.kind, code=said.code)
    if row is not None:
        same = same.exclude(id=row.id)
    return any(
        (said.until is None or other.since <= said.until) and (other.until is None or said.since <= other.until)
        for other in same
    )
