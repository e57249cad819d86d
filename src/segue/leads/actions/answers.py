"""What a partner says when it answers or closes: the data of accept, decline, won, lost and edit, and their checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from segue.kit.clock import earliest_day, latest_day
from segue.kit.errors import Invalid
from segue.kit.lengths import too_long
from segue.kit.text import cleaned
from segue.leads.actions.worth import worth
from segue.leads.models import Lead, TimeFrame
from segue.leads.time_frame import last_day
from segue.programme.models import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from segue.kit.errors import Sentence
    from segue.kit.money import Money
    from segue.programme.queries import Rules

DEAL_NAME_CHARS = 160
NOTES_CHARS = 10_000
MESSAGE_CHARS = 4000
"""A note for the vendor, or a message to the customer: two pages."""
IDS_CHARS = {"crm_id": 80, "campaign_id": 80}
LATEST_PURCHASE = timedelta(days=3653)
"""Ten years, whichever of them are leap years."""
BEFORE_RECEIVED = _("Give a day that is not before the lead came.")


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the partner's people, as typed."""

    name: str
    email: str
    phone: str = ""


class _Said:
    """Something a partner says; its texts are cleaned as they come in, so that what is checked, held and kept agree."""

    __slots__: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if isinstance(text := getattr(self, name), str):
                object.__setattr__(self, name, cleaned(text))


@dataclass(frozen=True, slots=True)
class Deal(_Said):
    """What the partner keeps about the deal. `money` None: not known yet; `purchase_on` counts for frame `date`."""

    deal_name: str = ""
    money: Money | None = None
    time_frame: str = ""
    purchase_on: date | None = None
    notes: str | None = None
    crm_id: str = ""
    campaign_id: str = ""

    def columns(self, lead: Lead, *, today: date, rules: Rules) -> dict[str, Any]:
        """Return the lead's columns for this deal; raise Invalid naming each field that cannot be taken.

        `today` is the date at its location, where reminders of a purchase date are counted, too.
        """
        self._check(lead, today=today)
        purchase = self.purchase_on if self.time_frame == TimeFrame.DATE else last_day(self.time_frame, today=today)
        return {
            "deal_name": self.deal_name or lead.deal_name or default_name(lead),
            "value_minor": self.money.minor if self.money else None,
            **worth(self.money, rules),
            "currency": self.money.currency if self.money else lead.currency,
            "time_frame": self.time_frame,
            "purchase_on": purchase,
            "purchase_sort": purchase or date.max,
            "notes": lead.notes if self.notes is None else self.notes,
            "crm_id": self.crm_id,
            "campaign_id": self.campaign_id,
        }

    def _check(self, lead: Lead, *, today: date) -> None:
        wrong = too_long({"crm_id": self.crm_id, "campaign_id": self.campaign_id}, IDS_CHARS)
        if len(self.deal_name) > DEAL_NAME_CHARS:
            wrong["deal_name"] = _("Shorten the name to 160 characters.")
        if self.notes and len(self.notes) > NOTES_CHARS:
            wrong["notes"] = _("Shorten the notes to 10,000 characters.")
        if self.time_frame not in TimeFrame.values:
            wrong["time_frame"] = _("Choose one of the time frames.")
        if self.time_frame == TimeFrame.DATE and self.purchase_on is None:
            wrong["purchase_on"] = _("Give the date, or choose a time frame.")
        wrong |= self._about_purchase(lead, today=today)
        if wrong:
            raise Invalid(wrong)

    def _about_purchase(self, lead: Lead, *, today: date) -> dict[str, Sentence]:
        """Return what is wrong with the day of purchase; the one that stands on the lead stays as it is."""
        day = self.purchase_on
        if self.time_frame != TimeFrame.DATE or day is None or day == lead.purchase_on:
            return {}
        if day < earliest_day(lead.received_at):
            return {"purchase_on": BEFORE_RECEIVED}
        if day > today + LATEST_PURCHASE:
            return {"purchase_on": _("Give a day within the next ten years, or choose a time frame.")}
        return {}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A yes: the deal, and further people of the partner's own company."""

    deal: Deal
    colleagues: tuple[Colleague, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal(_Said):
    """A no: the reason's code, a note for the vendor and a message to the customer, both optional."""

    reason: str
    note: str = ""
    message: str = ""

    def check(self, rules: Rules) -> None:
        """Raise Invalid for a reason that is not offered and for words that are too long."""
        _check_reason(self.reason, self.note, rules, Reason.For.DECLINE)
        _check_lengths(note=self.note, message=self.message)

    def columns(self) -> dict[str, Any]:
        """Return the lead's columns for this no."""
        return {"reason": self.reason, "reason_note": self.note, "customer_message": self.message}


@dataclass(frozen=True, slots=True)
class Closing(_Said):
    """The end of a deal: final value and day; a lost one has a reason."""

    closed_on: date
    money: Money | None = None
    reason: str = ""
    note: str = ""

    def check(self, lead: Lead, rules: Rules, *, at: datetime, lost: bool) -> None:
        """Raise Invalid for a lost deal without an offered reason, words that are too long, and no possible day."""
        if lost:
            _check_reason(self.reason, self.note, rules, Reason.For.LOST)
        _check_lengths(note=self.note)
        if self.closed_on > latest_day(at):
            raise Invalid({"closed_on": _("Give a day that is not in the future.")})
        if self.closed_on < earliest_day(lead.received_at):
            raise Invalid({"closed_on": BEFORE_RECEIVED})

    def columns(self, lead: Lead, rules: Rules, *, lost: bool) -> dict[str, Any]:
        """Return the lead's columns for this end."""
        money = self.money
        return {
            "reason": self.reason if lost else "",
            "reason_note": self.note,
            "value_minor": money.minor if money else lead.value_minor,
            **(worth(money, rules) if money else {}),
            "currency": money.currency if money else lead.currency,
            "time_frame": TimeFrame.DATE,
            "purchase_on": self.closed_on,
            "purchase_sort": self.closed_on,
        }


def default_name(lead: Lead) -> str:
    """Return the deal name that stands for "none given": the customer and the first words of the need."""
    return f"{lead.customer_company}: {' '.join(lead.need.split()[:8])}"[:DEAL_NAME_CHARS]


def _check_lengths(**texts: str) -> None:
    long = [name for name, text in texts.items() if len(text) > MESSAGE_CHARS]
    if long:
        sentence = _("Shorten this to %(most)s characters.") % {"most": MESSAGE_CHARS}
        raise Invalid(dict.fromkeys(long, sentence))


def _check_reason(code: str, note: str, rules: Rules, use: Reason.For) -> None:
    if code not in {reason.code for reason in rules.reasons_for(use)}:
        raise Invalid({"reason": _("Choose one of the reasons.")})
    if code == "other" and not note:
        raise Invalid({"note": _("Say in a few words what the other reason is.")})
