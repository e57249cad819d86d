"""Edit the reasons for a no. What a reason says or means changes as a new version; the order is only an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Invalid, NotFound, Refused
from segue.kit.text import cleaned, folded
from segue.programme.models import Reason, Revision
from segue.programme.unchanged import says_already

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

TELLS_NOBODY = frozenset({Reason.Kind.SPAM, Reason.Kind.NOT_A_CUSTOMER})
"""Kinds of which the customer never hears: the vendor reviews them."""


class ReasonChanged(Refused):
    """Somebody else changed the reason since it was read."""

    code = "reason-changed"
    sentence = _("Somebody changed this reason meanwhile. Look at it again before you save.")


class LastReason(Refused):
    """Who declines or loses must be able to say why."""

    code = "last-reason"
    sentence = _("At least one reason must be left for declining, and one for losing.")


class NameTaken(Refused):
    """Who chooses a reason could not tell two of one name apart."""

    code = "name-taken"
    sentence = _("Another reason is called so already. Rename one of them first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a reason says, in each language, and what follows from it."""

    used_for: Reason.For
    meaning: Reason.Meaning
    customer_hears: bool
    onward: bool
    labels: Mapping[str, str]
    sentences: Mapping[str, str]
    told: Mapping[str, str]


@transaction.atomic
def add_reason(wording: Wording, *, by: UUID, at: datetime) -> Reason:
    """Add a reason of the programme's own at the end of the list and return it. Raises Invalid."""
    _lock()
    last = Reason.objects.filter(current=True).order_by("-position").first()
    code = _free_code(wording.labels.get("en") or next(iter(wording.labels.values())))
    made = Reason.objects.create(
        code=code, position=last.position + 1 if last else 0, changed_at=at, changed_by=by, **_columns(wording)
    )
    _keep_apart(made)
    return made


@transaction.atomic
def change_reason(code: str, wording: Wording, *, seen: int, by: UUID, at: datetime) -> Reason:
    """Put a new version of a reason in force and return it; what was answered keeps the version it was given for.

    Where nothing is otherwise, the version that was seen stays. Raises Invalid, NotFound, ReasonChanged, LastReason.
    """
    return _new_version(code, seen=seen, by=by, at=at, **_columns(wording))


@transaction.atomic
def retire_reason(code: str, *, seen: int, by: UUID, at: datetime) -> Reason:
    """Offer a reason no more and return it; leads that have it keep showing it. Raises as `change_reason`."""
    return _new_version(code, seen=seen, by=by, at=at, active=False)


@transaction.atomic
def restore_reason(code: str, *, seen: int, by: UUID, at: datetime) -> Reason:
    """Offer a retired reason again and return it. Raises NameTaken, and as `change_reason`."""
    try:
        return _new_version(code, seen=seen, by=by, at=at, active=True)
    except Invalid as error:
        raise NameTaken from error


@transaction.atomic
def move_reason(code: str, *, up: bool) -> None:
    """Change places with the reason before (or after) it among those offered; at the end nothing moves."""
    _lock()
    offered = list(Reason.objects.filter(current=True, active=True).order_by("position", "code"))
    here = next((n for n, reason in enumerate(offered) if reason.code == code), None)
    if here is None:
        raise NotFound
    there = here - 1 if up else here + 1
    if 0 <= there < len(offered):
        offered[here], offered[there] = offered[there], offered[here]
    retired = Reason.objects.filter(current=True, active=False).order_by("position", "code")
    for position, reason in enumerate([*offered, *retired]):
        Reason.objects.filter(id=reason.id).update(position=position)


def _lock() -> None:
    """Let one editor at a time change the list, and processes read their rules again."""
    Revision.objects.filter(id=1).update(number=F("number") + 1)


def _columns(wording: Wording) -> dict[str, object]:
    return {
        "used_for": wording.used_for,
        "meaning": wording.meaning,
        "customer_hears": wording.customer_hears,
        "onward": wording.onward,
        "labels": dict(wording.labels),
        "sentences": dict(wording.sentences),
        "told": dict(wording.told),
    }


def _new_version(code: str, *, seen: int, by: UUID, at: datetime, **changes: object) -> Reason:
    _lock()
    reason = Reason.objects.filter(code=code, current=True).first()
    if reason is None:
        raise NotFound
    if reason.version != seen:
        raise ReasonChanged
    if reason.kind in TELLS_NOBODY:
        changes |= {"customer_hears": False, "onward": False}
    if says_already(reason, changes):
        return reason
    Reason.objects.filter(id=reason.id).update(current=False)
    values = {name: getattr(reason, name) for name in _KEPT} | changes
    try:
        with transaction.atomic():
            made = Reason.objects.create(version=seen + 1, changed_at=at, changed_by=by, **values)
    except IntegrityError as error:
        raise ReasonChanged from error
    _keep_one()
    _keep_apart(made)
    return made


_KEPT = (
    *("code", "active", "position", "used_for", "meaning", "kind", "customer_hears", "onward"),
    *("labels", "sentences", "told"),
)


def _keep_one() -> None:
    used = set(Reason.objects.filter(current=True, active=True).values_list("used_for", flat=True))
    if Reason.For.BOTH not in used and not {Reason.For.DECLINE, Reason.For.LOST} <= used:
        raise LastReason


def _keep_apart(made: Reason) -> None:
    """Raise Invalid where a reason is called, in any language, as another that is offered for the same."""
    if not made.active:
        return
    rivals = Reason.objects.filter(current=True, active=True).exclude(id=made.id)
    if made.used_for != Reason.For.BOTH:
        rivals = rivals.filter(used_for__in=(made.used_for, Reason.For.BOTH))
    taken = {(language, _name(label)) for rival in rivals for language, label in rival.labels.items()}
    wrong = {
        f"label_{language}": _("Another reason is called so already.")
        for language, label in made.labels.items()
        if (language, _name(label)) in taken
    }
    if wrong:
        raise Invalid(wrong)


def _name(label: str) -> str:
    return cleaned(label).casefold()


def _free_code(label: str) -> str:
    wanted = slugify(folded(label)).replace("-", "_")[:30] or "reason"
    taken = set(Reason.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    if wanted not in taken:
        return wanted
    return next(code for n in range(2, len(taken) + 3) if (code := f"{wanted}_{n}") not in taken)
