"""The tray: up to three partners ticked in the directory, who get the same request.

What is ticked stands in the address, so that it outlives a reload and a further search; `ticked.js` keeps it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.web.public.question import MOST_PICKED
from segue.web.public.words import searched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from segue.directory.search import Found, Search
    from segue.programme.queries import Rules

_LIMITS = {
    2: gettext_lazy("Tick up to two; each gets the same request."),
    3: gettext_lazy("Tick up to three; each gets the same request."),
}


def tray(
    query: Search,
    found: Found,
    *,
    picked: Sequence[UUID],
    kept: Sequence[tuple[str, str]],
    noted: dict[str, str],
    rules: Rules,
) -> dict[str, Any]:
    """Return what the tray says and sends along: `noted`, and `kept`, the question, to look further without script."""
    here = {result.location.id for result in found.results}
    elsewhere = [str(location_id) for location_id in picked if location_id not in here]
    most = min(MOST_PICKED, rules.programme.open_leads_per_request)
    submits = [_("Ask these"), _("Ask this one"), _("Ask these %(n)s") % {"n": 2}, _("Ask these %(n)s") % {"n": 3}]
    return {
        "url": reverse("ask"),
        "again_url": reverse("directory"),
        "hidden": [{"name": name, "value": text} for name, text in (searched(query, rules) | noted).items()],
        "kept": [{"name": name, "value": text} for name, text in kept],
        "elsewhere": elsewhere,
        "submit": submits[min(len(picked), most)],
        "submits": "|".join(submits),
        "most": most,
        "limit": _LIMITS[most],
    }
