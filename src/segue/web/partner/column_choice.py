"""Choose the columns of one's lists: a form, opened on the list or as a page of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.leads.actions.desk import choose_columns, choose_usual_columns
from segue.leads.columns import Column
from segue.web.entrance import enter
from segue.web.forms.refusals import status_of
from segue.web.partner.choice import keep, kept
from segue.web.partner.columns import NAMES, desk_of, shown_columns
from segue.web.partner.door import at_work
from segue.web.partner.list_filters import list_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ColumnsForm(forms.Form):
    """Which columns stand beside customer and need."""

    columns = forms.MultipleChoiceField(
        label=_("Columns beside customer and need"),
        required=False,
        choices=[(column.value, NAMES[column]) for column in Column],
        widget=forms.CheckboxSelectMultiple,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def columns(request: HttpRequest) -> HttpResponse:
    """Show the form; keep what was chosen for this person and go back to the list."""
    actor, (tab, stage) = at_work(request), list_of(request)
    choice = kept(request)
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, initial={"columns": shown_columns(desk_of(request), choice)})
    if form.is_valid():
        if "usual" in request.POST:
            choose_usual_columns(actor=actor)
        else:
            choose_columns(form.cleaned_data["columns"], actor=actor)
        # What is chosen now counts, not what a view that was opened earlier shows.
        keep(request, replace(choice, view=""))
        return redirect("lead-list", tab, stage)
    template = "partner/columns_form.html" if request.headers.get("HX-Request") else "partner/columns.html"
    context = {"form": form, "of": f"{tab}/{stage}", "tab": tab, "stage": stage}
    return render(request, template, context, status=status_of(form))
