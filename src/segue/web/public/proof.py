"""What the vendor says of a partner, in words: competencies with their level, endorsements, badges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from segue.directory.models import Distinction
from segue.kit.spelled import spelled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from segue.programme.queries import Rules

MONTH, DAY = "MMMM y", "d MMMM y"
LEVELS = len(Distinction.Level)


def proof(distinctions: Iterable[Distinction], rules: Rules) -> dict[str, list[dict[str, Any]]]:
    """Return the distinctions by kind, as the profile's page shows them; kinds without any are empty lists."""
    found: dict[str, list[dict[str, Any]]] = {kind.value: [] for kind in Distinction.Kind}
    for one in distinctions:
        found[one.kind].append(mark(one, rules))
    return found


def mark(one: Distinction, rules: Rules) -> dict[str, Any]:
    """Return one distinction in words; `lit` of `dots` say its level without words."""
    level = Distinction.Level(one.level) if one.level else None
    return {
        "kind": one.kind,
        "text": rules.label(one.kind, one.code),
        "level": level.label if level else "",
        "dots": [number < LEVELS + 1 - level for number in range(LEVELS)] if level else [],
        "since": _("since %(month)s") % {"month": spelled(one.since, MONTH)},
        "ends": _("ends on %(day)s") % {"day": day_words(one.until)} if one.until else "",
        "endorser": one.endorser,
        "sentence": one.sentence,
    }


def day_words(day: date) -> str:
    """Return a day with its year, as the reader writes it."""
    return spelled(day, DAY)
