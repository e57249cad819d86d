"""How a customer agreed that a partner gets the request, in our own words, and those words read again.

What stands on a lead is the record: it stays in the language in which the customer agreed. Whoever reads it in another
one is told the same in their own, as long as it is one of our sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop, override

from segue.requests.models import Wish

if TYPE_CHECKING:
    from segue.leads.models import Lead

MOST_CONSENT = 200
"""The length of the column that says how the customer agreed."""

SENTENCES: dict[str, str] = {
    Wish.Named.FORM: gettext_noop("Ticked on the request form: %(names)s may get these data."),
    Wish.Named.PAGE: gettext_noop("Chosen by the customer on the private page: %(names)s may get these data."),
    Wish.Named.SENDER: gettext_noop("Asked on the request form; %(vendor)s chose the partner who gets these data."),
}
"""Who named the partner, and where -> how the customer agreed to it."""


def agreed(named: str, *, names: str, vendor: str) -> str:
    """Return how a customer agreed, in the active language, cut to the column's length."""
    words = gettext(SENTENCES[named]) % {"names": names, "vendor": vendor}
    return words if len(words) <= MOST_CONSENT else f"{words[: MOST_CONSENT - 1]}…"


def in_own_words(lead: Lead, *, partner: str, vendor: str) -> tuple[str, str]:
    """Return how the customer agreed in the active language, and the language in which it is written down.

    That language is empty where the words of the record are returned as they stand.
    """
    active = get_language() or settings.LANGUAGE_CODE
    for language in (active, *(code for code, _name in settings.LANGUAGES if code != active)):
        with override(language):
            found = [one for one in SENTENCES if agreed(one, names=partner, vendor=vendor) == lead.consent_how]
        if found:
            return agreed(found[0], names=partner, vendor=vendor), "" if language == active else language
    return lead.consent_how, ""
