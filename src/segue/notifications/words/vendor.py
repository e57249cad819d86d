"""What the vendor's people say to partners, and what waits for the vendor's people themselves."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from segue.accounts.models import Person
from segue.leads.models import Lead, Nudge, Stage
from segue.notifications import links
from segue.notifications.letter import About, Letter, shown_day, shown_time, what_is_wanted
from segue.programme.queries import rules


def nudged(about: About) -> Letter | None:
    """Somebody of the vendor asks the partner to act; nothing when the lead has ended meanwhile."""
    lead = about.the_lead
    if lead.stage == Stage.ARCHIVED or not Nudge.objects.filter(id=about.notice.data["nudge"]).exists():
        return None
    asked_by = about.notice.data["person"]
    person = Person.objects.filter(id=asked_by).first() if asked_by else None
    vendor = rules().programme.vendor_name
    names = {"who": person.name if person else vendor, "vendor": vendor, "company": lead.customer_company}
    if lead.stage == Stage.RECEIVED:
        subject = _("%(who)s asks for your answer: %(company)s") % names
        lines = [_("%(who)s of %(vendor)s asks you to answer this lead: the customer is waiting.") % names]
    else:
        subject = _("%(who)s asks how it stands: %(company)s") % names
        lines = [
            _("%(who)s of %(vendor)s asks you to look after this lead.") % names,
            _("Contact the customer and log it, or bring the deal up to date."),
        ]
    return Letter(
        subject=subject,
        lines=lines,
        facts=[*what_is_wanted(lead), *_standing(lead)],
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=_("You get this because your company has this lead."),
    )


def _standing(lead: Lead) -> list[tuple[str, str]]:
    zone = ZoneInfo(lead.location.time_zone)
    if lead.stage == Stage.RECEIVED:
        return [(_("Answer by"), shown_time(lead.due_at, zone))]
    return [(_("Accepted on"), shown_day(lead.accepted_at, zone))] if lead.accepted_at else []
