"""Countries (ISO 3166-1 alpha-2) and languages (BCP 47), named in the reader's language."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pycountry
from django.utils.translation import get_language

from segue.kit.spelled import locale_of
from segue.kit.text import folded

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "he", "hi", "hr", "hu", "is"),
    *("it", "ja", "ko", "lt", "lv", "mt", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr"),
    *("uk", "zh"),
)
"""What people of a company may say they work in."""


@cache
def country_codes() -> frozenset[str]:
    """Return every country's code."""
    return frozenset(country.alpha_2 for country in pycountry.countries)


def country_name(code: str, language: str | None = None) -> str:
    """Return what a country is called in a language (the active one by default); an unknown code as it is."""
    return str(_locale(language).territories.get(code, code))


def language_name(code: str, language: str | None = None) -> str:
    """Return what a language is called in a language (the active one by default); an unknown code as it is."""
    name = str(_locale(language).languages.get(code, code))
    return name[:1].upper() + name[1:]


def countries(language: str | None = None) -> list[tuple[str, str]]:
    """Return code and name of every country, by name, for a list to choose from."""
    return list(_by_name(language or get_language() or "en"))


@lru_cache(maxsize=64)
def _by_name(language: str) -> tuple[tuple[str, str], ...]:
    names = ((code, country_name(code, language)) for code in country_codes())
    return tuple(sorted(names, key=lambda row: folded(row[1])))


def languages(language: str | None = None) -> list[tuple[str, str]]:
    """Return code and name of the languages offered, by name."""
    return sorted(((code, language_name(code, language)) for code in LANGUAGES), key=lambda row: folded(row[1]))


def country_called(text: str) -> str | None:
    """Return the country that a typed text names by its code or its English or Italian name; None if none."""
    return _by_what_is_typed().get(folded(text).strip())


@cache
def _by_what_is_typed() -> dict[str, str]:
    """Return the code of each country by its folded code and names; a code before a name that is spelled like it."""
    codes = sorted(country_codes())
    names = {folded(country_name(code, language)): code for language in ("it", "en") for code in codes}
    return names | {folded(code): code for code in codes}


def _locale(language: str | None) -> Locale:
    return locale_of((language or get_language() or "en").replace("_", "-"))
