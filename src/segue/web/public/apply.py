"""The form by which a company asks to be a partner: one page, without script, with the measures against machines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from segue.accounts.actions.applications import Applying, apply
from segue.accounts.actor import Visitor
from segue.kit.errors import Refused, TooMany
from segue.kit.ids import keyed_digest, new_secret
from segue.kit.places import countries
from segue.requests import bots
from segue.store.counters import address_key, hit_each
from segue.web.entrance import address_of, at_of, enter, rules_of
from segue.web.forms.lines import Line
from segue.web.forms.refusals import put_on, status_of
from segue.web.forms.taken import taken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_OF_ADDRESS, MOST_OF_EMAIL = 10, 3
"""Applications from one address and in the name of one e-mail address within an hour."""


class ApplyForm(forms.Form):
    """What the applicant writes; what is wrong with it is said by the action."""

    use_required_attribute = False

    company = Line(label=gettext_lazy("Company"), required=False, max_length=120)
    website = Line(label=gettext_lazy("Website"), required=False, max_length=200)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    name = Line(label=gettext_lazy("Your name"), required=False, max_length=120)
    email = forms.CharField(label=gettext_lazy("E-mail address"), required=False, widget=forms.EmailInput)
    about = Line(
        label=gettext_lazy("What you do, and for whom"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    homepage = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("Choose")), *countries()]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@enter(Visitor)
def apply_form(request: HttpRequest) -> HttpResponse:
    """Show the form, or take what was sent."""
    at = at_of(request)
    form = ApplyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, stamp=bots.stamp(new_secret(), at=at))
    stamp = bots.read_stamp(request.POST.get("stamp", ""), at=at)
    if stamp is None:
        form.add_error(None, _("This page was open for long. Nothing is lost: please send it once more."))
        return _page(request, form, stamp=bots.stamp(new_secret(), at=at - timedelta(seconds=5)))
    try:
        _apply(request, form, stamp)
    except TooMany as refused:
        put_on(form, refused)
        return _page(request, form, stamp=request.POST["stamp"], status=refused.status)
    except Refused as refused:
        put_on(form, refused)
        return _page(request, form, stamp=request.POST["stamp"])
    return taken(redirect("applied"))


def _apply(request: HttpRequest, form: ApplyForm, stamp: bots.Stamp) -> None:
    at, typed = at_of(request), {name: text for name, text in form.cleaned_data.items() if name != "homepage"}
    keys = {
        address_key("apply", address_of(request)): MOST_OF_ADDRESS,
        address_key("apply:mail", typed["email"].strip().lower()): MOST_OF_EMAIL,
    }
    hit_each(keys, within=timedelta(hours=1), at=at)
    posted = bots.Posted(form.cleaned_data["homepage"], stamp.rendered_at, nonce=stamp.nonce)
    suspected = bool(bots.signs(posted, need=typed["about"], at=at))
    key = keyed_digest("apply", stamp.nonce).hex()[:64]
    apply(Applying(**typed, language=get_language() or "en"), at=at, form_key=key, suspected=suspected)


@require_safe
@enter(Visitor)
def applied(request: HttpRequest) -> HttpResponse:
    """Say thanks, and what comes next."""
    return render(request, "public/applied.html", {"vendor": rules_of(request).programme.vendor_name})


def _page(request: HttpRequest, form: ApplyForm, *, stamp: str, status: int | None = None) -> HttpResponse:
    names = ("company", "website", "country", "name", "email", "about")
    context = {
        "form": form,
        "fields": [form[name] for name in names],
        "honey": form["homepage"],
        "stamp": stamp,
        "programme": rules_of(request).programme,
    }
    return render(request, "public/apply.html", context, status=status or status_of(form))
