"""Money as integer minor units and a currency; never a float, never a decimal column (SQLite keeps those as REAL)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import gettext as _

from segue.kit.figures import GROUPED, number_typed, without_spaces
from segue.kit.spelled import locale_of

MOST_MINOR = 10**15
"""The largest amount taken, in minor units: ten trillion euros is a typing error, and it fits a BIGINT."""

MOST_CONVERTED = 9 * 10**18
"""A converted amount beyond this is cut: the most a BIGINT holds."""

_A_GROUP = 3
_CENTS = 2


class NotAnAmount(ValueError):  # noqa: N818 -- it reads as what is wrong
    """What was typed is no amount of money; `sentence` says how to write it where that can be told from what it is."""

    def __init__(self, message: str, sentence: str = "") -> None:
        super().__init__(message)
        self.sentence = sentence


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes in use today."""
    ended_or_not = get_global("territory_currencies")
    return frozenset(code for rows in ended_or_not.values() for code, _, until, tender in rows if not until and tender)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, øre, or whole yen) of one ISO 4217 currency."""

    minor: int
    currency: str

    def shown(self, language: str) -> str:
        """Return the amount as a reader of this language writes it, such as `€12,500` or `12.500 €`."""
        amount = self.decimal()
        locale = locale_of(language)
        if amount != amount.to_integral_value():
            return str(format_currency(amount, self.currency, locale=locale))
        without_cents = locale.currency_formats["standard"].pattern.replace(".00", "")
        return str(format_currency(amount, self.currency, without_cents, locale=locale, currency_digits=False))

    def decimal(self) -> Decimal:
        """Return the amount in major units."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))


def converted(money: Money, *, rate: Decimal, into: str) -> Money:
    """Return an amount in another currency by what one unit is worth there, rounded half up to its minor units."""
    amount = money.decimal() * rate
    minor = int(amount.scaleb(get_currency_precision(into)).to_integral_value(rounding=ROUND_HALF_UP))
    return Money(min(minor, MOST_CONVERTED), into)


def parse_money(text: str, *, currency: str, language: str) -> Money:
    """Return the amount a person typed, whichever way they part thousands and cents.

    Whole groups of three are thousands in any language: nobody asks for 10 euros by writing 10.000. More decimals than
    the currency has are not rounded off: who writes 1,234567 means a million more often than 1.23.

    Raises NotAnAmount when it is no number, negative, beyond `MOST_MINOR`, has too many decimals, or the currency is
    unknown.
    """
    if currency not in currencies():
        message = f"unknown currency {currency!r}"
        raise NotAnAmount(message)
    decimals = get_currency_precision(currency)
    try:
        typed = without_spaces(text)
        if decimals < _A_GROUP and GROUPED.fullmatch(typed):
            typed = re.sub(r"\D", "", typed)
        amount = number_typed(typed, language=language)
    except ValueError as error:
        raise NotAnAmount(str(error)) from error
    minor = amount.scaleb(decimals)
    if -_exponent(amount) > max(decimals, _CENTS) or minor != minor.to_integral_value():
        raise NotAnAmount(f"too many decimals: {text!r}", _without_decimals(typed, currency))
    if not 0 <= minor <= MOST_MINOR:
        message = "an amount is at least 0 and at most ten trillion"
        raise NotAnAmount(message)
    return Money(int(minor), currency)


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)  # no infinity is ever typed
    return exponent


def _without_decimals(typed: str, currency: str) -> str:
    most, whole = get_currency_precision(currency), re.sub(r"\D", "", typed)
    if not most:
        return _("%(currency)s has no decimals: write the amount without point and comma.") % {"currency": currency}
    sentence = _("At most %(most)s figures can stand after a point or comma. If you mean %(whole)s, write it without.")
    return sentence % {"most": most, "whole": whole}
