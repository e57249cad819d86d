"""Find leads by word prefixes: tsvector on PostgreSQL, FTS5 on SQLite, one interface.

A partner finds its own by all their words; who follows leads finds them by the customer's and by the partner's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from segue.accounts.companies import called, named_like
from segue.kit.sql import passed_over
from segue.kit.statement import rows_of
from segue.kit.text import words
from segue.leads.actions._words import OF_CUSTOMER, partner_token, place_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from segue.accounts.models import Partner
    from segue.leads.models import Lead

MOST_WORDS = 8
COMMON = 5000
"""Where so many leads are of customers with the same words, a walk from the newest on soon meets a page."""
MOST_PARTNERS, MOST_WAYS = 2000, 50
"""Where more names begin like some word, or in more ways, a customer's and a partner's words do not find together."""
FEW_PARTNERS = 20
"""Of so many partners the leads are told apart by the index of words."""

POSTGRESQL = """
    SELECT lead_id FROM leads_leadtext
    WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery
"""
SQLITE = """
    SELECT lead_id FROM leads_leadtext_index CROSS JOIN leads_leadtext ON id = leads_leadtext_index.rowid
    WHERE leads_leadtext_index MATCH %s
"""

COUNT = "(SELECT count(*) FROM (SELECT 1 FROM leads_leadtext_index WHERE leads_leadtext_index MATCH %s LIMIT %s))"
EXPECTED = f"EXPLAIN (FORMAT JSON) {POSTGRESQL}"


def query_of(text: str, *, partner_id: UUID, stage: str, types: Sequence[str]) -> str:
    """Return what the index is asked for a text (its first eight words) among a partner's leads of a stage and types.

    Empty without a word. Only the leads meant are matched: a word may stand in each of 100,000 others.
    """
    wanted = words(text)[:MOST_WORDS]
    if not wanted:
        return ""
    own = [place_token(partner_id, stage=stage, type=kind) for kind in types]
    return _all([_any([_word(token) for token in own]), *map(_begun, wanted)])


def _word(word: str) -> str:
    return f"'{word}'" if connection.vendor == "postgresql" else f'"{word}"'


def _begun(beginning: str) -> str:
    return f"{_word(beginning)}:*" if connection.vendor == "postgresql" else f"{_word(beginning)}*"


def _any(asked: Sequence[str]) -> str:
    return f"({(' | ' if connection.vendor == 'postgresql' else ' OR ').join(asked)})"


def _all(asked: Sequence[str]) -> str:
    return (" & " if connection.vendor == "postgresql" else " AND ").join(asked)


def matching(leads: QuerySet[Lead], query: str) -> QuerySet[Lead]:
    """Return those leads that have a word beginning with each word of the text a query was made of."""
    sql = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    return leads.filter(id__in=RawSQL(sql, (query,)))  # noqa: S611 -- words are letters and digits only


class Way(NamedTuple):
    """One way to mean what is looked for: leads of these partners (None: of any) whose customer has the other words."""

    partners: Sequence[UUID] | QuerySet[Partner] | None
    of_customer: Sequence[str]

    def query(self) -> str:
        """Return what the index is asked: for the customer's words, among the leads of a few partners."""
        asked = [_begun(f"{OF_CUSTOMER}{word}") for word in self.of_customer]
        if asked and isinstance(self.partners, list) and len(self.partners) <= FEW_PARTNERS:
            asked.insert(0, _any([_begun(partner_token(partner_id)) for partner_id in self.partners]))
        return _all(asked)

    def walked(self, leads: QuerySet[Lead]) -> QuerySet[Lead]:
        """Return the leads meant, for a walk from the newest on: each that is met is looked at."""
        leads = self._theirs(leads)
        for word in self.of_customer:
            leads = leads.filter(text__words__contains=f" {OF_CUSTOMER}{word}")
        return leads

    def found(self, leads: QuerySet[Lead]) -> QuerySet[Lead]:
        """Return the leads meant, found by the index of their words."""
        return matching(self._theirs(leads), self.query())

    def _theirs(self, leads: QuerySet[Lead]) -> QuerySet[Lead]:
        if self.partners is None:
            return leads
        return leads.alias(whose=passed_over("partner_id")).filter(whose__in=self.partners)


def ways(text: str) -> list[Way]:
    """Return how a text (its first eight words) may be meant: each word begins one of the customer's or partner's.

    A partner answers for all words that its name has, and the customer for the rest; so there are as many ways as there
    are sets of words that partners' names have. Where that are too many, all words are the one's or the other's.
    """
    wanted = list(dict.fromkeys(words(text)))[:MOST_WORDS]
    if not wanted:
        return []
    named = named_like(wanted, most=MOST_PARTNERS)
    if named is None or len(named) > MOST_WAYS:
        return [Way(None, wanted), Way(called(" ".join(wanted)), [])]
    by_name = [Way(ids, [word for word in wanted if word not in begun]) for begun, ids in named.items()]
    return [Way(None, wanted), *by_name]


def common(asked: Sequence[Way]) -> list[bool]:
    """Return of each of these ways whether so many leads are meant that a walk from the newest on soon meets a page."""
    queries = [way.query() for way in asked]
    numbers = _numbers([query for query in queries if query])
    return [not query or numbers[query] >= COMMON for query in queries]


def _numbers(queries: Sequence[str]) -> dict[str, int]:
    """Return how many leads each query finds: as many as PostgreSQL expects, and counted by SQLite, COMMON at most."""
    if connection.vendor == "postgresql":
        return {query: rows_of(EXPECTED, [query])[0][0][0]["Plan"]["Plan Rows"] for query in queries}
    if not queries:
        return {}
    counted = rows_of(
        f"SELECT {', '.join([COUNT] * len(queries))}", [of for query in queries for of in (query, COMMON)]
    )
    return dict(zip(queries, counted[0], strict=True))
