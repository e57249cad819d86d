"""What the terms of a score bring, as sliders, as a proposal and as history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from segue.accounts.queries import names_of
from segue.directory.ranking.terms import Term
from segue.kit.proportion import in_proportion
from segue.programme.defaults import TENTHS, TENTHS_TOGETHER
from segue.programme.models import Ordering
from segue.programme.ordering import ALONE
from segue.web.forms.numbers import number_sent
from segue.web.reading import iso
from segue.web.terms import WORDED, points_of_tenths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.http import QueryDict

    from segue.web.reading import Reader

MOST = 500
"""Tenths a slider goes to; what is set is shared out so that all make 100 points."""
STEP = 5

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What somebody tries: the sliders as set, and the points they come to."""

    asked: bool
    """Whether anything was set; else it is what is in force."""
    set: Mapping[str, int]
    tenths: Mapping[str, int]
    newcomers_slot: bool
    exposure_cap: bool
    changed: bool
    """Whether it differs from what is in force."""


def trial(given: QueryDict, *, in_force: Ordering) -> Trial:
    """Return what an address or a form tries; what cannot be read stays as it is in force."""
    asked = "tried" in given
    placed = {term.value: _set(given.get(term.value, ""), in_force.tenths[term.value]) for term in Term}
    slot = "newcomers_slot" in given if asked else in_force.newcomers_slot
    cap = "exposure_cap" in given if asked else in_force.exposure_cap
    tenths = shared_out(placed) or dict(in_force.tenths)
    same = (tenths, slot, cap) == (dict(in_force.tenths), in_force.newcomers_slot, in_force.exposure_cap)
    return Trial(asked, placed, tenths, slot, cap, changed=not same)


def _set(text: str, otherwise: int) -> int:
    number = number_sent(text)
    return otherwise if number is None or number > TENTHS_TOGETHER else number


def shared_out(placed: Mapping[str, int]) -> dict[str, int]:
    """Return tenths of points in the proportion of the sliders, together 1,000; empty when all stand at nothing."""
    shares = in_proportion(TENTHS_TOGETHER, list(placed.values()))
    return dict(zip(placed, shares, strict=True)) if any(shares) else {}


def panel(tried: Trial, *, in_force: Ordering) -> Part:
    """Return the sliders, each with what it brings now and would bring."""
    return {
        "terms": [
            {
                "name": term.value,
                "label": WORDED[term].name,
                "says": WORDED[term].says,
                "value": tried.set[term.value],
                "most": max(MOST, tried.set[term.value]),
                "step": 1 if tried.set[term.value] % STEP else STEP,
                "now": points_of_tenths(in_force.tenths[term.value]),
                "tried": points_of_tenths(tried.tenths[term.value]),
                "tenths": tried.tenths[term.value],
                "moved": tried.tenths[term.value] != in_force.tenths[term.value],
            }
            for term in Term
        ],
        "newcomers_slot": tried.newcomers_slot,
        "exposure_cap": tried.exposure_cap,
    }


def proposal(waiting: Ordering, in_force: Ordering, *, reader: Reader, at: datetime) -> Part:
    """Return what waits to be decided: who proposed it, why, and what it would change."""
    people = names_of({waiting.proposed_by})
    return {
        "version": waiting.version,
        "by": _known(waiting.proposed_by, people),
        "when": reader.moment(waiting.proposed_at, near=at),
        "by_itself": reader.moment((waiting.alone_since or at) + ALONE, near=at),
        "note": waiting.note,
        "changes": _changes(in_force, waiting),
        "returns_to": waiting.returns_to,
    }


def versions(rows: Sequence[Ordering], *, in_force: Ordering, reader: Reader, at: datetime) -> list[Part]:
    """Return what was decided so far, the newest first, down to what every programme begins with."""
    people = names_of({one for row in rows for one in (row.proposed_by, row.decided_by) if one})
    told = [
        {
            "version": row.version,
            "when": reader.moment(row.proposed_at, near=at),
            "iso": iso(row.proposed_at),
            "by": _known(row.proposed_by, people),
            "fate": _fate(row, people, reader=reader, at=at),
            "kind": "green" if row.version == in_force.version else "",
            "note": row.note,
            "changes": _changes(before, row) if (before := _before(row, rows)) else [],
            "may_return": row.in_force_at is not None and row.version != in_force.version,
        }
        for row in rows
    ]
    first = {"version": 0, "fate": _("What every programme begins with"), "may_return": in_force.version != 0}
    return [*told, first]


def _before(row: Ordering, rows: Sequence[Ordering]) -> Ordering | None:
    """Return what was in force when a version was proposed; None where that is longer ago than `rows` go back."""
    earlier = [one for one in rows if one.version < row.version]
    ruled = [one for one in earlier if one.in_force_at and one.in_force_at <= row.proposed_at]
    if ruled:
        return max(ruled, key=lambda one: (one.in_force_at, one.version))
    return Ordering(version=0, tenths=TENTHS) if rows[-1].version == 1 else None


def _changes(before: Ordering, after: Ordering) -> list[Part]:
    """Return what differs between two versions, in words."""
    terms = [
        {
            "name": WORDED[term].name,
            "was": points_of_tenths(before.tenths[term]),
            "is": points_of_tenths(after.tenths[term]),
        }
        for term in Term
        if before.tenths[term] != after.tenths[term]
    ]
    rules = (
        (_("A place for newcomers"), before.newcomers_slot, after.newcomers_slot),
        (_("A cap on views"), before.exposure_cap, after.exposure_cap),
    )
    return terms + [{"name": name, "was": _yes(was), "is": _yes(now)} for name, was, now in rules if was != now]


def _yes(kept: bool) -> str:  # noqa: FBT001 -- a word for it
    return _("yes") if kept else _("no")


def _fate(row: Ordering, people: Mapping[UUID, str], *, reader: Reader, at: datetime) -> str:
    by = {"name": _known(row.decided_by, people)} if row.decided_by else {}
    if row.in_force_at:
        when = {"when": reader.moment(row.in_force_at, near=at)}
        if by:
            return _("In force since %(when)s, approved by %(name)s") % {**when, **by}
        return _("In force since %(when)s, 24 hours after it was proposed") % when
    if row.dropped_at:
        return _("Dropped by %(name)s") % by
    return _("Waits")


def _known(person_id: UUID | None, people: Mapping[UUID, str]) -> str:
    known = people.get(person_id) if person_id else None
    return known or _("Somebody who is no longer known")
