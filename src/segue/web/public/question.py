"""The directory's address line: read into a question, and written again with one thing changed."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from django.urls import reverse

from segue.directory.search import Search
from segue.directory.search.ask import DISTANCES_KM, FILTER_KINDS, Key
from segue.kit.ids import ids_from
from segue.kit.places import country_codes
from segue.kit.sealed import seal, unseal
from segue.kit.text import cleaned
from segue.leads.room import full_partners, unanswered_of_each
from segue.web.entrance import NAMED_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, QueryDict

LONGEST_TEXT = 200
MOST_PICKED = 3
PER_PAGE = 20


def asked(query: QueryDict, *, at: datetime) -> Search:
    """Return the question that an address asks; what cannot be read is taken as not asked."""
    named = looked_for(query)
    country = query.get("country", "").upper()
    question = Search(
        at=at,
        what=named["what"],
        where=named["where"],
        country=country if country in country_codes() else "",
        tags={kind: cleaned(query.get(kind, ""))[:60] for kind in FILTER_KINDS if query.get(kind)},
        remote=query.get("remote") == "1",
        within=_within(query.get("within", "")),
        unanswered=partial(unanswered_of_each, at=at),
        full=full_partners(at=at),
        limit=PER_PAGE,
    )
    return replace(question, after=_key(query.get("after", ""), question))


def looked_for(query: Mapping[str, str]) -> dict[str, str]:
    """Return the words and the place by which somebody looks for a partner."""
    return {name: cleaned(query.get(name, ""))[:LONGEST_TEXT] for name in ("what", "where")}


def carried(query: QueryDict) -> dict[str, str]:
    """Return the question of an address as far as a partner's page takes it along: to lead back to the results."""
    names = ("what", "where", "within", "country", "remote", *FILTER_KINDS, NAMED_LANGUAGE)
    return {name: cleaned(query.get(name, ""))[:LONGEST_TEXT] for name in names if query.get(name)}


def _within(text: str) -> int | None:
    return next((km for km in DISTANCES_KM if text == str(km)), None)


def picked(query: QueryDict) -> list[UUID]:
    """Return the locations ticked so far, three at most."""
    return list(dict.fromkeys(ids_from(query.getlist("location"))))[:MOST_PICKED]


def address(request: HttpRequest, **changes: str | None) -> str:
    """Return this page's address with some parts changed (None: left out), always from the first page."""
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    text = query.urlencode()
    return f"{reverse('directory')}?{text}" if text else reverse("directory")


def page_token(query: Search, key: Key) -> str:
    """Return where a page of the answer to a question ended, as text that is no page of another question."""
    return seal(key, bound_to=_binding(query))


def _key(token: str, query: Search) -> Key | None:
    """Return where the page before ended; None, the first page, for a token that is not ours or of another question."""
    key = unseal(token, bound_to=_binding(query)) if token else None
    return cast("Key", tuple(key)) if key else None


def _binding(query: Search) -> str:
    return f"directory:{json.dumps(query.filters(), sort_keys=True)}"
