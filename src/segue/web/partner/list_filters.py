"""The form of the list's filters: a page of its own, so that the list does not carry every country along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.accounts.queries import locations_of
from segue.kit.errors import NotFound
from segue.kit.places import countries
from segue.leads.models import Stage, Type
from segue.leads.wanted import Tab
from segue.web.entrance import enter
from segue.web.partner.choice import kept
from segue.web.partner.door import at_work
from segue.web.partner.words import TYPES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class FilterForm(forms.Form):
    """The filters that need more than one press."""

    type = forms.ChoiceField(label=_("Type"), required=False)
    country = forms.ChoiceField(label=_("Country of the customer"), required=False)
    location = forms.ChoiceField(label=_("Our location"), required=False)
    campaign = forms.CharField(label=_("Campaign"), required=False)
    q = forms.CharField(label=_("Words"), required=False, help_text=_("As they begin, such as “wareh”."))


@require_safe
@enter(Member)
def filters(request: HttpRequest) -> HttpResponse:
    """Show the form; it leads back to the list it was opened from."""
    actor, (tab, stage), choice = at_work(request), list_of(request), kept(request)
    form = FilterForm(initial={name: getattr(choice, name) for name in FilterForm.base_fields})
    every = ("", gettext("All"))
    options: dict[str, list[tuple[str, Any]]] = {
        "type": [(code.value, TYPES[code]) for code in Type],
        "country": countries(),
        "location": [(str(place.id), place.name) for place in locations_of(actor.partner_id)],
    }
    for name, choices in options.items():
        form.fields[name].choices = [every, *choices]  # type: ignore[attr-defined]
    back = reverse("lead-list", args=[tab, stage])
    template = "partner/filter_form.html" if request.headers.get("HX-Request") else "partner/filters.html"
    return render(request, template, {"form": form, "back": back})


def list_of(request: HttpRequest) -> tuple[str, str]:
    """Return the tab and the stage of the list that a form was opened from (`of`), else of the one last looked at.

    Raises NotFound for a list that is none.
    """
    asked = request.POST.get("of") or request.GET.get("of") or kept(request).last
    tab, _slash, stage = asked.partition("/")
    if tab not in set(Tab) or stage not in set(Stage):
        raise NotFound
    return tab, stage
