"""What can be done about one lead on its own page, for those who look after it: the verbs of Today's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.leads.models import Stage
from segue.leads.policy import may_nudge
from segue.web.vendor.lead_verbs import FROM_LEAD

if TYPE_CHECKING:
    from uuid import UUID

    from segue.accounts.actor import Staff
    from segue.leads.models import Lead


def from_the_page(verb: str, lead_id: UUID) -> str:
    """Return the address of a verb's page that comes back to the lead's."""
    return f"{reverse(verb, args=[lead_id])}?from={FROM_LEAD}"


def care_on_the_page(lead: Lead, actor: Staff) -> list[dict[str, str]]:
    """Return parts/actions.html: none for who does not look after it, and where nothing waits for the partner."""
    if lead.stage == Stage.ARCHIVED or lead.withdrawn_at is not None or not may_nudge(lead, actor):
        return []
    here = reverse("vendor-lead", args=[lead.id])
    nudge = reverse("vendor-lead-nudge", args=[lead.id])
    pages = [("vendor-lead-call", _("Call"), "phone"), ("vendor-lead-snooze", _("Snooze"), "clock")]
    if lead.stage == Stage.RECEIVED:
        pages.insert(1, ("vendor-lead-next", _("Send to next"), "send"))
    return [
        {"label": _("Nudge"), "url": nudge, "icon": "bell", "method": "post", "next": here},
        *({"label": label, "url": from_the_page(verb, lead.id), "icon": icon} for verb, label, icon in pages),
    ]
