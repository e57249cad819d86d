"""What the vendor's people say to partners, and what waits for the vendor's people themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.accounts.actor import Staff
from segue.accounts.models import Membership, Person
from segue.accounts.queries import actor_for
from segue.accounts.roles import May
from segue.leads.following import declined_inquiries
from segue.leads.models import Lead, Nudge, Stage
from segue.leads.needing import NAMES, Harm
from segue.notifications import links
from segue.notifications.letter import About, Letter, shown_day, shown_time, what_is_wanted
from segue.notifications.models import Notice
from segue.notifications.morning import last_began
from segue.notifications.why import Why, because
from segue.programme.queries import in_language, rules
from segue.requests.today import numbers, queue, whose_today

if TYPE_CHECKING:
    from datetime import datetime

    from segue.requests.today import Need


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
        button = (_("See the lead and answer"), links.to_answer(lead, to=about.notice.to))
    else:
        subject = _("%(who)s asks how it stands: %(company)s") % names
        lines = [
            _("%(who)s of %(vendor)s asks you to look after this lead.") % names,
            _("Contact the customer and log it, or bring the deal up to date."),
        ]
        button = (_("Open the lead"), links.lead_page(lead))
    return Letter(
        subject=subject,
        lines=lines,
        facts=[*what_is_wanted(lead), *_standing(lead)],
        button=button,
        reason=because(about, otherwise=Why.TOLD),
    )


def _standing(lead: Lead) -> list[tuple[str, str]]:
    zone = ZoneInfo(lead.location.time_zone)
    if lead.stage == Stage.RECEIVED:
        return [(_("Answer by"), shown_time(lead.due_at, zone))]
    return [(_("Accepted on"), shown_day(lead.accepted_at, zone))] if lead.accepted_at else []


LONGEST_HELD = timedelta(minutes=15)
"""A no counts from its press, but is one only when its time to be undone is over: a morning leaves the last minutes."""
MOST_ROWS = 20
"""More of them stand on the page."""


def today(about: About) -> Letter | None:
    """What needs somebody of the vendor on a working day's morning, and which inquiries were declined since the last.

    Nothing when everyone is being looked after and nobody declined.
    """
    member = Membership.objects.select_related("person").filter(id=about.notice.data["membership"]).first()
    actor = actor_for(member.person, membership_id=str(member.id)) if member and member.roles else None
    if not isinstance(actor, Staff) or not actor.may(May.MANAGE_PARTNERS):
        return None
    at, whose = about.notice.created_at, whose_today(actor)
    counted = numbers(actor, whose=whose, at=at)
    number = counted.queue
    since = _told_before(about) or last_began(at)
    declined = declined_inquiries(actor, since=since - LONGEST_HELD, until=at - LONGEST_HELD, most=MOST_ROWS)
    if not number and not declined:
        return None
    subject = ngettext("Today: %(n)s thing needs you", "Today: %(n)s things need you", number) % {"n": number}
    rows = queue(actor, whose=whose, at=at).rows[:MOST_ROWS]
    more = number - len(rows)
    left = ngettext("And %(n)s more on Today.", "And %(n)s more on Today.", more) % {"n": more}
    return Letter(
        subject=subject if number else _("Today: nothing needs you, but inquiries were declined"),
        lines=[_("The worst first:")] if number else [_("Since the last working day began:")],
        facts=[_needs(row) for row in rows],
        items=[_declined(lead) for lead in declined],
        after=[left] if more > 0 else [],
        button=(_("Open Today"), links.today()),
        reason=_("You get this on working days at 8 o'clock, when something concerns whoever looks after partners."),
    )


def _told_before(about: About) -> datetime | None:
    """Return the morning for which the same reader was written to before, also where nothing was to be said."""
    before = Notice.objects.filter(kind="today", to=about.notice.to, created_at__lt=about.notice.created_at)
    return before.order_by("-created_at").values_list("created_at", flat=True).first()


def _declined(lead: Lead) -> tuple[str, str, str]:
    """Return whose inquiry was declined, by whom and why, and where it is."""
    reason = rules().reasons.get(lead.reason)
    why = in_language(reason.labels) if reason else lead.reason
    said = _("declined by %(partner)s: %(reason)s") % {"partner": lead.partner.name, "reason": why}
    return lead.customer_company, said, links.vendor_lead(lead)


def _needs(need: Need) -> tuple[str, str]:
    """Return whom a row is about, and why and since when it stands there."""
    zone = rules().zone
    said = [str(NAMES[need.harm])]
    if need.lead is not None:
        said.append(need.lead.partner.name)
    if need.harm is Harm.DUE:
        said.append(_("due %(when)s") % {"when": shown_time(need.moment, zone)})
    else:
        since = need.lead.received_at if need.lead and need.harm is Harm.HOT else need.moment
        said.append(_("since %(when)s") % {"when": shown_time(since, zone)})
    about = need.lead or need.request
    return (about.customer_company if about else "", ", ".join(said))
