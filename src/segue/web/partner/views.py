"""Saved views: a list with its filters, order and columns under a name, opened with one press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.accounts.actor import Member
from segue.kit.errors import NotFound, Refused
from segue.leads.actions.desk import LONGEST_NAME, remove_view, rename_view, save_view
from segue.leads.desk import SavedView
from segue.web.entrance import enter
from segue.web.forms.lines import Line
from segue.web.forms.refusals import UNPROCESSABLE, put_back, status_of
from segue.web.partner.choice import keep, kept
from segue.web.partner.columns import desk_of, shown_columns
from segue.web.partner.door import at_work
from segue.web.partner.list_filters import list_of
from segue.web.shell import address

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from segue.leads.desk import Desk
    from segue.web.partner.choice import Choice

Part = dict[str, Any]


class ViewForm(forms.Form):
    """What a view is called."""

    name = Line(
        label=_("Name of the view"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write a name, such as “Hot in Bergen”.")},
    )


def views_menu(desk: Desk, choice: Choice, *, tab: str, stage: str) -> Part:
    """Return the menu of a list: the views, and where this list is saved as one."""
    of = urlencode({"of": f"{tab}/{stage}"})
    listed = [(view, _shows(view, choice, tab=tab, stage=stage)) for view in desk.views]
    return {
        "current": next((view.name for view, current in listed if current), ""),
        "list": [
            {"label": view.name, "url": reverse("lead-view", args=[view.id]), "current": current}
            for view, current in listed
        ],
        "columns_url": f"{address('lead-columns')}?{of}",
        "save_url": f"{address('lead-views')}?{of}&save=1",
        "manage_url": address("lead-views") if desk.views else "",
    }


def _shows(view: SavedView, choice: Choice, *, tab: str, stage: str) -> bool:
    """Return whether a list shows exactly this view, and not what was made of it since."""
    here = (view.tab, view.stage, view.order, view.filters)
    return view.id == choice.view and here == (tab, stage, choice.order(stage), choice.filters())


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def views(request: HttpRequest) -> HttpResponse:
    """List one's views to rename or remove them; with `save`, ask what the list one is in is to be called."""
    actor, (tab, stage) = at_work(request), list_of(request)
    choice, desk = kept(request), desk_of(request)
    opened = desk.view(choice.view)
    form = ViewForm(request.POST or None, initial={"name": opened.name if opened else ""})
    if request.method == "POST" and form.is_valid():
        new = SavedView(
            name=form.cleaned_data["name"],
            tab=tab,
            stage=stage,
            order=choice.order(stage),
            columns=shown_columns(desk, choice),
            filters=choice.filters(),
        )
        try:
            saved = save_view(new, actor=actor)
        except Refused as refused:
            put_back(form, refused)
        else:
            keep(request, choice.opened(saved))
            messages.success(request, gettext("The view “%(name)s” is saved.") % {"name": saved.name})
            return redirect("lead-list", tab, stage)
    context = {"form": form, "of": f"{tab}/{stage}", "tab": tab, "stage": stage}
    if request.method == "POST" or "save" in request.GET:
        template = "partner/view_form.html" if request.headers.get("HX-Request") else "partner/view_new.html"
        return render(request, template, context, status=status_of(form))
    return _list(request, desk)


def _list(request: HttpRequest, desk: Desk, *, renamed: str = "", form: ViewForm | None = None) -> HttpResponse:
    """Show the views, each with the form of its name; `form` is that of the view `renamed`, sent and not taken."""
    rows = [{"id": one.id, "name": one.name, "form": form if one.id == renamed else _naming(one)} for one in desk.views]
    return render(request, "partner/views.html", {"views": rows, "form": form}, status=UNPROCESSABLE if form else 200)


def _naming(view: SavedView, sent: QueryDict | None = None) -> ViewForm:
    form = ViewForm(sent, initial={"name": view.name}, auto_id=f"%s-{view.id}")
    form.fields["name"].label = gettext("New name of “%(name)s”") % {"name": view.name}
    return form


@require_safe
@enter(Member)
def view(request: HttpRequest, view_id: str) -> HttpResponse:
    """Open a view: its list with its filters, order and columns."""
    at_work(request)
    found = desk_of(request).view(view_id)
    if found is None:
        raise NotFound
    keep(request, kept(request).opened(found))
    return redirect("lead-list", found.tab, found.stage)


@require_POST
@enter(Member)
def view_name(request: HttpRequest, view_id: str) -> HttpResponse:
    """Give a view another name."""
    actor, desk = at_work(request), desk_of(request)
    found = desk.view(view_id)
    if found is None:
        raise NotFound
    form = _naming(found, request.POST)
    if form.is_valid():
        try:
            renamed = rename_view(view_id, actor=actor, name=form.cleaned_data["name"])
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("It is called “%(name)s” now.") % {"name": renamed.name})
            return redirect("lead-views")
    return _list(request, desk, renamed=view_id, form=form)


@require_POST
@enter(Member)
def view_removal(request: HttpRequest, view_id: str) -> HttpResponse:
    """Forget a view."""
    remove_view(view_id, actor=at_work(request))
    messages.success(request, gettext("The view is removed."))
    return redirect("lead-views")
