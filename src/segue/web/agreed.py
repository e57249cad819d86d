"""What a customer agreed to, for the pages of people: in the reader's words, beside those of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html

from segue.requests.agreed import in_own_words

if TYPE_CHECKING:
    from segue.leads.models import Lead


def consent(lead: Lead, *, partner: str, vendor: str) -> str:
    """Return it as text, or as markup that quotes the record where that is in another language."""
    words, written_in = in_own_words(lead, partner=partner, vendor=vendor)
    if not written_in:
        return words
    return format_html('{} <q lang="{}">{}</q>', words, written_in, lead.consent_how)
