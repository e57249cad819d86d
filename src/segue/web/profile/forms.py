"""The forms of the profile's editor: what people type, read into what the actions take."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from segue.accounts.actions.partners import wrong_website
from segue.directory.actions.edit import LOGO_SIDE, LONGEST_DESCRIPTION, MOST_CAPACITY
from segue.directory.models import Tag
from segue.kit.money import NotAnAmount, parse_money
from segue.kit.pictures import MOST_BYTES, NotAPicture, as_png
from segue.kit.places import country_called, country_name, languages
from segue.programme.models import Term
from segue.programme.queries import in_language
from segue.web.forms.lines import Line
from segue.web.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import Promise

    from segue.directory.queries import Draft
    from segue.programme.queries import Rules

_SEPARATORS = re.compile(r"[,;\n]")
TERM_FIELDS = {
    Tag.Kind.PRODUCT: Term.Kind.PRODUCT,
    Tag.Kind.SERVICE: Term.Kind.SERVICE,
    Tag.Kind.INDUSTRY: Term.Kind.INDUSTRY,
    Tag.Kind.MODEL: Term.Kind.MODEL,
    Tag.Kind.SIZE: Term.Kind.SIZE,
    Tag.Kind.NOT_SIZE: Term.Kind.SIZE,
}
"""Kinds of tags chosen from the programme's vocabulary."""

_WRITTEN: dict[str, Callable[[str], str | None]] = {
    Tag.Kind.KEYWORD: str,
    Tag.Kind.COUNTRY: country_called,
    Tag.Kind.NOT_COUNTRY: country_called,
}
"""Kinds of tags that are written between commas, and how a code is read from what somebody wrote."""

TAG_KINDS = (*TERM_FIELDS, Tag.Kind.LANGUAGE, Tag.Kind.KEYWORD, Tag.Kind.COUNTRY, Tag.Kind.NOT_COUNTRY)


class Boxes(forms.MultipleChoiceField):
    """Any number of choices, as check boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: Promise) -> None:
        super().__init__(label=cast("str", label), required=False)


class Listed(forms.CharField):
    """Things separated by commas or on lines of their own; cleaned to a list."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 -- Django types it as text, forms may clean to anything
        """Return what stands between the commas."""
        return [part.strip() for part in _SEPARATORS.split(super().clean(value)) if part.strip()]


class CountriesListed(Listed):
    """Countries by name or code, separated by commas; cleaned to codes."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 -- as above
        """Return the codes; refuse a name that no country has."""
        codes = []
        for name in super().clean(value):
            code = country_called(name)
            if code is None:
                raise forms.ValidationError(_("We know no country called “%(name)s”.") % {"name": name})
            codes.append(code)
        return codes


class ProfileForm(forms.Form):
    """What a profile says, and which customers it wants."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    description = Line(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("For customers, in a few sentences. At most 2,500 characters."),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        error_messages={"max_length": gettext_lazy("Shorten it to 2,500 characters.")},
        widget=forms.Textarea({"rows": 6}),
    )
    website = forms.CharField(
        label=gettext_lazy("Website"),
        required=False,
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "url"}),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        help_text=gettext_lazy("PNG, JPEG or WebP, at most 1 MB. It is kept small, 300 pixels at most."),
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"empty": gettext_lazy("Choose a picture as PNG, JPEG or WebP, of at most 1 MB.")},
    )
    logo_chosen = forms.CharField(required=False, widget=forms.HiddenInput)
    logo_gone = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    product = Boxes(gettext_lazy("Products"))
    service = Boxes(gettext_lazy("Services"))
    industry = Boxes(gettext_lazy("Industries"))
    model = Boxes(gettext_lazy("How you work"))
    keyword = Listed(
        label=gettext_lazy("Skills and keywords"),
        help_text=gettext_lazy("Words that customers look for, separated by commas."),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    language = Boxes(gettext_lazy("Languages you work in"))
    remote = forms.BooleanField(label=gettext_lazy("We also work remotely"), required=False)
    size = Boxes(gettext_lazy("Customers you want"))
    not_size = Boxes(gettext_lazy("Customers you rule out"))
    country = CountriesListed(
        label=gettext_lazy("Countries you also work in"),
        help_text=gettext_lazy("Besides those of your locations, separated by commas."),
        required=False,
    )
    not_country = CountriesListed(
        label=gettext_lazy("Countries you rule out"),
        help_text=gettext_lazy("Customers who look there will not find you."),
        required=False,
    )
    budget_from = forms.CharField(
        label=gettext_lazy("Smallest budget"),
        help_text=gettext_lazy("Smaller projects are ruled out. Empty: any."),
        required=False,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Most unanswered leads"),
        help_text=gettext_lazy("With so many waiting for your answer, you get no further ones. Empty: no limit."),
        required=False,
        min_value=1,
        max_value=MOST_CAPACITY,
        error_messages={
            name: gettext_lazy("Write a number from 1 to 10,000, or leave it empty for no limit.")
            for name in ("invalid", "min_value", "max_value")
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        rules: Rules,
        draft: Draft,
    ) -> None:
        super().__init__(data, files, initial=_as_typed(draft, rules))
        self.currency = rules.programme.currency
        for kind, term_kind in TERM_FIELDS.items():
            offered = {term.code: in_language(term.labels) for term in rules.terms_of(term_kind)}
            kept = {code: rules.label(term_kind, code) for code in draft.tags.get(kind, ()) if code not in offered}
            self._boxes(kind).choices = list((offered | kept).items())
        spoken = draft.tags.get(Tag.Kind.LANGUAGE, ())
        self._boxes(Tag.Kind.LANGUAGE).choices = sorted(languages(), key=lambda one: one[0] not in spoken)
        self.fields["budget_from"].label = f"{self.fields['budget_from'].label} ({self.currency})"

    def clean_website(self) -> str:
        """Refuse what is no address; what stands there already, or is only looked at, may stay."""
        website: str = self.cleaned_data["website"]
        stays = website == self.initial["website"] or "preview" in self.data
        if not stays and (wrong := wrong_website(website)) is not None:
            raise forms.ValidationError(str(wrong))
        return website

    def clean_budget_from(self) -> int | None:
        """Return the amount in minor units of the programme's currency."""
        text = self.cleaned_data["budget_from"]
        if not text:
            return None
        try:
            return parse_money(text, currency=self.currency, language=get_language() or "en").minor
        except NotAnAmount as error:
            raise forms.ValidationError(error.sentence or _("Write an amount, or leave it empty.")) from error

    def logo_sent(self) -> bytes | None:
        """Return the picture that was chosen, now or before other answers were refused; empty: none from now on.

        None: the logo stays as it is. What comes back from the page is read as strictly as any other file.
        """
        if self.data.get("logo_gone"):
            return b""
        if picture := self.files.get("logo"):
            picture.seek(0)
            return cast("bytes", picture.read(MOST_BYTES + 1))
        try:
            return b64decode(self.data.get("logo_chosen", ""), validate=True) or None
        except ValueError:
            return None

    def hold_logo(self) -> str:
        """Let a picture that was chosen come along while other answers are mended: a page cannot fill in a file.

        Returns where the page shows it from; empty when none was chosen that can be kept.
        """
        try:
            picture = as_png(self.logo_sent() or b"", widest=LOGO_SIDE, highest=LOGO_SIDE)
        except NotAPicture:
            picture = b""
        typed = cast("QueryDict", self.data).copy()
        typed["logo_chosen"] = b64encode(picture).decode()
        self.data = typed
        return f"data:image/png;base64,{typed['logo_chosen']}" if picture else ""

    def leave_out(self, kind: str, code: str) -> None:
        """Take one word out of what was typed, whether it was ticked or written between commas."""
        if kind not in TAG_KINDS:
            return
        typed = cast("QueryDict", self.data).copy()
        if kind in _WRITTEN:
            parts = [part.strip() for part in _SEPARATORS.split(typed.get(kind, ""))]
            typed[kind] = ", ".join(part for part in parts if part and _WRITTEN[kind](part) != code)
        else:
            typed.setlist(kind, [ticked for ticked in typed.getlist(kind) if ticked != code])
        self.data = typed

    def tags(self) -> dict[str, list[str]]:
        """Return all tags by kind, as the action takes them."""
        return {kind.value: self.cleaned_data[kind.value] for kind in TAG_KINDS}

    def _boxes(self, kind: Tag.Kind) -> Boxes:
        field = self.fields[kind.value]
        assert isinstance(field, Boxes)
        return field


def _as_typed(draft: Draft, rules: Rules) -> dict[str, Any]:
    """Return what the profile says as somebody would have typed it."""
    profile = draft.profile
    reader = Reader(get_language() or "en", rules.zone)
    boxes = {kind.value: draft.tags.get(kind, []) for kind in (*TERM_FIELDS, Tag.Kind.LANGUAGE)}
    countries = {
        kind.value: ", ".join(map(country_name, draft.tags.get(kind, [])))
        for kind in (Tag.Kind.COUNTRY, Tag.Kind.NOT_COUNTRY)
    }
    return {
        "seen": profile.version,
        "description": profile.description,
        "website": profile.partner.website,
        "keyword": ", ".join(draft.tags.get(Tag.Kind.KEYWORD, [])),
        "remote": profile.remote,
        "budget_from": reader.plain(profile.budget_from_minor, rules.programme.currency),
        "capacity": profile.capacity,
        **boxes,
        **countries,
    }


class PauseForm(forms.Form):
    """A break from new leads."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("On this day you get new leads again. Empty: until you resume."),
        required=False,
        widget=forms.DateInput({"type": "date", "data-shape": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a day such as 2027-03-01.")},
    )


class ContactForm(forms.Form):
    """Somebody who is told of new inquiries at a location."""

    name = forms.CharField(
        label=gettext_lazy("Name"), error_messages={"required": gettext_lazy("Write the name of a person or a team.")}
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput,
        error_messages={"required": gettext_lazy("Write an e-mail address such as sales@harbour.example.")},
    )
