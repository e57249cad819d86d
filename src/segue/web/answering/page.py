"""The page behind an answer link: what the mail said of the lead, and the form to answer it. Nobody is named on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from segue.leads.models import Type
from segue.notifications.letter import what_is_wanted
from segue.web.answering.door import reader_of_link
from segue.web.entrance import at_of
from segue.web.partner.leads import standing
from segue.web.partner.words import TYPE_ICONS, TYPES

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from segue.leads.links import Answering


def show(
    request: HttpRequest,
    token: str,
    link: Answering,
    *,
    panel: str = "",
    form: Form | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Return the page, with a form open on it if a panel is named."""
    lead, at, reader = link.lead, at_of(request), reader_of_link(request, link)
    url = reverse("answer", args=[token])
    answers = [
        {"label": gettext("Accept"), "url": f"{url}/acceptance", "kind": "primary", "icon": "check"},
        {"label": gettext("Decline"), "url": f"{url}/declination"},
    ]
    held = standing.held(lead, reader=reader)
    context = {
        "lead": lead,
        "type": TYPES[Type(lead.type)],
        "type_icon": TYPE_ICONS[Type(lead.type)],
        "hot": lead.hot_until > at,
        "facts": [{"name": name, "value": value} for name, value in what_is_wanted(lead)[1:]],  # the company is on top
        "due": standing.due(lead, reader=reader, at=at),
        "held": {**held, "undo_url": f"{url}/undo"} if held else None,
        "actions": [] if panel or held else answers,
        "answerer": link,
        "lead_page": reverse("lead", args=[lead.id]),
        "lead_url": url,
        "panel": panel,
        "form": form,
        **more,
    }
    return render(request, "answering/lead.html", context, status=status)
