"""The search field on top: leads of all tabs and stages that have these words, by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.kit.text import cleaned
from segue.leads.columns import DEFAULT, Column, in_stage
from segue.leads.found import EACH, find_everywhere
from segue.web.entrance import at_of, enter
from segue.web.partner.choice import MOST_CHARACTERS, kept
from segue.web.partner.door import at_work
from segue.web.partner.lead_list import STAGE_NAMES
from segue.web.partner.rows import rows_of
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Member)
def lead_search(request: HttpRequest) -> HttpResponse:
    """Show what is found for `q` wherever it is; the filters of the lists do not narrow it."""
    actor = at_work(request)
    words = cleaned(request.GET.get("q", ""))[:MOST_CHARACTERS]
    reader, at = reader_of(request), at_of(request)
    everything = find_everywhere(actor, words=words)
    groups = [
        {
            "title": STAGE_NAMES[found.stage],
            "rows": rows_of(found.leads, reader=reader, at=at, stage=found.stage, columns=DEFAULT),
            "columns": [str(column) for column in in_stage(DEFAULT, found.stage) if column is not Column.COUNTRY],
            "more": gettext("The newest %(n)s are shown. One more word finds fewer.") % {"n": EACH}
            if found.more
            else "",
        }
        for found in everything
    ]
    number = sum(len(found.leads) for found in everything)
    more = any(found.more for found in everything)
    context = {
        "words": words,
        "groups": groups,
        "count": ngettext("%(n)s lead", "%(n)s leads", number) % {"n": f"{number}+" if more else number},
        "narrow_url": f"{reverse('lead-list', args=kept(request).last.split('/'))}?{urlencode({'q': words})}",
    }
    return render(request, "partner/lead_search.html", context)
