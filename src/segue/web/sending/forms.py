"""The questions asked when a customer is handed over to a partner."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from segue.directory.queries import is_published
from segue.kit.ids import new_secret
from segue.kit.money import NotAnAmount, parse_money
from segue.kit.places import countries, language_name
from segue.leads.models import Channel, Type
from segue.programme.models import Term
from segue.requests.actions.send import Sending, what_is_wrong, what_stands_against
from segue.requests.checks import MOST_NEED, Wanted
from segue.requests.policy import may_send
from segue.requests.receivers import place_to_send, places_to_send
from segue.web.forms.lines import Line, Name
from segue.web.reading import Reader

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import QueryDict

    from segue.accounts.actor import Member, Staff
    from segue.accounts.models import Location
    from segue.programme.queries import Rules

Choices = list[tuple[str, Any]]
SENT_BY_PEOPLE = {Type.SALES: _("Sales-qualified"), Type.MARKETING: _("Marketing-qualified")}


def types_of(actor: Staff | Member) -> list[Type]:
    """Return the types of lead that somebody may send."""
    return [lead_type for lead_type in SENT_BY_PEOPLE if may_send(actor, lead_type)]


class Places(forms.MultipleChoiceField):
    """Locations in an order, out of sight; whether they can be chosen is asked of the directory, not of a list."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: object) -> bool:
        """Return True: there is no list to compare with."""
        return bool(value)


class SendingForm(forms.Form):
    """A customer who agreed to be passed on, what they need, and to whom it goes."""

    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    type = forms.ChoiceField(label=_("Kind of lead"), widget=forms.RadioSelect)
    location = forms.CharField(widget=forms.HiddenInput, error_messages={"required": _("Choose who gets the lead.")})
    then = Places(required=False)
    note = Line(label=_("Why this partner"), required=False, max_length=4000, widget=forms.Textarea)

    company = Line(label=_("Company"), max_length=120, error_messages={"required": _("Say which company this is for.")})
    name = Name(label=_("Contact person"), max_length=120, error_messages={"required": _("Say whom to talk to.")})
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        help_text=_("With it the customer gets a private page that shows who has the request, and all that they get."),
    )
    phone = Line(label=_("Phone"), required=False, max_length=40)
    direct_contact = forms.BooleanField(label=_("The customer asks to be contacted directly"), required=False)
    city = Line(label=_("Town"), required=False, max_length=80)
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": _("Choose the country.")})
    size = forms.ChoiceField(label=_("Company size"), required=False)
    language = forms.ChoiceField(label=_("Language of the customer"))

    need = Line(
        label=_("What the customer needs"),
        max_length=MOST_NEED,
        widget=forms.Textarea,
        error_messages={"required": _("Say in a sentence or two what the customer needs.")},
    )
    industries = forms.MultipleChoiceField(label=_("Industry"), required=False, widget=forms.CheckboxSelectMultiple)
    products = forms.MultipleChoiceField(label=_("Products"), required=False, widget=forms.CheckboxSelectMultiple)
    services = forms.MultipleChoiceField(label=_("Services"), required=False, widget=forms.CheckboxSelectMultiple)
    budget = forms.CharField(label=_("Budget"), required=False)
    wanted_by = Line(label=_("When it is needed"), required=False, max_length=80)

    channel = forms.ChoiceField(
        label=_("Channel"),
        required=False,
        choices=[("", _("Choose, for a marketing-qualified lead")), *Channel.choices],
        error_messages={"required": _("Choose the channel the customer came through.")},
    )
    campaign = Line(label=_("Campaign"), required=False, max_length=120)

    consent_how = Line(
        label=_("How the customer agreed to be passed on"),
        max_length=200,
        widget=forms.TextInput({"data-unkept": ""}),
        help_text=_("Such as: on the phone, by a tick on the event's form."),
        error_messages={"required": _("Say how the customer agreed; without it this cannot be sent.")},
    )
    consent_at = forms.DateField(
        label=_("On which day"),
        widget=forms.DateInput(attrs={"type": "date", "data-unkept": ""}, format="%Y-%m-%d"),
        error_messages={"required": _("Say when the customer agreed."), "invalid": _("Write a date.")},
    )
    tell_customer_myself = forms.BooleanField(
        label=_("I tell the customer myself if the partner says no"), required=False
    )

    def __init__(self, *args: Any, actor: Staff | Member, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor, self._rules = actor, rules
        self._types = types_of(actor)
        self.place = place_to_send(str(self["location"].value() or ""), actor=actor)
        self.following = self._following(actor)
        self.initial.setdefault("form_key", new_secret())
        self.initial.setdefault("type", self._types[0] if self._types else "")
        self.initial.setdefault("country", rules.programme.country)
        self.fields["budget"].help_text = gettext("In %(currency)s.") % {"currency": rules.programme.currency}
        for name, choices in _choices(rules, self._types).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(self._types) == 1:
            del self.fields["type"]
        if Type.MARKETING not in self._types:
            del self.fields["channel"], self.fields["campaign"]
        elif len(self._types) == 1:
            self.fields["channel"].required = True
            self.fields["channel"].choices = [("", _("Choose")), *Channel.choices]  # type: ignore[attr-defined]

    def _following(self, actor: Staff | Member) -> list[Location]:
        """Return who is asked after the place, in order: each partner once, and none that this actor cannot choose."""
        found: dict[UUID, Location] = {}
        for place in places_to_send(map(str, self["then"].value() or []), actor=actor):
            if self.place is not None and place.partner_id != self.place.partner_id:
                found.setdefault(place.partner_id, place)
        return list(found.values())

    def groups(self) -> list[dict[str, Any]]:
        """Return the visible questions in groups: title and fields."""
        titles = {
            _("The lead"): ("type", "note"),
            _("The customer"): (
                *("company", "name", "email", "phone", "direct_contact"),
                *("city", "country", "size", "language"),
            ),
            _("The need"): ("need", "industries", "products", "services", "budget", "wanted_by"),
            _("Marketing"): ("channel", "campaign"),
            _("Consent"): ("consent_how", "consent_at", "tell_customer_myself"),
        }
        groups = [
            {"title": title, "fields": [self[name] for name in names if name in self.fields]}
            for title, names in titles.items()
        ]
        return [group for group in groups if group["fields"]]

    def clean_location(self) -> str:
        """Return the location's id if it can be chosen."""
        if self.place is None:
            raise forms.ValidationError(_("Choose who gets the lead."))
        return str(self.place.id)

    def clean_then(self) -> list[UUID]:
        """Return who is asked afterwards; one that can no longer be chosen is left out."""
        return [place.id for place in self.following]

    def clean_budget(self) -> str:
        """Return the budget as the customer's language writes it: the sender typed it in their own."""
        text: str = self.cleaned_data["budget"].strip()
        if not text:
            return ""
        currency = self._rules.programme.currency
        try:
            money = parse_money(text, currency=currency, language=get_language() or "en")
        except NotAnAmount as error:
            otherwise = _("Write the budget as a number, such as 20000, or leave it empty.")
            raise forms.ValidationError(error.sentence or otherwise) from error
        language = self.cleaned_data.get("language") or "en"
        return Reader(language, self._rules.zone).plain(money.minor, currency)

    def is_valid_at(self, at: datetime) -> bool:
        """Return whether nothing is wrong; what only the action knows is said beside what the form found, at once."""
        self.full_clean()
        wrong = what_is_wrong(self.wanted(), self.sending(), at=at)
        if self.place is not None and (wrong or self.errors):
            then = [place.id for place in self.following]
            wrong |= what_stands_against(self.place, then, actor=self._actor, at=at)
        for name, sentence in wrong.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, str(sentence))
        return not self.errors

    def wanted(self) -> Wanted:
        """Return the customer and the need as typed; empty where it cannot be read."""
        data = self.cleaned_data
        plain = ("company", "name", "email", "phone", "city", "country", "size", "language", "need")
        return Wanted(
            **{name: data.get(name, "") for name in (*plain, "budget", "wanted_by")},
            industries=tuple(data.get("industries", ())),
            products=tuple(data.get("products", ())),
            services=tuple(data.get("services", ())),
            direct_contact=data["direct_contact"],
        )

    def sending(self) -> Sending:
        """Return how the customer is handed over; empty where it cannot be read."""
        data = self.cleaned_data
        day = data.get("consent_at")
        return Sending(
            type=Type(data["type"]) if "type" in data else self._types[0],
            consent_at=datetime.combine(day, time(0), self._rules.zone) if day else None,
            **{name: data.get(name, "") for name in ("consent_how", "channel", "campaign", "note")},
            tell_customer_myself=data["tell_customer_myself"],
        )


def _choices(rules: Rules, types: list[Type]) -> dict[str, Choices]:
    def words(kind: Term.Kind) -> Choices:
        return [(term.code, rules.label(kind, term.code)) for term in rules.terms_of(kind)]

    return {
        "type": [(lead_type.value, SENT_BY_PEOPLE[lead_type]) for lead_type in types],
        "country": list(countries()),
        "size": [("", _("Not known")), *words(Term.Kind.SIZE)],
        "language": [(code, language_name(code)) for code in rules.programme.languages],
        "industries": words(Term.Kind.INDUSTRY),
        "products": words(Term.Kind.PRODUCT),
        "services": words(Term.Kind.SERVICE),
    }


def typed(data: QueryDict) -> dict[str, Any]:
    """Return what was typed so far, as the beginning of a form in which nothing is wrong yet.

    A button that says who is asked after whom (`order`) names them all: the first gets the lead.
    """
    found = {
        name: data.getlist(name) if isinstance(field, forms.MultipleChoiceField) else data[name]
        for name, field in SendingForm.base_fields.items()
        if name in data
    }
    if "order" in data:
        first, _comma, rest = str(data["order"]).partition(",")
        found |= {"location": first, "then": rest.split(",") if rest else []}
    return found


def place_words(place: Location) -> str:
    """Return what a location is called among those of all partners."""
    name = f"{place.partner.name}, {place.name}"
    return name if is_published(place) else gettext("%(place)s (not published)") % {"place": name}
