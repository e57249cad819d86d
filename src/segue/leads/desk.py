"""How a person set up their lists in one company: the columns, and the views they saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from segue.leads.columns import DEFAULT, Column, in_order
from segue.leads.models import Stage
from segue.leads.wanted import ORDERS, Filters, Tab

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SavedView:
    """A tab with stage, filters, order and columns under a name."""

    name: str
    tab: str
    stage: str
    order: str
    columns: tuple[Column, ...]
    filters: Filters = field(default_factory=Filters)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person chose for their lists in one company."""

    columns: tuple[Column, ...] = DEFAULT
    views: tuple[SavedView, ...] = ()

    def view(self, view_id: str) -> SavedView | None:
        """Return one of the saved views; None when there is none (any more)."""
        return next((view for view in self.views if view.id == view_id), None)


def desk_from(kept: Mapping[str, Any]) -> Desk:
    """Return the desk that a membership keeps; what is no longer understood is left out."""
    views = [_view(raw) for raw in kept.get("views", ())]
    columns = in_order(kept["columns"]) if "columns" in kept else DEFAULT
    return Desk(columns, tuple(view for view in views if view))


def _view(raw: Mapping[str, Any]) -> SavedView | None:
    try:
        filters = Filters(**raw["filters"])
        view = SavedView(**{**raw, "columns": in_order(raw["columns"]), "filters": filters})
    except (KeyError, TypeError):
        return None
    known = view.tab in set(Tab) and view.stage in set(Stage) and view.order in ORDERS
    return view if known else None
