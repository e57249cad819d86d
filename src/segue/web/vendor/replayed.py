"""What a replay of the last searches comes to, in words: who rises, who falls, and the searches in which most moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from segue.accounts.queries import partner_names
from segue.directory.search.ask import FILTER_KINDS
from segue.web.public.words import choice_label, filter_title
from segue.web.reading import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from segue.directory.models import Impression
    from segue.directory.replay import Replay, Replayed, Views
    from segue.programme.queries import Rules

SEARCHES_SHOWN = 12
PARTNERS_SHOWN = 8
PLACES_SHOWN = 5
LEAST = 0.0005
"""Smaller changes of a share are none to speak of."""

Part = dict[str, Any]


def differences(found: Replay, rules: Rules) -> Part:
    """Return the sums, the partners that rise and fall most, and the searches that change most."""
    shown = _alike(found.searches, rules)[:SEARCHES_SHOWN]
    gains = sorted(found.views.items(), key=lambda row: row[1].before - row[1].after)
    rising = [row for row in gains if row[1].after - row[1].before > LEAST][:PARTNERS_SHOWN]
    falling = [row for row in reversed(gains) if row[1].before - row[1].after > LEAST][:PARTNERS_SHOWN]
    named = {partner_id for partner_id, _views in (*rising, *falling)}
    names = partner_names(named | {partner_id for one, _n in shown for partner_id in (*one.before, *one.after)})
    most = max((max(views.before, views.after) for _id, views in (*rising, *falling)), default=1.0) or 1.0
    return {
        "searches": len(found.searches),
        "moved": sum(1 for one in found.searches if one.moved()),
        "figures": _figures(found),
        "rising": [_partner(names, *row, most=most) for row in rising],
        "falling": [_partner(names, *row, most=most) for row in falling],
        "examples": [_example(one, names, rules, times=times) for one, times in shown],
    }


def _alike(searches: Sequence[Replayed], rules: Rules) -> list[tuple[Replayed, int]]:
    """Return the searches in which somebody moves, and how often: one question with one answer both ways, once."""
    found: dict[object, list[Replayed]] = {}
    for one in searches:
        if one.moved():
            found.setdefault((question_words(one.searched.impression, rules), one.before, one.after), []).append(one)
    return [(alike[0], len(alike)) for alike in found.values()]


def _figures(found: Replay) -> list[Part]:
    moved = sum(1 for one in found.searches if one.moved())
    new = [views for partner_id, views in found.views.items() if partner_id in found.newcomers]
    return [
        {"number": number_format(len(found.searches), force_grouping=True), "name": _("searches replayed")},
        {"number": number_format(moved, force_grouping=True), "name": _("in which somebody moves")},
        {"number": number_format(found.first_changed, force_grouping=True), "name": _("in which another stands first")},
        {
            "number": _share(sum(views.after for views in new)),
            "name": _("of the views go to newcomers"),
            "note": _("%(share)s now") % {"share": _share(sum(views.before for views in new))},
        },
    ]


def _partner(names: Mapping[UUID, str], partner_id: UUID, views: Views, *, most: float) -> Part:
    return {
        "name": names.get(partner_id, ""),
        "url": reverse("partner-record", args=[partner_id]),
        "before": _share(views.before),
        "after": _share(views.after),
        "share": round(100 * views.after / most),
        "was": round(100 * views.before / most),
    }


def _share(share: float) -> str:
    return f"{number_format(round(100 * share, 1), decimal_pos=1)}%"


def _example(one: Replayed, names: Mapping[UUID, str], rules: Rules, *, times: int) -> Part:
    return {
        "question": question_words(one.searched.impression, rules),
        "times": _("%(n)s times") % {"n": number_format(times, force_grouping=True)} if times > 1 else "",
        "before": _column(one.before, one.after, names),
        "after": _column(one.after, one.before, names),
    }


def _column(row: Sequence[UUID], other: Sequence[UUID], names: Mapping[UUID, str]) -> list[Part]:
    """Return the first places of one order, each with how far it is from its place in the other."""
    places = {partner_id: place for place, partner_id in enumerate(other)}
    return [
        {"name": names.get(partner_id, ""), "by": places[partner_id] - place, "down": place - places[partner_id]}
        for place, partner_id in enumerate(row[:PLACES_SHOWN])
    ]


def question_words(impression: Impression, rules: Rules) -> str:
    """Return what was looked for in one line, such as “erp”, Bergen; Product: ERP."""
    typed = [quoted(text) for text in (impression.what, impression.place) if text]
    kinds = ("country", "remote", "within", *FILTER_KINDS)
    chosen = [
        f"{filter_title(name)}: {choice_label(name, str(code), rules)}"
        for name, code in impression.filters.items()
        if name in kinds
    ]
    return " · ".join([*typed, *chosen]) or _("Everybody")
