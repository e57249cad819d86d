"""Whole numbers that come beside the fields of a form, such as the version that was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_DIGITS = 9
"""So many fit every column; Python itself refuses to read some thousands."""


def number_sent(text: str) -> int | None:
    """Return the number that a text is; None for anything else, and for more than a column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def version_seen(request: HttpRequest) -> int | None:
    """Return the version that the page showed which sent this form; None where it sent none."""
    return number_sent(request.POST.get("seen", ""))
