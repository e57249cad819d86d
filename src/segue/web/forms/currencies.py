"""Which currencies stand first where one is chosen."""

from __future__ import annotations

USUAL = ("EUR", "USD", "GBP", "CHF", "NOK", "SEK", "DKK", "PLN", "CZK")


def usual_first(own: str) -> tuple[str, ...]:
    """Return the currency at hand (the programme's, the lead's) and then the usual ones."""
    return tuple(dict.fromkeys([own, *USUAL]))
