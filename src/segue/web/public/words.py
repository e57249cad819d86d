"""What filters and places are called on the public pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.directory.models import PartnerSignals, Tag
from segue.directory.search import COUNTED_TO
from segue.kit.places import country_name, language_name

if TYPE_CHECKING:
    from segue.accounts.models import Location
    from segue.directory.search import Search
    from segue.programme.queries import Rules

LOOKED_FOR = (Tag.Kind.PRODUCT.value, Tag.Kind.SERVICE.value, Tag.Kind.INDUSTRY.value)
"""Filters that say what somebody needs, rather than who they are."""


def filter_title(name: str) -> str:
    """Return what a filter is called."""
    return {
        "what": _("What"),
        "where": _("Where"),
        "country": _("Country"),
        "remote": _("How"),
        Tag.Kind.INDUSTRY.value: _("Industry"),
        Tag.Kind.PRODUCT.value: _("Product"),
        Tag.Kind.SERVICE.value: _("Service"),
        Tag.Kind.SIZE.value: _("Your size"),
        Tag.Kind.LANGUAGE.value: _("Language"),
        Tag.Kind.MODEL.value: _("How they work"),
        Tag.Kind.KEYWORD.value: _("Skills"),
        "competency": _("Competency"),
        "endorsement": _("Endorsement"),
        "badge": _("Badge"),
        "within": _("Distance"),
    }[name]


def choice_label(name: str, code: str, rules: Rules) -> str:
    """Return what one choice of a filter, or a tag of that kind, is called."""
    if name == "remote":
        return _("Works remotely")
    if name == "country":
        return country_name(code)
    if name == Tag.Kind.LANGUAGE:
        return language_name(code)
    if name == "within":
        return _("within %(km)s km") % {"km": code}
    if name in {"what", "where", Tag.Kind.KEYWORD.value}:
        return code
    return rules.label(name, code)


def searched(query: Search, rules: Rules) -> dict[str, str]:
    """Return what was looked for and where, in the words typed or else those of the filters; `ask` keeps it."""
    filters = {kind: code for kind, code in query.tags.items() if kind in LOOKED_FOR}
    what = query.what or ", ".join(choice_label(kind, code, rules) for kind, code in filters.items())
    where = query.where or (country_name(query.country) if query.country else "")
    return {name: text for name, text in (("searched", what), ("near", where)) if text}


def counted(number: int, *, at_least: bool = False) -> str:
    """Return a count as people read it, such as 204 or 1,000+; `at_least`: there may be more."""
    shown = number_format(number, use_l10n=True, force_grouping=True)
    return f"{shown}+" if at_least or number >= COUNTED_TO else shown


def partners(number: int, *, at_least: bool = False) -> str:
    """Return "1 partner", "38 partners"; `at_least`: there may be more."""
    return ngettext("%(n)s partner", "%(n)s partners", number) % {"n": counted(number, at_least=at_least)}


def answers_words(within: str | None) -> str:
    """Return how soon a partner usually answers, such as "Usually answers within a day"; empty where not known."""
    return {
        PartnerSignals.Within.HOURS.value: _("Usually answers within hours"),
        PartnerSignals.Within.DAY.value: _("Usually answers within a working day"),
        PartnerSignals.Within.TWO_DAYS.value: _("Usually answers within two working days"),
    }.get(within or "", "")


def kilometres(km: float) -> str:
    """Return a distance as people say it, such as "12 km"."""
    return _("%(km)s km") % {"km": number_format(round(km), use_l10n=True, force_grouping=True)}


def place_of(location: Location) -> str:
    """Return a town with its country, such as "Bergen, Norway"."""
    return f"{location.city}, {country_name(location.country)}"
