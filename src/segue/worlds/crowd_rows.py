"""The rows of the crowd's leads: what differs is handed over, what is the same in all of them stands here."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from django.db import connection

from segue.leads.models import Lead
from segue.requests.models import Request
from segue.store.bulk import fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model

    from segue.worlds.crowd import Batch

LEAD = (
    *("id", "partner_id", "location_id", "request_id", "type", "stage", "outcome", "version"),
    *("received_at", "updated_at", "due_at", "prompt_until", "hot_until", "direct_contact"),
    *("accepted_at", "closed_at"),
    *("withdrawn_at", "reason", "owner_id", "sender_person_id", "sender_name", "channel"),
    *("customer_company", "customer_country", "deal_name", "value_minor", "value_sort", "purchase_on"),
    *("purchase_sort", "consent_at"),
)
"""The columns that differ from lead to lead, in the order in which `stage` takes them."""
VALUED = {"value_rate": "CASE WHEN value_sort < 0 THEN '' ELSE '1' END", "value_in": "'EUR'"}
"""All values are in the programme's own currency."""
CAMPAIGN = "CASE WHEN channel = '' THEN '' WHEN customer_company < 'O' THEN 'Spring' ELSE 'Autumn' END"
"""Marketing has two campaigns."""
EVENT = ("id", "partner_id", "lead_id", "version", "step", "by", "person_id", "at", "changes", "frozen", "request_id")
HEART = ("person_id", "lead_id", "partner_id", "received_at")
EMPLOYEE = ("id", "partner_id", "lead_id", "person_id", "name", "phone", "email", "received_at")

TABLES = (
    *("leads_lead", "leads_leadevent", "leads_leadtext", "leads_favourite", "leads_employee"),
    *("requests_request", "requests_wish", "requests_requestevent"),
)

WORDS = (
    "rtrim('p' || replace(CAST(partner_id AS text), '-', '') || substr(stage, 1, 2) || substr(type, 1, 1)"
    " || ' ' || lower(customer_company) || ' anna conti trieste move our warehouse planning into the cloud '"
    f" || lower({CAMPAIGN})) || ' §' || replace(lower(customer_company), ' ', ' §') || ' §anna §conti'"
)
"""As leads.actions._words makes them of these leads: the token of their place, the words, those for followers."""


@contextlib.contextmanager
def staging() -> Iterator[None]:
    """Keep a table that takes what differs in leads before they are written with all their columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE crowd AS SELECT {', '.join(LEAD)} FROM leads_lead WHERE 1 = 0")  # noqa: S608 -- own names
        yield
        cursor.execute("DROP TABLE crowd")


def write_batch(rows: Batch) -> None:
    """Write leads with the requests they answer, the words they are found by, and what hangs on them."""
    fill("crowd", LEAD, rows.leads)
    _write_leads()
    fill("leads_leadevent", EVENT, rows.events)
    fill("leads_favourite", HEART, rows.hearts)
    fill("leads_employee", EMPLOYEE, rows.employees)


def _write_leads() -> None:
    _write(Lead, _like_all_leads(), {name: name for name in LEAD} | VALUED | {"campaign": CAMPAIGN})
    same = (
        "type",
        "customer_company",
        "customer_country",
        "direct_contact",
        "sender_person_id",
        "channel",
        "consent_at",
    )
    own = {name: name for name in same} | {
        "id": "request_id",
        "form_key": "'crowd-' || CAST(request_id AS text)",
        "created_at": "received_at",
        "updated_at": "received_at",
        "confirmed_at": "received_at",
        "withdrawn_at": "CASE WHEN outcome = 'withdrawn' THEN closed_at END",
    }
    _write(Request, _like_all_requests(), own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO leads_leadtext (lead_id, partner_id, words) SELECT id, partner_id, {WORDS} FROM crowd"  # noqa: S608 -- own names
        )
        cursor.execute(
            "INSERT INTO requests_wish (request_id, location_id, position, lead_id, asked_at, named) "
            "SELECT request_id, location_id, 1, id, received_at, "
            "CASE type WHEN 'inquiry' THEN 'form' ELSE 'sender' END FROM crowd"
        )
        # One event a request, so it can have the request's id.
        cursor.execute(
            "INSERT INTO requests_requestevent (id, request_id, what, person_id, lead_id, at, location_ids) SELECT "
            "request_id, request_id, CASE type WHEN 'inquiry' THEN 'asked' ELSE 'sent' END, sender_person_id, id, "
            "received_at, '[]' FROM crowd"
        )
        cursor.execute("DELETE FROM crowd" if connection.vendor == "sqlite" else "TRUNCATE crowd")


def _write(model: type[Model], like: Model, own: Mapping[str, str]) -> None:
    """Insert a row for each staged lead: `own` columns from an expression over it, the others as in `like`."""
    names, values, params = [], [], []
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's documented name for a model's columns
        names.append(field.column)
        if field.column in own:
            values.append(own[field.column])
        else:
            values.append("%s")
            params.append(field.get_db_prep_save(getattr(like, field.attname), connection))
    into = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(values)} FROM crowd"  # noqa: S608, SLF001 -- as above
    with connection.cursor() as cursor:
        cursor.execute(into, params)


def _like_all_leads() -> Lead:
    return Lead(
        consent_how="Ticked on the form",
        customer_name="Anna Conti",
        customer_email="anna@conti.example",
        customer_city="Trieste",
        customer_size="51-250",
        need="Move our warehouse planning into the cloud",
        products=["erp", "cloud"],
        services=["migration"],
        industries=["transport"],
        currency="EUR",
    )


def _like_all_requests() -> Request:
    return Request(
        consent_how="Ticked on the form",
        customer_name="Anna Conti",
        customer_email="anna@conti.example",
        customer_city="Trieste",
        customer_size="51-250",
        need="Move our warehouse planning into the cloud",
        products=["erp", "cloud"],
        services=["migration"],
        industries=["transport"],
    )
