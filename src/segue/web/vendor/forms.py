"""The questions on the vendor's desk about companies and the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings as installation
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from segue.accounts.actions import Settings
from segue.accounts.models import Partner
from segue.kit.money import currencies
from segue.kit.places import countries
from segue.kit.spelled import LONG, spelled
from segue.leads.actions.nudge import MORNING
from segue.web.forms.lines import Line, Name
from segue.web.forms.worded import worded

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from segue.programme.models import Programme


class PartnerForm(forms.Form):
    """The record of a company."""

    name = Name(label=_("Name"), max_length=120, error_messages={"required": _("Write the company's name.")})
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Write an address such as https://harbour.example, or leave it empty.")},
    )


class EditPartnerForm(PartnerForm):
    """The record of a company, in the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class NewPartnerForm(PartnerForm):
    """A company to be taken into the programme, now or once somebody has looked at it."""

    status = forms.ChoiceField(
        label=_("In the programme"),
        initial=Partner.Status.APPROVED.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a status."), "invalid_choice": _("Choose a status.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            Partner.Status.APPROVED: gettext("It gets leads as soon as its business profile is published."),
            Partner.Status.APPLIED: gettext("It gets no leads until somebody approves it."),
        }
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status.value, worded(str(status.label), hint=hint)) for status, hint in hints.items()
        ]


def _number(label: _StrPromise, *, least: int, most: int, help_text: _StrPromise) -> forms.IntegerField:
    wrong = format_lazy(_("Write a whole number from {least} to {most}."), least=least, most=most)
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text, error_messages=errors)


class ProgrammeForm(forms.Form):
    """The settings of the programme."""

    name = Name(label=_("Name of the programme"), max_length=80, error_messages={"required": _("Name the programme.")})
    vendor_name = Name(label=_("Name of the vendor"), max_length=80, error_messages={"required": _("Name the vendor.")})
    inbox = forms.EmailField(
        label=_("Programme inbox"),
        help_text=_("Notices for which no person of the vendor is named go to this address."),
        error_messages={
            "required": _("Write an address that somebody reads."),
            "invalid": _("Write an e-mail address such as name@company.example."),
        },
    )
    answer_days = _number(
        _("Days for an answer"),
        least=1,
        most=90,
        help_text=_("After them a lead that nobody answered expires. A change touches new leads only."),
    )
    hot_hours = _number(
        _("Hours a lead is hot"),
        least=1,
        most=336,
        help_text=_("How long the flame stays lit when a customer asks to be contacted directly."),
    )
    hold_minutes = _number(
        _("Minutes an answer is held"),
        least=0,
        most=15,
        help_text=_("So long can somebody undo declined, won or lost before anybody is told."),
    )
    open_leads_per_request = _number(
        _("Partners who have a request at the same time"),
        least=2,
        most=10,
        help_text=_("When one of them says no or stays silent, another can be asked."),
    )
    leads_per_request = _number(
        _("Partners a request is put to"),
        least=2,
        most=20,
        help_text=_("In all, over its life. Requests that were put to more stay with them."),
    )
    currency = forms.ChoiceField(label=_("Currency"))
    time_zone = Line(
        label=_("Time zone"),
        max_length=60,
        help_text=_("Such as Europe/Rome."),
        error_messages={"required": _("Choose the time zone, such as Europe/Rome.")},
    )
    country = forms.ChoiceField(label=_("Country"), help_text=_("Its public holidays are the vendor's."))
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=installation.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(code, code) for code in sorted(currencies())]  # type: ignore[attr-defined]
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]

    def settings(self) -> Settings:
        """Return the settings as typed."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Settings(**values | {"languages": tuple(values["languages"])})


class SnoozeForm(forms.Form):
    """Until when something can wait, and why."""

    wait = forms.TypedChoiceField(
        label=_("Until"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a day."), "invalid_choice": _("Choose a day.")},
    )
    reason = Line(
        label=_("Why it can wait"),
        max_length=200,
        error_messages={"required": _("Say in a few words why it can wait.")},
    )

    def __init__(self, *args: Any, at: datetime, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mornings = _mornings(programme, at=at)
        zone = ZoneInfo(programme.time_zone)
        language = get_language() or "en"
        self.fields["wait"].choices = [  # type: ignore[attr-defined]
            (days, spelled(moment.astimezone(zone).date(), LONG, language=language))
            for days, moment in self.mornings.items()
        ]
        self.fields["wait"].initial = WAITS[0]

    def until(self) -> datetime:
        """Return the morning that was chosen."""
        return self.mornings[self.cleaned_data["wait"]]


WAITS = (1, 2, 5, 10, 20)
"""Working days something can wait."""


def _mornings(programme: Programme, *, at: datetime) -> dict[int, datetime]:
    calendar = programme.calendar()
    return {days: calendar.morning_after(at, days=days, hour=MORNING) for days in WAITS}


def answers_of(programme: Programme) -> dict[str, Any]:
    """Return what the form shows of the settings in force."""
    names = (name for name in ProgrammeForm.base_fields if name != "seen")
    return {name: getattr(programme, name) for name in names} | {"seen": programme.version}
