"""Find leads by word prefixes, within one partner: tsvector on PostgreSQL, FTS5 on SQLite, one interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.expressions import RawSQL

from segue.kit.text import words
from segue.leads.actions._words import partner_token

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.leads.models import Lead

MOST_WORDS = 8

POSTGRESQL = """
    SELECT lead_id FROM leads_leadtext
    WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery
"""
SQLITE = """
    SELECT lead_id FROM leads_leadtext
    WHERE id IN (SELECT rowid FROM leads_leadtext_index WHERE leads_leadtext_index MATCH %s)
"""


def query_of(text: str, *, partner_id: UUID) -> str:
    """Return what the index is asked for a text (its first eight words) within a partner; empty without a word."""
    wanted = words(text)[:MOST_WORDS]
    if not wanted:
        return ""
    own = partner_token(partner_id)
    if connection.vendor == "postgresql":
        return " & ".join([f"'{own}'", *(f"'{word}':*" for word in wanted)])
    return " AND ".join([f'"{own}"', *(f'"{word}"*' for word in wanted)])


def matching(leads: QuerySet[Lead], query: str) -> QuerySet[Lead]:
    """Return those leads that have a word beginning with each word of the text a query was made of."""
    sql = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    return leads.filter(id__in=RawSQL(sql, (query,)))  # noqa: S611 -- words are letters and digits only
