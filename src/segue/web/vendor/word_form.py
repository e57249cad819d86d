"""The questions about one word of the vocabulary: its name in each language, and what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.kit.places import language_name
from segue.kit.text import cleaned
from segue.programme.models import Term
from segue.programme.queries import in_language
from segue.programme.terms import COVERED, COVERING, Word
from segue.web.forms.lines import Line

if TYPE_CHECKING:
    from segue.programme.queries import Rules

LABELS = {Term.Kind.PRODUCT: gettext_lazy("Covers products"), Term.Kind.SERVICE: gettext_lazy("Covers services")}


class WordForm(forms.Form):
    """One word; its name is asked once for each language of the programme."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Term.Kind, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = rules.programme.languages
        for language in self.languages:
            name = {"language": language_name(language)}
            self.fields[f"label_{language}"] = Line(
                label=_("Name, in %(language)s") % name,
                max_length=60,
                error_messages={"required": _("Say what it is called.")},
            )
        for covered in COVERED if kind in COVERING else ():
            offered = [(term.code, in_language(term.labels)) for term in rules.terms_of(covered)]
            had = [code for code in self.initial.get(covered.value, ()) if code not in dict(offered)]
            self.fields[covered.value] = forms.MultipleChoiceField(
                label=LABELS[covered],
                choices=offered + [(code, rules.label(covered, code)) for code in had],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def names(self) -> list[forms.BoundField]:
        """Return the questions about its names."""
        return [self[f"label_{language}"] for language in self.languages]

    def covers(self) -> list[forms.BoundField]:
        """Return the questions about what it covers; none for words that cover nothing."""
        return [self[kind.value] for kind in COVERED if kind.value in self.fields]

    def word(self) -> Word:
        """Return the word as typed."""
        data = self.cleaned_data
        labels = {language: cleaned(data[f"label_{language}"]) for language in self.languages}
        return Word(labels=labels, covers={kind.value: data[kind.value] for kind in COVERED if kind.value in data})


def answers_of(term: Term) -> dict[str, Any]:
    """Return what the form shows of a word that is there already."""
    names = {f"label_{language}": text for language, text in term.labels.items()}
    return {**names, **term.covers, "seen": term.version}
