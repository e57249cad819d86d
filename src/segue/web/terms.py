"""The nine terms of a score in words: what each is called, and in two sentences what it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from segue.directory.ranking.score import FULL
from segue.directory.ranking.terms import Term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.kit.errors import Sentence


@dataclass(frozen=True, slots=True)
class Worded:
    """What a term is called, and what it looks at."""

    name: Sentence
    says: Sentence


WORDED: Mapping[Term, Worded] = {
    Term.TEXT: Worded(
        _("Words"),
        _(
            "How well a profile answers the words you typed, rare words more than common ones. A word counts "
            "4 as a skill or keyword, 3 in the name, 2 in products and services, 1 in the description."
        ),
    ),
    Term.FIT: Worded(
        _("Fit"),
        _(
            "How much of what you chose a partner offers: products, then services and industries, then your "
            "size and your language. Where its profile says nothing, that is worth half."
        ),
    ),
    Term.COMPETENCY: Worded(
        _("Competency"),
        _(
            "Whether the programme has examined the partner for the products and services you chose. One "
            "outside of them brings nothing."
        ),
    ),
    Term.PROXIMITY: Worded(
        _("Distance"),
        _(
            "How near its nearest location is: half the points at 100 km, a quarter at 200, never less than a "
            "fifth in the same country. If you accept work from afar and the partner offers it, distance "
            "costs nothing."
        ),
    ),
    Term.RESPONSIVENESS: Worded(
        _("Answer time"),
        _(
            "How often it answers within two of its working days, and how soon. A reasoned no counts as much "
            "as a yes; silence costs."
        ),
    ),
    Term.SIMILARITY: Worded(
        _("Similar deals"),
        _(
            "Whether it took requests of this kind before, or turned them down as not its field or region. A "
            "no for lack of time says nothing about the kind."
        ),
    ),
    Term.OUTCOME: Worded(
        _("Deals that came about"),
        _(
            "Which share of its closed deals was won. The share counts and not the number, so that size is no "
            "advantage."
        ),
    ),
    Term.REPORT: Worded(
        _("Reporting back"),
        _(
            "Whether it says what became of the deals it accepted. A deal that is over without a word counts "
            "against it."
        ),
    ),
    Term.LOAD: Worded(
        _("Room"),
        _(
            "How many unanswered requests it has, against how many it can take. Whoever is free comes before "
            "whoever is not."
        ),
    ),
}


POINT = FULL // 100
"""Thousandths in a point."""


def points_of_tenths(tenths: float) -> str:
    """Return tenths of a point as people read points, such as 21 or 4.5."""
    return number_format(tenths / 10, decimal_pos=0 if tenths % 10 == 0 else 1)


def points(thousandths: int) -> str:
    """Return thousandths of a point to a tenth, such as 12.4 or 12.0."""
    return to_a_tenth(thousandths / POINT)


def whole_points(thousandths: int) -> str:
    """Return thousandths of a point as whole points, where a glance is enough."""
    return number_format(round(thousandths / POINT))


def to_a_tenth(number: float) -> str:
    """Return a number with one decimal."""
    # Rounded here, for the format only cuts off.
    return number_format(round(number, 1), decimal_pos=1)
