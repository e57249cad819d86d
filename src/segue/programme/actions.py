"""Set up and change the programme. Every change is a new version; what was in force before stays as history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Refused
from segue.outbox.emit import Fact, emit
from segue.programme import defaults
from segue.programme.models import Programme, Reason, Revision, Term
from segue.programme.queries import SETTINGS
from segue.programme.unchanged import says_already

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class AlreadySetUp(Refused):
    """A database holds one programme, and it is there already."""

    code = "already-set-up"
    sentence = _("This programme is set up already.")


class ProgrammeChanged(Refused):
    """Somebody else changed the settings since they were read."""

    code = "programme-changed"
    sentence = _("Somebody changed the settings meanwhile. Look at them again before you save.")


@transaction.atomic
def set_up(*, name: str, vendor_name: str, inbox: str, at: datetime, **settings: Any) -> Programme:
    """Create the programme with the reasons and the vocabulary it starts with; raise AlreadySetUp if there is one."""
    if Programme.objects.exists():
        raise AlreadySetUp
    Reason.objects.bulk_create(_reason(position, row, at=at) for position, row in enumerate(defaults.REASONS))
    Term.objects.bulk_create(
        Term(kind=kind, code=code, labels={"en": english, "it": italian}, position=position, changed_at=at)
        for kind, rows in defaults.TERMS.items()
        for position, (code, english, italian) in enumerate(rows)
    )
    Revision.objects.create(id=1, number=1)
    return Programme.objects.create(
        version=1,
        name=name,
        vendor_name=vendor_name,
        inbox=inbox,
        changed_at=at,
        **{"languages": ["en", "it"], **settings},
    )


def _reason(position: int, row: defaults.ReasonRow, *, at: datetime) -> Reason:
    def both(texts: tuple[str, str]) -> dict[str, str]:
        return dict(zip(("en", "it"), texts, strict=True))

    return Reason(
        code=row.code,
        position=position,
        used_for=row.used_for,
        meaning=row.meaning,
        kind=row.kind,
        customer_hears=row.customer_hears,
        onward=row.onward,
        labels=both(row.labels),
        sentences=both(row.sentences),
        told=both(row.told),
        changed_at=at,
    )


@transaction.atomic
def change_settings(*, seen: int, by: UUID, at: datetime, **changes: Any) -> Programme:
    """Put a new version of the settings in force and return it; raise ProgrammeChanged if `seen` is not the latest.

    Where nothing is otherwise, that version stays the latest and is returned.
    Leads already received keep the due time they were given; a changed number of days touches new leads only.
    """
    programme = Programme.objects.order_by("-version").first()
    if programme is None or programme.version != seen:
        raise ProgrammeChanged
    if says_already(programme, changes):
        return programme
    before = programme.currency
    for field, value in changes.items():
        setattr(programme, field, value)
    programme.version, programme.changed_at, programme.changed_by = seen + 1, at, by
    try:
        with transaction.atomic():
            programme.save(force_insert=True)
    except IntegrityError as error:
        raise ProgrammeChanged from error
    Revision.objects.filter(id=1).update(number=F("number") + 1)
    if programme.currency != before:
        emit(Fact("programme.currency_changed", f"programme.currency:{programme.version}"), at=at)
    return programme


class NoSuchVersion(Refused):
    """There is no such version of the settings, or it is in force."""

    code = "no-such-version"
    sentence = _("This version is in force already, or there is none.")


def return_to(version: int, *, seen: int, by: UUID, at: datetime) -> Programme:
    """Put the settings of an earlier version in force again, logo and all, as a new version, and return it.

    Raises NoSuchVersion, ProgrammeChanged.
    """
    earlier = Programme.objects.filter(version=version).exclude(version=seen).first()
    if earlier is None:
        raise NoSuchVersion
    return change_settings(
        seen=seen, by=by, at=at, logo=bytes(earlier.logo), **{name: getattr(earlier, name) for name in SETTINGS}
    )
