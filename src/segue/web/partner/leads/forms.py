"""The forms of a lead's page. They read what people type; whether it can be taken is for the actions to say."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from segue.kit.money import Money, NotAnAmount, currencies, parse_money
from segue.leads.actions.answers import DEAL_NAME_CHARS, IDS_CHARS, MESSAGE_CHARS, NOTES_CHARS
from segue.leads.models import TimeFrame
from segue.web.forms.currencies import usual_first
from segue.web.forms.lines import Line, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from segue.leads.models import Lead
    from segue.web.reading import Reader


@cache
def _currencies(first: str) -> tuple[tuple[str, str], ...]:
    """Return every currency to choose from: the one at hand, the usual ones, the others."""
    usual = usual_first(first)
    return tuple((code, code) for code in [*usual, *sorted(currencies() - set(usual))])


def _time_frames() -> list[tuple[str, str]]:
    return [(frame.value, str(capfirst(frame.label))) for frame in TimeFrame]


@cache
def _time_frame_codes() -> frozenset[str]:
    return frozenset(TimeFrame.values)


class CodeField(forms.ChoiceField):
    """One of some codes. What was sent is looked up among them; Django would word every choice to compare it."""

    def __init__(self, *, codes: Callable[[], Collection[str]], **options: Any) -> None:
        super().__init__(**options)
        self.codes = codes

    def valid_value(self, value: str) -> bool:
        """Return whether this is one of the codes."""
        return value in self.codes()


class SeenForm(forms.Form):
    """A form about the version of the lead that its reader has seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False


class MoneyForm(SeenForm):
    """An amount and its currency; empty is "not known yet"."""

    value = forms.CharField(label=_("Estimated value"), required=False, help_text=_("Leave it empty if not known yet."))
    currency = CodeField(label=_("Currency"), codes=currencies)

    def __init__(self, *args: Any, reader: Reader, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        # A function, asked when the choices are needed: there are many, and most answers show none.
        self.fields["currency"].choices = partial(_currencies, currency)  # type: ignore[attr-defined]
        self.fields["currency"].initial = currency
        self.fields["value"].widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        """Read the amount with the separators of the reader's language."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        text, currency = cleaned.get("value", ""), cleaned.get("currency")
        cleaned["money"] = None
        if text and currency:
            try:
                cleaned["money"] = parse_money(text, currency=currency, language=self.reader.language)
            except NotAnAmount as error:
                example = {"n": self.reader.plain(1_250_000, "EUR")}
                otherwise = gettext("Write the amount as a number, such as %(n)s.") % example
                self.add_error("value", error.sentence or otherwise)
        return cleaned

    @property
    def money(self) -> Money | None:
        """Return the amount typed; None: not known yet."""
        found: Money | None = self.cleaned_data["money"]
        return found


class DealForm(MoneyForm):
    """What a partner keeps about a deal."""

    deal_name = Line(label=_("Deal name"), required=False, max_length=DEAL_NAME_CHARS)
    time_frame = CodeField(
        label=_("When will they buy?"),
        required=False,
        widget=forms.RadioSelect,
        choices=_time_frames,
        codes=_time_frame_codes,
    )
    purchase_on = forms.DateField(
        label=_("Purchase date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    notes = Line(
        label=_("What is the customer looking for?"),
        required=False,
        max_length=NOTES_CHARS,
        widget=forms.Textarea({"rows": 4}),
    )
    crm_id = Line(
        label=_("CRM id"), required=False, max_length=IDS_CHARS["crm_id"], help_text=_("Yours; nobody else sees it.")
    )
    campaign_id = Line(label=_("Campaign id"), required=False, max_length=IDS_CHARS["campaign_id"])


class AcceptForm(DealForm):
    """A yes, and colleagues to take along."""

    colleagues = forms.MultipleChoiceField(
        label=_("Colleagues on it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Callable[[], Iterable[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleagues"].choices = people  # type: ignore[attr-defined]


class DeclineForm(SeenForm):
    """A no: why, a note for the vendor, a message to the customer."""

    reason = forms.ChoiceField(
        label=_("Why not?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the reasons.")}
    )
    note = Line(
        label=_("Note for the vendor"),
        required=False,
        max_length=MESSAGE_CHARS,
        widget=forms.Textarea({"rows": 2}),
    )
    message = Line(
        label=_("Message to the customer"),
        required=False,
        max_length=MESSAGE_CHARS,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, reasons: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]


class WonForm(MoneyForm):
    """The end of a deal: what it was worth and when."""

    closed_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say on which day."), "invalid": _("Write the day as 2026-05-14.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = gettext("Final value")


class LostForm(WonForm):
    """A deal that came to nothing, and why."""

    reason = forms.ChoiceField(
        label=_("Why was it lost?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons.")},
    )
    note = Line(
        label=_("Note for the vendor"),
        required=False,
        max_length=MESSAGE_CHARS,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, reasons: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]


class EmployeeForm(SeenForm):
    """A colleague on the lead's team."""

    name = Name(label=_("Name"), max_length=120, error_messages={"required": _("Say who it is.")})
    phone = Line(label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A colleague with an account gets the lead in the list, and a mail."),
        error_messages={
            "required": _("Give an e-mail address such as jo@harbour.example."),
            "invalid": _("Give an e-mail address such as jo@harbour.example."),
        },
    )


class HandOverForm(SeenForm):
    """Which colleague is to own the lead."""

    person = forms.ChoiceField(
        label=_("Hand to"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of your colleagues.")}
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]


def initial_deal(lead: Lead, *, reader: Reader, deal_name: str) -> dict[str, Any]:
    """Return what stands in a deal's form before anything is typed."""
    return {
        "seen": lead.version,
        "deal_name": lead.deal_name or deal_name,
        "value": reader.plain(lead.value_minor, lead.currency),
        "currency": lead.currency,
        "time_frame": lead.time_frame,
        "purchase_on": lead.purchase_on if lead.time_frame == TimeFrame.DATE else None,
        "notes": lead.notes or lead.need,
        "crm_id": lead.crm_id,
        "campaign_id": lead.campaign_id or lead.campaign[:80],
    }
