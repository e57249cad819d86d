"""A mail before it is dressed: what it says, in the reader's language, and the one thing to press."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from segue.kit.places import country_name
from segue.kit.spelled import LONG, LONG_WITH_YEAR, spelled
from segue.kit.text import cleaned
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from segue.leads.models import Lead
    from segue.notifications.models import Notice
    from segue.requests.models import Request

MOST_NEED = 1500
LONGEST_GREETING = 80
_ADDRESS = re.compile(r"https?:|www\.|[@/\\]|[^\W\d_]{2}\.[^\W\d_]{2}", re.IGNORECASE)
"""A link, or what mail programs turn into one, such as "evil.example"; "J. Smith" is a name."""
TYPES = {
    "inquiry": _("customer inquiry"),
    "marketing": _("marketing-qualified"),
    "sales": _("sales-qualified"),
}


@dataclass(frozen=True)
class About:
    """What a mail is about, as it is now."""

    notice: Notice
    lead: Lead | None = None
    request: Request | None = None

    @property
    def the_lead(self) -> Lead:
        """Return the lead of a mail that is about one."""
        assert self.lead is not None
        return self.lead


@dataclass(frozen=True)
class Letter:
    """The words of one mail: text first, one button, why it came."""

    subject: str
    lines: list[str]
    reason: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    items: list[tuple[str, str, str]] = field(default_factory=list)
    """Of a mail that tells of several things: what, a detail, where it is."""
    quote: str = ""
    code: str = ""
    button: tuple[str, str] | None = None
    after: list[str] = field(default_factory=list)


def shown_time(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the reader writes it, in a place's own time."""
    local = at.astimezone(zone)
    return f"{spelled(local.date(), LONG_WITH_YEAR)}, {local:%H:%M}"


def shown_day(at: datetime, zone: ZoneInfo) -> str:
    """Return the day of a moment as the reader writes it."""
    return spelled(at.astimezone(zone).date(), LONG)


def what_is_wanted(lead: Lead) -> list[tuple[str, str]]:
    """Return the facts of a lead that may stand in a mail: never the customer's person, phone, mail or street."""
    size = rules().label("size", lead.customer_size) if lead.customer_size else ""
    place = ", ".join(part for part in (lead.customer_city, country_name(lead.customer_country)) if part)
    found = [
        (gettext("Company"), lead.customer_company),
        (gettext("Size"), size),
        (gettext("Place"), place),
        (gettext("Wanted"), lead.wanted_by),
        (gettext("Kind"), gettext(TYPES[lead.type])),
    ]
    return [(name, value) for name, value in found if value]


def need_of(lead: Lead) -> str:
    """Return the need in the customer's words, cut where a mail would become too long."""
    return lead.need if len(lead.need) <= MOST_NEED else f"{lead.need[:MOST_NEED].rstrip()} …"


def greeted(name: str) -> str:
    """Return the name a mail begins with; empty for what is rather an advert than a name.

    Anybody can write a name and somebody else's e-mail address on a public form: we carry no message to them.
    """
    line = " ".join(cleaned(name).split())
    return "" if len(line) > LONGEST_GREETING or _ADDRESS.search(line) else line
