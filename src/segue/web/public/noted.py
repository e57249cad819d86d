"""What the directory showed is noted, and what became of it: `found` in an address says by which page somebody came.

Only visitors' searches are noted: what a partner, the vendor or a search engine looks up is no demand. Who is suggested
for a request is noted whoever reads it. What programs are answered is noted by itself (`By.DATA`): whether anybody
looked at it is not known, so it says what was shown, and is no view and no demand.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.cache.backends.locmem import LocMemCache

from segue.accounts.actor import Visitor
from segue.directory.actions.impressions import Asked, Did, opened, record
from segue.directory.exposure import cell
from segue.directory.models import Impression, Tag
from segue.kit.ids import id_from, keyed_digest
from segue.kit.places import LANGUAGES
from segue.web.entrance import address_of, at_of, rules_of, who

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpRequest

    from segue.directory.search import Found, Search
    from segue.programme.queries import Rules
    from segue.requests.suggest import Suggested

_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview", re.IGNORECASE)
"""What search engines and previews of links call themselves: they look for nobody."""
FOUND = "found"
"""The part of an address that names the page of results somebody came from."""

MOST_IN_A_MINUTE, MOST_IN_A_DAY = 30, 500
"""Of so many pages and openings from one address it is noted in this process; a thousand searches are replayed."""
_times = LocMemCache("noted", {"TIMEOUT": timedelta(days=1).total_seconds(), "OPTIONS": {"MAX_ENTRIES": 20_000}})
"""How often, by digest of the address, in the running minute and day; counts used longest ago go first.

In memory: noting must cost a GET no write.
"""


def note_shown(
    request: HttpRequest, query: Search, found: Found, *, by: Impression.By = Impression.By.DIRECTORY
) -> dict[str, str]:
    """Note one page of an answer, and return what the links of its partners take along."""
    if request.method != "GET" or not _by_a_visitor(request) or not _is_known(query, rules_of(request)):
        return {}
    if not _has_room(request):
        return {}
    filters = query.filters()
    asked = Asked(
        total=found.total,
        weights=rules_of(request).ordering.version,
        what=filters.pop("what", ""),
        where=filters.pop("where", ""),
        filters=filters,
        cell=cell(
            filters.get("product") or filters.get("service", ""),
            found.place.country or found.place.within or query.country,
        ),
        seed=f"{query.at:%Y-%m-%d}",
        by=by,
    )
    placed = [result.placed for result in found.results if result.placed]
    return {FOUND: record(asked, placed, at=query.at).hex}


def note_suggested(request: HttpRequest, found: Suggested) -> None:
    """Note who was suggested for a request: to its customer as others who fit, to who passes it on as partners."""
    if found.about is None or request.method == "HEAD" or _is_a_machine(request) or not _has_room(request):
        return
    at = at_of(request)
    asked = Asked(
        total=found.total,
        weights=rules_of(request).ordering.version,
        filters=found.about.filters(),
        seed=f"{at:%Y-%m-%d}",
        by=Impression.By.OTHERS if isinstance(who(request), Visitor) else Impression.By.SUGGESTED,
    )
    placed = [one.placed for one in found.results if one.placed]
    record(asked, [replace(one, position=n) for n, one in enumerate(placed, start=1)], at=at)


def note_opened(request: HttpRequest, partner_ids: Iterable[UUID], did: Did) -> None:
    """Note that partners of that page were opened, or asked, by whom it can have been shown."""
    given = request.POST if request.method == "POST" else request.GET
    page = id_from(given.get(FOUND, ""))
    if page is not None and request.method != "HEAD" and _by_a_visitor(request) and _has_room(request):
        for partner_id in partner_ids:
            opened(page, partner_id, did, at=at_of(request))


def page_found(request: HttpRequest) -> dict[str, str]:
    """Return the page of results somebody came from, to take it along to the form."""
    page = id_from(request.GET.get(FOUND, ""))
    return {FOUND: page.hex} if page else {}


def _is_known(query: Search, rules: Rules) -> bool:
    """Whether each filter is a word of the programme: a made-up one is no demand, and could name a person."""
    return all(
        code in LANGUAGES if kind == Tag.Kind.LANGUAGE else (kind, code) in rules.terms
        for kind, code in query.tags.items()
    )


def _by_a_visitor(request: HttpRequest) -> bool:
    return isinstance(who(request), Visitor) and not _is_a_machine(request)


def _is_a_machine(request: HttpRequest) -> bool:
    return _MACHINE.search(request.headers.get("User-Agent", "")) is not None


def _has_room(request: HttpRequest) -> bool:
    """Count one more thing to note from an address; return whether it is among the first of its minute and day."""
    address = keyed_digest("noted", address_of(request)).hex()
    at = at_of(request)
    minute, day = _count(f"{address}:{at:%Y%m%d%H%M}"), _count(f"{address}:{at:%Y%m%d}")
    return minute <= MOST_IN_A_MINUTE and day <= MOST_IN_A_DAY


def _count(key: str) -> int:
    _times.add(key, 0)
    try:
        return _times.incr(key)
    except ValueError:  # forgotten in between, for others
        return 1
