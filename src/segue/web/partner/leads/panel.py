"""A lead beside the list: the same article as on its page, and its row as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render

from segue.leads.columns import in_stage
from segue.leads.listed import shown
from segue.leads.models import Stage
from segue.web.entrance import at_of
from segue.web.lead_rows import rendered
from segue.web.partner.choice import kept
from segue.web.partner.columns import desk_of, shown_columns
from segue.web.partner.door import at_work
from segue.web.partner.rows import rows_of
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

Part = dict[str, Any]
PLACE = "#lead-panel-content"


def beside_the_list(request: HttpRequest) -> bool:
    """Return whether the panel asks: it shows a lead without leaving the list."""
    return "Segue-Panel" in request.headers


def for_a_row(request: HttpRequest) -> bool:
    """Return whether a button of the list asks: it gets its row again."""
    return "HX-Request" in request.headers and not beside_the_list(request)


def in_panel(request: HttpRequest, lead_id: UUID, context: Part, *, status: int) -> HttpResponse:
    """Return the lead for the panel; after an answer together with its row, which stays where it is in the list."""
    row = row_of(request, lead_id) if request.method == "POST" else ""
    response = render(request, "partner/lead_panel.html", {**context, "in_panel": True, "row": row}, status=status)
    # A form asks for a part of the panel and may be answered with the whole lead.
    response["HX-Retarget"], response["HX-Reswap"] = PLACE, "innerHTML"
    response["HX-Push-Url"] = "false"
    return response


def row_again(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Return a lead's row alone."""
    return HttpResponse(row_of(request, lead_id))


def row_of(request: HttpRequest, lead_id: UUID) -> SafeString:
    """Return a lead's row as it stands now in the list that was opened last."""
    choice = kept(request)
    stage = Stage(choice.last.partition("/")[2])
    columns = in_stage(shown_columns(desk_of(request), choice), stage)
    leads = shown([lead_id], actor=at_work(request), size=1, columns=columns)
    rows = rows_of(leads, reader=reader_of(request), at=at_of(request), stage=stage, columns=columns)
    return rendered(rows, columns=columns)
