"""Find leads by word prefixes: tsvector on PostgreSQL, FTS5 on SQLite, one interface.

A partner finds its own by all their words; who follows leads finds them by the customer's only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL

from segue.kit.sql import unordered
from segue.kit.statement import rows_of
from segue.kit.text import words
from segue.leads.actions._words import OF_CUSTOMER, place_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.leads.models import Lead

MOST_WORDS = 8
COMMON = 5000
"""Where so many leads are of customers with the same words, SQLite walks from the newest on and soon meets a page."""

POSTGRESQL = """
    SELECT lead_id FROM leads_leadtext
    WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery
"""
SQLITE = """
    SELECT lead_id FROM leads_leadtext_index CROSS JOIN leads_leadtext ON id = leads_leadtext_index.rowid
    WHERE leads_leadtext_index MATCH %s
"""

COUNT = "SELECT count(*) FROM (SELECT 1 FROM leads_leadtext_index WHERE leads_leadtext_index MATCH %s LIMIT %s)"


def query_of(text: str, *, partner_id: UUID, stage: str, types: Sequence[str]) -> str:
    """Return what the index is asked for a text (its first eight words) among a partner's leads of a stage and types.

    Empty without a word. Only the leads meant are matched: a word may stand in each of 100,000 others.
    """
    wanted = words(text)[:MOST_WORDS]
    if not wanted:
        return ""
    own = [place_token(partner_id, stage=stage, type=kind) for kind in types]
    if connection.vendor == "postgresql":
        either = " | ".join(f"'{token}'" for token in own)
        return f"({either}) & {_begun_by(wanted)}"
    either = " OR ".join(f'"{token}"' for token in own)
    return f"({either}) AND {_begun_by(wanted)}"


def _begun_by(beginnings: Sequence[str]) -> str:
    if connection.vendor == "postgresql":
        return " & ".join(f"'{beginning}':*" for beginning in beginnings)
    return " AND ".join(f'"{beginning}"*' for beginning in beginnings)


def matching(leads: QuerySet[Lead], query: str) -> QuerySet[Lead]:
    """Return those leads that have a word beginning with each word of the text a query was made of."""
    sql = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    return leads.filter(id__in=RawSQL(sql, (query,)))  # noqa: S611 -- words are letters and digits only


def of_customer(leads: QuerySet[Lead], text: str) -> QuerySet[Lead]:
    """Return those leads whose customer, company or person, has words beginning with each of a text's, one at least.

    `came` is when each was received, as the newest of them are found at least cost: by a walk from the newest lead on
    where many have the words, and else by sorting those that have.
    """
    wanted = [f"{OF_CUSTOMER}{word}" for word in words(text)[:MOST_WORDS]]
    query = _begun_by(wanted)
    if connection.vendor == "postgresql":  # it knows by its statistics how many have them
        return matching(leads, query).annotate(came=F("received_at"))
    if not _common(query):
        return matching(leads, query).annotate(came=unordered("received_at"))
    for beginning in wanted:
        leads = leads.filter(text__words__contains=f" {beginning}")
    return leads.annotate(came=F("received_at"))


def _common(query: str) -> bool:
    return bool(rows_of(COUNT, [query, COMMON])[0][0] == COMMON)
