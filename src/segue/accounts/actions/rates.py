"""Keep the programme's exchange rates as one who may."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.actions.programme import runs_programme
from segue.kit.errors import Invalid
from segue.kit.money import currencies
from segue.programme import rates
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Actor
    from segue.programme.models import Rate

LEAST, MOST = Decimal("0.00000001"), Decimal(1_000_000)


def change_rate(currency: str, rate: Decimal | None, *, actor: Actor, at: datetime, seen: int) -> Rate:
    """Say what one unit of a currency is worth in the programme's (None: not known any more) and return the rate.

    Raises Invalid, RateChanged.
    """
    by = runs_programme(actor)
    own = rules().programme.currency
    if currency not in currencies() or currency == own:
        raise Invalid({"currency": _("Choose a currency other than the programme's own.")})
    if rate is not None and not (rate.is_finite() and LEAST <= rate <= MOST):
        raise Invalid({"rate": _("Write what one unit is worth, such as 0.0852.")})
    exact = rate.quantize(LEAST) if rate is not None else None
    return rates.set_rate(currency, into=own, rate=exact, seen=seen, by=by, at=at)
