"""What other currencies are worth in the programme's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.accounts.actions import change_rate
from segue.accounts.actor import Staff
from segue.accounts.policy import may_read_programme, may_run_programme
from segue.kit.errors import Forbidden, NotFound, Refused
from segue.kit.figures import number_typed
from segue.kit.money import currencies
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.lines import Line
from segue.web.forms.numbers import number_sent
from segue.web.forms.refusals import put_back, status_of
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import HttpRequest, HttpResponse

    from segue.programme.queries import Rules
    from segue.web.reading import Reader


SEEN = "seen-"
"""Begins the name under which the page sends along which version of a currency's rate it showed."""


class RateForm(forms.Form):
    """One currency and what one unit of it is worth; empty: not known any more."""

    use_required_attribute = False
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        error_messages={"required": gettext_lazy("Choose the currency whose rate you write.")},
    )
    rate = Line(
        label=gettext_lazy("One unit is worth"),
        required=False,
        max_length=24,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((code, code) for code in sorted(currencies() - {own})),
        ]
        self.fields["rate"].help_text = _("In %(currency)s. Leave it empty to say that the rate is not known.") % {
            "currency": own
        }

    def clean_rate(self) -> Decimal | None:
        """Return the rate, read with the separators of the reader's language."""
        text = self.cleaned_data["rate"].strip()
        if not text:
            return None
        try:
            return number_typed(text, language=get_language() or "en")
        except ValueError as error:
            raise forms.ValidationError(_("Write what one unit is worth, such as 0.0852.")) from error


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Staff)
def rates(request: HttpRequest) -> HttpResponse:
    """Show the rates in force; the programme admin sets one, which makes a new version of it."""
    actor, rules = who(request), rules_of(request)
    if not may_read_programme(actor):
        raise NotFound
    if request.method == "POST" and not may_run_programme(actor):
        raise Forbidden
    own = rules.programme.currency
    form = RateForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        currency = form.cleaned_data["currency"]
        seen = number_sent(request.POST.get(f"{SEEN}{currency}", "")) or 0
        try:
            change_rate(currency, form.cleaned_data["rate"], actor=actor, at=at_of(request), seen=seen)
        except (Forbidden, NotFound):
            raise
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("The rate is saved. Values entered from now on use it."))
            return redirect("rates")
    context = {
        "own": own,
        "rows": _rows(rules, reader_of(request)),
        "seen": [(f"{SEEN}{rate.currency}", rate.version) for rate in rules.rates.values()],
        "form": form if may_run_programme(actor) else None,
    }
    return render(request, "vendor/rates.html", context, status=status_of(form))


def _rows(rules: Rules, reader: Reader) -> list[dict[str, str]]:
    return [
        {"currency": rate.currency, "rate": reader.number(rate.rate), "since": reader.day(rate.changed_at)}
        for rate in rules.rates.values()
        if rate.rate
    ]
