"""Which columns a list of leads can show beside the customer and the need, in the order in which they stand."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from segue.leads.models import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable


class Column(StrEnum):
    """A column of the partner's lists."""

    TYPE = "type"
    STAGE = "stage"
    VALUE = "value"
    COUNTRY = "country"
    CITY = "city"
    CONTACT = "contact"
    PHONE = "phone"
    EMAIL = "email"
    LOCATION = "location"
    CAMPAIGN = "campaign"
    CRM_ID = "crm_id"
    PURCHASE = "purchase"
    UPDATED = "updated"
    RECEIVED = "received"
    OWNER = "owner"
    DUE = "due"


DEFAULT = (Column.TYPE, Column.STAGE, Column.VALUE, Column.COUNTRY, Column.RECEIVED, Column.OWNER, Column.DUE)
"""What a list shows to whom has chosen nothing."""

PERSONAL = frozenset({Column.CONTACT, Column.PHONE, Column.EMAIL})
"""The customer's person: empty where the partner sees the person no more."""

READ_FOR: dict[Column, str] = {
    Column.CITY: "customer_city",
    Column.EMAIL: "customer_email",
    Column.LOCATION: "location__name",
    Column.CAMPAIGN: "campaign",
    Column.CRM_ID: "crm_id",
    Column.UPDATED: "updated_at",
}
"""What is read for a column only where it is shown; for the others every list reads it."""


def in_order(codes: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns that these codes are, each once, as they stand in a list; other codes are left out."""
    wanted = set(codes)
    return tuple(column for column in Column if column in wanted)


def in_stage(columns: Iterable[Column], stage: str) -> tuple[Column, ...]:
    """Return those that say something in a stage: how it ended in the archive only, what is to do everywhere else."""
    silent = Column.DUE if stage == Stage.ARCHIVED else Column.STAGE
    return tuple(column for column in columns if column is not silent)
