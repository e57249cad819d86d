"""Reminders: what waits for an answer, a contact or an outcome. Each says nothing once its lead has moved on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from segue.kit.spelled import LONG_WITH_YEAR, spelled
from segue.leads.models import Stage
from segue.notifications import links
from segue.notifications.letter import About, Letter, need_of, shown_day, shown_time, what_is_wanted
from segue.notifications.why import Why, because
from segue.requests.queries import another_is_chosen

if TYPE_CHECKING:
    from segue.leads.models import Lead


def unanswered(about: About) -> Letter | None:
    """Nobody has answered yet: what it is, and until when an answer is possible."""
    lead = about.the_lead
    if not _waits_for_an_answer(lead):
        return None
    hot = lead.hot_until > about.notice.created_at
    subject = _("Hot and still unanswered: %(company)s") if hot else _("Still unanswered: %(company)s")
    lines = [_("Nobody at your company has answered this lead yet, since %(day)s.") % {"day": _received(lead)}]
    if hot:
        lines.append(_("The customer asks to be contacted directly. Do it as soon as you can."))
    lines.append(_("A no is an answer too: the customer can then ask somebody else at once."))
    return _answer_it(about, subject % {"company": lead.customer_company}, lines)


def last_day(about: About) -> Letter | None:
    """The last day to answer has begun."""
    lead = about.the_lead
    if not _waits_for_an_answer(lead):
        return None
    due = {"due": shown_time(lead.due_at, _zone(lead)), "company": lead.customer_company}
    lines = [
        _("This lead expires on %(due)s, unless somebody at your company answers it.") % due,
        _("Then the customer is told that nobody answered, and can choose another partner."),
    ]
    return _answer_it(about, _("Last day to answer: %(company)s") % due, lines)


def unanswered_by_partner(about: About) -> Letter | None:
    """The partner has been reminded twice; to who looks after it."""
    lead = about.the_lead
    if not _waits_for_an_answer(lead):
        return None
    names = _names(lead) | {"day": _received(lead), "due": shown_time(lead.due_at, _zone(lead))}
    return Letter(
        subject=_("%(partner)s has not answered yet: %(company)s") % names,
        lines=[
            _("%(partner)s has this lead since %(day)s and has not answered, after two reminders.") % names,
            _("It expires on %(due)s. A call often helps.") % names,
        ],
        facts=what_is_wanted(lead),
        button=(_("See the lead"), links.vendor_lead(lead)),
        reason=because(about, otherwise=Why.MANAGER),
    )


def uncontacted(about: About) -> Letter | None:
    """Accepted three days ago, and no contact is logged; to the owner."""
    lead = about.the_lead
    if lead.stage != Stage.ACCEPTED or lead.contacted_at is not None or lead.withdrawn_at is not None:
        return None
    if another_is_chosen(lead):
        return None
    day = shown_day(lead.accepted_at, _zone(lead)) if lead.accepted_at else ""
    return Letter(
        subject=_("Have you been in touch? %(company)s") % {"company": lead.customer_company},
        lines=[
            _("Your company accepted this lead on %(day)s, and no contact is logged yet.") % {"day": day},
            _("If you have called or written, log it with one tap. If not, now is a good moment."),
        ],
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.OWNER),
    )


def purchase_passed(about: About) -> Letter | None:
    """The purchase date has passed; it is asked whether it is won, lost or later."""
    lead = about.the_lead
    if (day := _passed(about)) is None:
        return None
    return Letter(
        subject=_("Won, lost or later? %(company)s") % {"company": lead.customer_company},
        lines=[
            _("The estimated purchase date of this lead was %(day)s.") % {"day": day},
            _("Mark it as won or lost, or give it a later date. Reporting outcomes keeps good leads coming."),
        ],
        facts=[(_("Deal"), lead.deal_name), *what_is_wanted(lead)],
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.OWNER),
    )


def purchase_passed_at_partner(about: About) -> Letter | None:
    """A month has gone by since the purchase date; to who looks after the partner."""
    lead = about.the_lead
    if (day := _passed(about)) is None:
        return None
    names = _names(lead) | {"day": day}
    return Letter(
        subject=_("No outcome from %(partner)s: %(company)s") % names,
        lines=[
            _("%(partner)s accepted this lead. Its estimated purchase date was %(day)s, a month ago.") % names,
            _("They were asked three times whether it is won, lost or later, and have not said."),
        ],
        facts=what_is_wanted(lead),
        button=(_("See the lead"), links.vendor_lead(lead)),
        reason=because(about, otherwise=Why.MANAGER),
    )


def _answer_it(about: About, subject: str, lines: list[str]) -> Letter:
    lead = about.the_lead
    return Letter(
        subject=subject,
        lines=lines,
        quote=need_of(lead),
        facts=[*what_is_wanted(lead), (_("Answer by"), shown_time(lead.due_at, _zone(lead)))],
        button=(_("See the lead and answer"), links.to_answer(lead, to=about.notice.to)),
        reason=because(about, otherwise=Why.TOLD),
    )


def _waits_for_an_answer(lead: Lead) -> bool:
    return lead.stage == Stage.RECEIVED and not lead.holding


def _passed(about: About) -> str | None:
    """Return the purchase date that was asked about; None once it is another one, or there is an outcome."""
    lead, asked = about.the_lead, about.notice.data["purchase_on"]
    expected = lead.purchase_on
    if lead.stage != Stage.ACCEPTED or lead.holding or expected is None or expected.isoformat() != asked:
        return None
    return spelled(expected, LONG_WITH_YEAR)


def _received(lead: Lead) -> str:
    return shown_day(lead.received_at, _zone(lead))


def _names(lead: Lead) -> dict[str, str]:
    return {"partner": lead.partner.name, "company": lead.customer_company}


def _zone(lead: Lead) -> ZoneInfo:
    return ZoneInfo(lead.location.time_zone)
