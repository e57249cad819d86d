"""Why somebody hears of something: noted with whoever puts them on the list, said in the last line of the mail."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_noop

if TYPE_CHECKING:
    from segue.notifications.letter import About


BEING = "being"
"""Under which name a notice keeps it."""


class Why(StrEnum):
    """What somebody is to what they hear of."""

    OWNER = "owner"
    TEAM = "team"
    TOLD = "told"
    """An alert contact of the location, or a referrals admin in whose scope it is."""
    ADMIN = "admin"
    SENDER = "sender"
    STANDS_IN = "stands_in"
    """A colleague of whoever sent the lead for another partner and is no longer there."""
    MANAGER = "manager"
    INBOX = "inbox"
    """The programme's, where nobody of the vendor looks after the partner."""


SENTENCES = {
    Why.OWNER: gettext_noop("You get this because you own this lead."),
    Why.TEAM: gettext_noop("You get this because you are on the team of this lead."),
    Why.TOLD: gettext_noop("You get this because you are told of new leads at %(location)s."),
    Why.ADMIN: gettext_noop("You get this because you are a partner admin of %(partner)s."),
    Why.SENDER: gettext_noop("You get this because you sent this lead."),
    Why.STANDS_IN: gettext_noop("You get this because you send leads for %(company)s."),
    Why.MANAGER: gettext_noop("You get this because you look after %(partner)s."),
    Why.INBOX: gettext_noop("You get this because nobody else of the vendor looks after %(partner)s."),
}


def because(about: About, *, otherwise: Why, partner: str = "") -> str:
    """Return why the reader of a mail gets it, in the active language; `otherwise`: where it was not noted.

    `partner`: of what the mail is about, where that is no lead.
    """
    lead = about.lead
    names = {"partner": partner, "location": "", "company": ""}
    if lead is not None:
        company = lead.sender_partner.name if lead.sender_partner else ""
        names = {"partner": lead.partner.name, "location": lead.location.name, "company": company}
    return gettext(SENTENCES[Why(about.notice.data.get(BEING, otherwise))]) % names
