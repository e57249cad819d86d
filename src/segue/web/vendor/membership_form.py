"""The questions about one competency, badge or endorsement of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.accounts.actions.partners import LONGEST_GROUP
from segue.directory.actions import Said
from segue.directory.models import Distinction
from segue.programme.models import Term
from segue.programme.queries import in_language
from segue.web.forms.lines import Line
from segue.web.forms.worded import worded

if TYPE_CHECKING:
    from datetime import date

    from segue.programme.queries import Rules

Kind, Level = Distinction.Kind, Distinction.Level
A_DAY = {"invalid": gettext_lazy("Write a day such as 2027-03-01.")}


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date", "data-shape": "short"}, format="%Y-%m-%d")


class MembershipForm(forms.Form):
    """What is said of a company: which word, how high, from when to when, by whom."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.ChoiceField(
        label=gettext_lazy("Which"), error_messages={"required": gettext_lazy("Choose from the list.")}
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the level.")},
    )
    endorser = Line(
        label=gettext_lazy("Who says it"),
        help_text=gettext_lazy("Name, role and company, as customers read it."),
        max_length=120,
        error_messages={"required": gettext_lazy("Say who endorses the company.")},
    )
    sentence = Line(
        label=gettext_lazy("What they say"),
        help_text=gettext_lazy("One sentence in their words, at most 300 characters."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write the sentence that customers will read.")},
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        widget=_day(),
        error_messages=A_DAY | {"required": gettext_lazy("Say from which day on.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day. Empty: until somebody ends it."),
        required=False,
        widget=_day(),
        error_messages=A_DAY,
    )

    def __init__(
        self, *args: Any, kind: Distinction.Kind, rules: Rules, row: Distinction | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        unasked = {Kind.COMPETENCY: ("endorser", "sentence"), Kind.ENDORSEMENT: ("level",)}
        for name in unasked.get(kind, ("level", "endorser", "sentence")):
            del self.fields[name]
        if row is not None:
            del self.fields["code"]
        else:
            words = [(term.code, in_language(term.labels)) for term in rules.terms_of(Term.Kind(kind))]
            self._offer("code", [("", _("Choose")), *words])
        hints = {
            Level.EXPERT: _("Counts fully where somebody needs what it covers."),
            Level.ADVANCED: _("Counts for seven tenths."),
            Level.FOUNDATION: _("Counts for four tenths."),
        }
        self._offer("level", [(level.value, worded(str(level.label), hint=hint)) for level, hint in hints.items()])

    def said(self) -> Said:
        """Return what was typed, as the action takes it."""
        data = self.cleaned_data
        return Said(
            kind=self.kind,
            code=data.get("code", ""),
            since=data["since"],
            until=data["until"],
            level=data.get("level"),
            endorser=data.get("endorser", ""),
            sentence=data.get("sentence", ""),
        )

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class GroupForm(forms.Form):
    """To which corporate group a company belongs."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    group = Line(label=gettext_lazy("Name of the group"), max_length=LONGEST_GROUP, required=False)


def blank(today: date) -> dict[str, Any]:
    """Return what a new one starts with."""
    return {"since": today}


def answers_of(row: Distinction) -> dict[str, Any]:
    """Return what the form shows of one that is there already."""
    names = ("level", "endorser", "sentence", "since", "until")
    return {name: getattr(row, name) for name in names} | {"seen": row.version}
