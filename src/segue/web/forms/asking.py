"""The form on which a customer says what is needed, as widgets only: what is wrong is said by the action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from segue.kit.places import countries
from segue.programme.models import Term
from segue.programme.queries import in_language
from segue.web.forms.currencies import usual_first
from segue.web.forms.worded import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.accounts.models import Location
    from segue.kit.errors import Sentence
    from segue.programme.queries import Rules

AT_ONCE, IN_TURN = "at_once", "in_turn"
PLACE = "place-"
"""Begins the name of the question at which place a partner is asked; its location's id follows."""


class AskForm(forms.Form):
    """What the customer writes. Nothing is checked here; `refuse` shows what the action could not take."""

    use_required_attribute = False

    need = forms.CharField(
        label=_("What do you need?"),
        help_text=_("A few sentences in your own words are enough: what is to be done, and by when."),
        widget=forms.Textarea({"rows": 5}),
    )
    wanted_by = forms.CharField(
        label=_("When?"), required=False, widget=forms.TextInput({"placeholder": _("before the summer")})
    )
    budget = forms.CharField(label=_("Budget"), required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    budget_currency = forms.ChoiceField(label=_("Currency"), required=False)
    company = forms.CharField(label=_("Company"), widget=forms.TextInput({"autocomplete": "organization"}))
    size = forms.ChoiceField(label=_("How many people work there?"), required=False)
    country = forms.ChoiceField(label=_("Country"), widget=forms.Select({"autocomplete": "country"}))
    city = forms.CharField(label=_("Town"), required=False, widget=forms.TextInput({"autocomplete": "address-level2"}))
    name = forms.CharField(label=_("Your name"), widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.CharField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label=_("Phone"), required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    )
    direct_contact = forms.BooleanField(
        label=_("Contact me directly"),
        help_text=_("You would like to be called as soon as possible. Then a phone number is needed."),
        required=False,
    )
    consent = forms.BooleanField(widget=forms.CheckboxInput({"data-unkept": ""}))
    how = forms.ChoiceField(label=_("How do you ask them?"), widget=forms.RadioSelect, initial=AT_ONCE)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, rules: Rules, names: list[str], places: Sequence[Location] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._choose_order(places)
        sizes = [(term.code, in_language(term.labels)) for term in rules.terms_of(Term.Kind.SIZE)]
        self._offer("budget_currency", [(code, code) for code in usual_first(rules.programme.currency)])
        self._offer("size", [("", _("Choose")), *sizes])
        self._offer("country", [("", _("Choose")), *countries()])
        self.fields["consent"].label = _("%(names)s may get what I wrote here and contact me about it.") % {
            "names": joined(names)
        }

    def order(self) -> list[forms.BoundField]:
        """Return the questions of how several partners are asked, and who first; none for fewer than two."""
        return [self[name] for name in self.fields if name == "how" or name.startswith(PLACE)]

    def _choose_order(self, places: Sequence[Location]) -> None:
        if len(places) < 2:  # noqa: PLR2004 -- one needs no order
            del self.fields["how"]
            return
        first = places[0].partner.name
        hint = _("%(first)s gets it now, the others as soon as you confirm your e-mail address.") % {"first": first}
        in_turn = _("Each has two working days, one if you ask to be contacted directly; then the next one is asked.")
        ways = [
            (AT_ONCE, worded(str(_("All at once")), hint=hint)),
            (IN_TURN, worded(str(_("One after the other")), hint=str(in_turn))),
        ]
        self._offer("how", ways)
        numbers = [(str(number), f"{number}.") for number in range(1, len(places) + 1)]
        for number, place in enumerate(places, start=1):
            self.fields[f"{PLACE}{place.id}"] = forms.ChoiceField(
                label=place.partner.name, choices=numbers, initial=str(number)
            )

    def text(self, name: str) -> str:
        """Return what was typed into a field, as it was typed."""
        return str(self.data.get(self.add_prefix(name), ""))

    def refuse(self, wrong: dict[str, Sentence]) -> None:
        """Show what cannot be taken: each sentence at its field, those of no field on top."""
        self.errors.clear()
        for name, sentence in wrong.items():
            self.add_error(name if name in self.fields else None, str(sentence))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def joined(names: list[str]) -> str:
    """Return names as a reader lists them: "A", "A and B", "A, B and C"."""
    if len(names) < 2:  # noqa: PLR2004 -- one needs no "and"
        return "".join(names)
    return str(_("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]})
