"""Set up one's lists: choose their columns, save, rename and remove views."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from segue.accounts.actions.desk import change_desk
from segue.kit.errors import Invalid, NotFound
from segue.kit.ids import new_id
from segue.kit.text import cleaned, folded
from segue.leads.columns import DEFAULT, in_order
from segue.leads.desk import Desk, SavedView, desk_from
from segue.leads.models import Stage
from segue.leads.wanted import DEFAULT_ORDER, ORDERS, Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from segue.accounts.actor import Member

LONGEST_NAME = 60
MOST_VIEWS = 20


def choose_columns(columns: Iterable[str], *, actor: Member) -> Desk:
    """Show these columns from now on and return the desk; unknown ones are left out, none at all is a choice too."""
    return _changed(lambda desk: replace(desk, columns=in_order(columns)), actor=actor)


def choose_usual_columns(*, actor: Member) -> Desk:
    """Show the columns again that lists begin with."""
    return choose_columns(DEFAULT, actor=actor)


def save_view(view: SavedView, *, actor: Member) -> SavedView:
    """Keep a view under its name and return it; one of that name is replaced and stays in its place.

    Raises NotFound for a list that is none, Invalid for a name that is missing or too long and beyond 20 views.
    """
    name = _checked_name(view.name)
    if view.tab not in set(Tab) or view.stage not in set(Stage):
        raise NotFound
    order = view.order if view.order in ORDERS else DEFAULT_ORDER[Stage(view.stage)]
    saved = replace(view, name=name, order=order, id=new_id().hex)

    def kept(desk: Desk) -> Desk:
        same = next((old for old in desk.views if folded(old.name) == folded(name)), None)
        if same:
            renewed = replace(saved, id=same.id)
            return replace(desk, views=tuple(renewed if old is same else old for old in desk.views))
        if len(desk.views) >= MOST_VIEWS:
            raise Invalid({"name": _("You have %(most)s views already. Remove one first.") % {"most": MOST_VIEWS}})
        return replace(desk, views=(*desk.views, saved))

    desk = _changed(kept, actor=actor)
    return next(one for one in desk.views if folded(one.name) == folded(name))


def rename_view(view_id: str, *, actor: Member, name: str) -> SavedView:
    """Give a view another name and return it; raise Invalid for a name that cannot be or is another view's."""
    new = _checked_name(name)

    def renamed(desk: Desk) -> Desk:
        if any(view.id != view_id and folded(view.name) == folded(new) for view in desk.views):
            raise Invalid({"name": _("Another of your views has this name.")})
        return replace(
            desk, views=tuple(replace(view, name=new) if view.id == view_id else view for view in desk.views)
        )

    found = _changed(renamed, actor=actor).view(view_id)
    if found is None:
        raise NotFound
    return found


def remove_view(view_id: str, *, actor: Member) -> None:
    """Forget a view; one that is gone already is gone."""
    _changed(lambda desk: replace(desk, views=tuple(one for one in desk.views if one.id != view_id)), actor=actor)


def _changed(change: Callable[[Desk], Desk], *, actor: Member) -> Desk:
    def changed(kept: dict[str, Any]) -> dict[str, Any]:
        desk = desk_from(kept)
        new = change(desk)
        return kept if new == desk else _kept(new)

    return desk_from(change_desk(changed, actor=actor))


def _kept(desk: Desk) -> dict[str, Any]:
    return {"columns": list(desk.columns), "views": [asdict(view) for view in desk.views]}


def _checked_name(name: str) -> str:
    name = " ".join(cleaned(name).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid({"name": _("Write a name, in at most %(most)s characters.") % {"most": LONGEST_NAME}})
    return name
