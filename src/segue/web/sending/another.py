"""When a partner said no or nothing: whoever sent the lead, or looks after partners, puts it to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.accounts.actor import Member, Staff
from segue.kit.errors import Forbidden, NotFound, Refused
from segue.kit.ids import required_id
from segue.leads.following import follow
from segue.requests.actions.pass_on import pass_on
from segue.requests.queries import next_to_ask
from segue.web.entrance import acting, at_of, enter, who
from segue.web.preferences import back
from segue.web.public.noted import note_suggested
from segue.web.public.words import place_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.models import Lead


def next_partners(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    """Return `others` for vendor/lead.html: the next locations, none while somebody has the request."""
    found = next_to_ask(lead.request_id, actor=who(request), at=at_of(request))
    note_suggested(request, found)
    others = [{"id": one.id, "name": one.partner.name, "place": place_of(one)} for one in found.locations()]
    return {"others": others, "another_url": reverse("sent-lead-another", args=[lead.id])}


@require_POST
@enter(Member, Staff)
def another(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Put the request of a lead that came to nothing to one more location."""
    actor, at = acting(request, Member, Staff), at_of(request)
    lead = follow(lead_id, actor=actor, at=at).lead
    location_id = required_id(request.POST.get("location", ""))
    try:
        put = pass_on(lead.request_id, actor=actor, at=at, location_id=location_id)
    except (Forbidden, NotFound):
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("%(partner)s has the lead.") % {"partner": put.partner.name})
    if request.POST.get("next"):
        return back(request)
    return redirect("vendor-lead" if isinstance(actor, Staff) else "sent-lead", lead_id)
