"""What a page that is not there says under an address of a lead: why leads can be gone, and where the others are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.accounts.actor import Member, Staff
from segue.accounts.roles import May

if TYPE_CHECKING:
    from django.http import HttpRequest

    from segue.accounts.actor import Actor


def among_leads(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """Return the list and why a lead may be missing in it; nothing elsewhere.

    Nothing is looked up: for every id it says the same.
    """
    match = request.resolver_match
    name = match.url_name or "" if match is not None and "lead_id" in match.kwargs else ""
    if isinstance(actor, Member) and actor.may(May.ANSWER_LEADS) and name.startswith("lead"):
        why = _(
            "You no longer see a lead once a colleague has taken it, it was handed on, you were taken off its team, "
            "or its location is no longer one of yours."
        )
        return {"url": reverse("leads"), "why": why}
    if isinstance(actor, Staff) and name.startswith("vendor-lead") and not actor.may(May.SEE_ALL_LEADS):
        why = _("A lead that you did not send is yours to see only as long as you look after its partner.")
        return {"url": reverse("vendor-leads"), "why": why}
    return {}
