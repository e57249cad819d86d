"""What of their leads a person wants to see: filters, words, order and view, kept in the session until cleared.

Each company of a person has its own: a location, a campaign or a view of one says nothing in another.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from segue.kit.ids import id_from
from segue.kit.text import cleaned
from segue.leads.models import Stage, Type
from segue.leads.wanted import DEFAULT_ORDER, ORDERS, Filters, Owned
from segue.web.partner.door import at_work

if TYPE_CHECKING:
    from django.http import HttpRequest

    from segue.leads.desk import SavedView

KEY = "leads"
MOST_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """The filters and the order chosen; empty: all, in the order of the stage."""

    type: str = ""
    country: str = ""
    location: str = ""
    hot: str = ""
    owned: str = ""
    campaign: str = ""
    q: str = ""
    orders: dict[str, str] = field(default_factory=dict)
    last: str = "marketplace/received"
    view: str = ""
    """The saved view that was opened last; its columns are shown."""

    @property
    def narrowed(self) -> bool:
        """Return whether anything is filtered out."""
        return any((self.type, self.country, self.location, self.hot, self.owned, self.campaign, self.q))

    def order(self, stage: str) -> str:
        """Return the order of a stage's list."""
        return self.orders.get(stage) or DEFAULT_ORDER[Stage(stage)]

    def opened(self, view: SavedView) -> Choice:
        """Return the choice with a saved view's list, filters and order instead of its own."""
        chosen = view.filters
        return replace(
            self,
            type=chosen.type,
            country=chosen.country,
            location=chosen.location,
            hot="1" if chosen.hot else "",
            owned=chosen.owned,
            campaign=chosen.campaign,
            q=chosen.words,
            orders=self.orders | {view.stage: view.order},
            last=f"{view.tab}/{view.stage}",
            view=view.id,
        )

    def filters(self) -> Filters:
        """Return the filters as the query takes them."""
        return Filters(
            type=self.type,
            country=self.country,
            location=self.location,
            hot=bool(self.hot),
            owned=self.owned,
            campaign=self.campaign,
            words=self.q,
        )


FILTERS = ("type", "country", "location", "hot", "owned", "campaign", "q")


def kept(request: HttpRequest) -> Choice:
    """Return what the session keeps for this company; what is no longer understood is left out."""
    raw = request.session.get(KEY, {}).get(_company(request), {})
    return Choice(**{name: value for name, value in raw.items() if name in Choice.__dataclass_fields__})


def keep(request: HttpRequest, choice: Choice) -> None:
    """Keep a choice, if it is another one than before."""
    if choice != kept(request):
        request.session[KEY] = request.session.get(KEY, {}) | {_company(request): asdict(choice)}


def _company(request: HttpRequest) -> str:
    return str(at_work(request).membership_id)


def asked(request: HttpRequest, choice: Choice, *, stage: str = Stage.RECEIVED) -> Choice:
    """Return the choice with what this address asks for; what cannot be meant is ignored."""
    given = request.GET
    if "clear" in given:
        choice = Choice(orders=choice.orders, last=choice.last)
    changes: dict[str, Any] = {
        name: cleaned(given[name])[:MOST_CHARACTERS]
        for name in FILTERS
        if name in given and _is_meant(name, given[name])
    }
    if given.get("order") in ORDERS:
        changes["orders"] = choice.orders | {stage: given["order"]}
    return replace(choice, **changes)


def _is_meant(name: str, value: str) -> bool:
    match name:
        case "type":
            return not value or value in set(Type)
        case "owned":
            return value in set(Owned)
        case "country":
            return not value or (len(value) == 2 and value.isalpha())  # noqa: PLR2004 -- ISO 3166-1 alpha-2
        case "location":
            return not value or id_from(value) is not None
        case _:
            return True
