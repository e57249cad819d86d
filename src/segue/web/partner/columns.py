"""The columns of the partner's lists in words: what they are called, and what those say that not every list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.leads.columns import PERSONAL, Column
from segue.leads.desk import Desk, desk_from
from segue.leads.policy import shows_person
from segue.web.entrance import companies_of
from segue.web.partner.door import at_work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpRequest

    from segue.leads.listed import ListedLead
    from segue.web.partner.choice import Choice
    from segue.web.reading import Reader

NAMES: dict[Column, Any] = {
    Column.TYPE: _("Type"),
    Column.STAGE: _("Stage"),
    Column.VALUE: _("Value"),
    Column.COUNTRY: _("Country"),
    Column.CITY: _("Town"),
    Column.CONTACT: _("Contact"),
    Column.PHONE: _("Phone"),
    Column.EMAIL: _("E-mail"),
    Column.LOCATION: _("Our location"),
    Column.CAMPAIGN: _("Campaign"),
    Column.CRM_ID: _("CRM id"),
    Column.PURCHASE: _("Purchase date"),
    Column.UPDATED: _("Last changed"),
    Column.RECEIVED: pgettext_lazy("column", "Received"),
    Column.OWNER: _("Owner"),
    Column.DUE: _("To do"),
}

WRITTEN_BY_THE_TABLE = frozenset(
    {
        *(Column.TYPE, Column.STAGE, Column.VALUE, Column.COUNTRY, Column.RECEIVED),
        *(Column.OWNER, Column.DUE),
    }
)
"""Columns with a look of their own; the others are a line of text."""


def desk_of(request: HttpRequest) -> Desk:
    """Return how the person who asks set up their lists in the company they are in; it was read with the company."""
    here = at_work(request).membership_id
    return desk_from(next(one.desk for one in companies_of(request) if one.id == here))


def shown_columns(desk: Desk, choice: Choice) -> tuple[Column, ...]:
    """Return the columns of the view that was opened, else the person's own."""
    view = desk.view(choice.view)
    return view.columns if view else desk.columns


def further(columns: Iterable[Column]) -> list[Column]:
    """Return the columns among these that are a line of text."""
    return [column for column in columns if column not in WRITTEN_BY_THE_TABLE]


def text_of(lead: ListedLead, column: Column, *, reader: Reader, today: date) -> str:
    """Return what such a column says of a lead; of the customer's person nothing once the partner sees it no more."""
    if column in PERSONAL and not shows_person(lead):
        return ""
    match column:
        case Column.CONTACT:
            return lead.customer_name
        case Column.PHONE:
            return lead.customer_phone
        case Column.PURCHASE:
            return reader.day(lead.purchase_on, near=today) if lead.purchase_on else ""
        case Column.UPDATED:
            return reader.day(lead.more[column], near=today)
        case _:
            return str(lead.more[column])
