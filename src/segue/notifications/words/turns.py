"""What mails say of the order in which partners are asked: who has it now, who is asked next, who was passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.accounts.actor import SYSTEM
from segue.accounts.models import Location
from segue.leads import queries as leads
from segue.leads.models import Stage
from segue.requests.turns import turns_of

if TYPE_CHECKING:
    from segue.notifications.letter import About


def whose_turn(about: About) -> str:
    """Return who was asked after this lead's partner, or is asked next; empty where no order says it."""
    request, lead = about.request, about.the_lead
    if request is None or not request.in_turn:
        return ""
    last = leads.of_request(request.id)[-1]
    if last.id != lead.id and last.stage != Stage.ARCHIVED and last.received_at >= (lead.closed_at or lead.received_at):
        return _("As was planned, %(partner)s has the request now.") % {"partner": last.partner.name}
    turns = turns_of(request.id)
    if turns is None or turns.over:
        return ""
    return _("As was planned, %(partner)s is asked next.") % {"partner": turns.names[0]}


def passed_over(about: About) -> list[str]:
    """Return the sentence that names those who could not be sent it when their turn came; none: no sentence."""
    ids = [UUID(one) for one in about.notice.data.get("over", "").split(",") if one]
    names = list(Location.objects.filter(id__in=ids).values_list("partner__name", flat=True))
    if not names:
        return []
    words = ngettext(
        "%(names)s takes no requests at present and was passed over.",
        "%(names)s take no requests at present and were passed over.",
        len(names),
    )
    return [words % {"names": ", ".join(sorted(names))}]


def silent_partner(about: About) -> str:
    """Return who let its window go by, so that the next one was asked; empty where another reason did it."""
    if about.notice.data.get("why") != "silence":
        return ""
    return leads.access(about.notice.data["after"], actor=SYSTEM).partner.name
