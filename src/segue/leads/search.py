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


def matching(leads: QuerySet[Lead], text: str, *, partner_id: UUID) -> QuerySet[Lead]:
    """Return those of a partner's leads that have a word beginning with each word of the text (the first eight)."""
    wanted = words(text)[:MOST_WORDS]
    if not wanted:
        return leads
    own = partner_token(partner_id)
    if connection.vendor == "postgresql":
        query = " & ".join([f"'{own}'", *(f"'{word}':*" for word in wanted)])
        return leads.filter(id__in=RawSQL(POSTGRESQL, (query,)))  # noqa: S611 -- words are letters and digits only
    query = " AND ".join([f'"{own}"', *(f'"{word}"*' for word in wanted)])
    return leads.filter(id__in=RawSQL(SQLITE, (query,)))  # noqa: S611 -- words are letters and digits only
