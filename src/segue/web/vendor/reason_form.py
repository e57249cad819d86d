"""The questions about one reason: its words in each language, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.kit.places import language_name
from segue.kit.text import cleaned
from segue.programme.models import Reason
from segue.programme.reasons import TELLS_NOBODY, Wording
from segue.web.forms.lines import Line
from segue.web.forms.worded import worded

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReasonForm(forms.Form):
    """One reason; the words are asked once for each language of the programme."""

    used_for = forms.ChoiceField(
        label=gettext_lazy("Offered for"), choices=Reason.For, initial=Reason.For.DECLINE, widget=forms.RadioSelect
    )
    meaning = forms.ChoiceField(
        label=gettext_lazy("What the order of results may learn from it"),
        initial=Reason.Meaning.NOTHING,
        widget=forms.RadioSelect,
    )
    customer_hears = forms.BooleanField(
        label=gettext_lazy("The customer is told of the no"),
        help_text=gettext_lazy("With the words given above, never with the partner's note."),
        required=False,
        initial=True,
    )
    onward = forms.BooleanField(
        label=gettext_lazy("The customer is offered other partners"), required=False, initial=True
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, languages: Sequence[str], reason: Reason | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        hints = {
            Reason.Meaning.NOT_A_FIT: _("The partner may be found less often for requests like this one."),
            Reason.Meaning.WRONG_REGION: _("The partner may be found less often for customers from there."),
            Reason.Meaning.NOTHING: _("It says nothing about what the partner is good at."),
        }
        self.fields["meaning"].choices = [  # type: ignore[attr-defined]
            (meaning.value, worded(str(meaning.label), hint=hint)) for meaning, hint in hints.items()
        ]
        if reason is not None and reason.kind in TELLS_NOBODY:
            del self.fields["customer_hears"], self.fields["onward"]
        for language in languages:
            self._ask_words(language)

    def _ask_words(self, language: str) -> None:
        name = {"language": language_name(language)}
        self.fields[f"label_{language}"] = Line(
            label=_("The reason, in %(language)s") % name,
            max_length=80,
            error_messages={"required": _("Say in a few words what the reason is.")},
        )
        self.fields[f"sentence_{language}"] = Line(
            label=_("One sentence under it, in %(language)s") % name, max_length=200, required=False
        )
        self.fields[f"told_{language}"] = Line(
            label=_("What the customer reads, in %(language)s") % name,
            max_length=200,
            required=False,
            help_text=_("It ends a sentence that begins “They say:”. Empty: no reason is given."),
        )

    def words(self) -> list[list[forms.BoundField]]:
        """Return the questions about words, one group for each language."""
        return [[self[f"{name}_{language}"] for name in ("label", "sentence", "told")] for language in self.languages]

    def wording(self) -> Wording:
        """Return the reason as typed."""
        data = self.cleaned_data
        return Wording(
            used_for=Reason.For(data["used_for"]),
            meaning=Reason.Meaning(data["meaning"]),
            customer_hears=data.get("customer_hears", False),
            onward=data.get("onward", False),
            labels=self._texts("label"),
            sentences=self._texts("sentence"),
            told=self._texts("told"),
        )

    def _texts(self, name: str) -> dict[str, str]:
        typed = {language: cleaned(self.cleaned_data[f"{name}_{language}"]) for language in self.languages}
        return {language: text for language, text in typed.items() if text}


def answers_of(reason: Reason) -> dict[str, Any]:
    """Return what the form shows of a reason that is there already."""
    texts = {"label": reason.labels, "sentence": reason.sentences, "told": reason.told}
    words = {f"{name}_{language}": text for name, of in texts.items() for language, text in of.items()}
    plain = {name: getattr(reason, name) for name in ("used_for", "meaning", "customer_hears", "onward")}
    return words | plain | {"seen": reason.version}
