"""Mails to a partner's people. They never hold the customer's person, phone or address: those are on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.accounts.queries import names_of
from segue.kit.ids import id_from
from segue.leads.models import Outcome, Stage
from segue.notifications import links
from segue.notifications.letter import About, Letter, need_of, shown_time, what_is_wanted
from segue.notifications.models import Notice
from segue.notifications.why import Why, because
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.leads.models import Lead


def new_lead(about: About) -> Letter:
    """A new lead: need, company, size, place, until when to answer."""
    lead = about.the_lead
    hot = lead.hot_until > about.notice.created_at
    subject = _("Hot lead: %(company)s") if hot else _("New lead: %(company)s")
    lines = [_("%(company)s is looking for a provider.") % {"company": lead.customer_company}]
    if lead.sender_name or lead.sender_partner_id:
        lines.append(_("%(sender)s sends you this lead.") % {"sender": sender_name(lead)})
    if hot:
        lines.append(_("The customer asks to be contacted directly. Do it as soon as you can."))
    return Letter(
        subject=subject % {"company": lead.customer_company},
        lines=lines,
        quote=need_of(lead),
        facts=[*what_is_wanted(lead), (_("Answer by"), shown_time(lead.due_at, _zone(lead)))],
        button=(_("See the lead and answer"), links.to_answer(lead, to=about.notice.to)),
        reason=because(about, otherwise=Why.TOLD),
    )


def accepted(about: About) -> Letter:
    """Accepted, to the team."""
    lead = about.the_lead
    return Letter(
        subject=_("Accepted: %(company)s") % {"company": lead.customer_company},
        lines=[_("Your company has accepted this lead, and you are on its team.")],
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.TEAM),
    )


def expired(about: About) -> Letter:
    """Expired, to those who should have answered."""
    lead = about.the_lead
    return Letter(
        subject=_("Expired: %(company)s") % {"company": lead.customer_company},
        lines=[
            _("Nobody answered this lead by %(due)s, so it has expired.")
            % {"due": shown_time(lead.due_at, _zone(lead))},
            _("The customer is told and can choose another partner. Answering in time keeps good leads coming."),
        ],
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.TOLD),
    )


def expired_list(leads: Sequence[Lead]) -> Letter:
    """Many leads that expired at once, as one list."""
    number = len(leads)
    return Letter(
        subject=ngettext("%(number)s lead has expired", "%(number)s leads have expired", number) % {"number": number},
        lines=[_("Nobody answered these leads in time. The customers are told and can choose another partner.")],
        facts=[
            (lead.customer_company, f"{lead.partner.name}, {shown_time(lead.due_at, _zone(lead))}") for lead in leads
        ],
        button=(_("Open my leads"), links.received_leads()),
        reason=_("You get this because you are told when leads expire."),
    )


def withdrawn(about: About) -> Letter:
    """Withdrawn, to owner and team."""
    lead = about.the_lead
    if lead.stage == Stage.ACCEPTED:
        last = _("The lead stays with you. Close it as lost when you are done.")
    else:
        last = _("You need not answer any more.")
    return Letter(
        subject=_("Withdrawn: %(company)s") % {"company": lead.customer_company},
        lines=[_("This request was withdrawn."), last],
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.TEAM),
    )


def closed(about: About) -> Letter:
    """Won or lost, to the team."""
    lead = about.the_lead
    won = lead.outcome == Outcome.WON
    subject = _("Won: %(company)s") if won else _("Lost: %(company)s")
    return Letter(
        subject=subject % {"company": lead.customer_company},
        lines=[_("This lead was marked as won.") if won else _("This lead was marked as lost.")],
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.TEAM),
    )


def employee_added(about: About) -> Letter:
    """To a colleague who was put on the team."""
    lead = about.the_lead
    return Letter(
        subject=_("You are on the team: %(company)s") % {"company": lead.customer_company},
        lines=[_("A colleague has put you on the team of this lead.")],
        quote=need_of(lead),
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.TEAM),
    )


def handed_over(about: About) -> Letter | None:
    """To the new owner; nothing when it was handed on before this was told."""
    lead = about.the_lead
    if about.notice.person_id not in (None, lead.owner_id):
        return None
    facts, button = what_is_wanted(lead), (_("Open the lead"), links.lead_page(lead))
    if lead.stage == Stage.RECEIVED:
        facts.append((_("Answer by"), shown_time(lead.due_at, _zone(lead))))
        button = (_("See the lead and answer"), links.to_answer(lead, to=about.notice.to))
    return Letter(
        subject=_("Yours now: %(company)s") % {"company": lead.customer_company},
        lines=[_("A colleague has handed this lead to you.")],
        quote=need_of(lead),
        facts=facts,
        button=button,
        reason=because(about, otherwise=Why.OWNER),
    )


def handed_away(about: About) -> Letter | None:
    """To who owned the lead until a colleague handed it on or took it over; nothing to who never heard they had it."""
    heard = Notice.objects.filter(kind="lead_handed_over", lead_id=about.notice.lead_id, to=about.notice.to)
    last = heard.filter(created_at__lte=about.notice.created_at).order_by("-created_at", "-id").first()
    if last is not None and last.told_at is None:
        return None
    lead, did = about.the_lead, {name: id_from(about.notice.data[name]) for name in ("by", "owner")}
    names = names_of([one for one in did.values() if one])
    by, owner = (names.get(one, _("A colleague")) if one else _("A colleague") for one in did.values())
    words = {"by": by, "owner": owner, "company": lead.customer_company}
    handed = _("%(by)s has handed it to %(owner)s.") if did["by"] != did["owner"] else _("%(owner)s has taken it over.")
    return Letter(
        subject=_("No longer yours: %(company)s") % words,
        lines=[handed % words],
        facts=what_is_wanted(lead),
        reason=_("You get this because you owned this lead."),
    )


def chosen(about: About) -> Letter:
    """The customer chose this partner."""
    lead = about.the_lead
    return Letter(
        subject=_("You were chosen: %(company)s") % {"company": lead.customer_company},
        lines=[_("The customer has chosen your company.")],
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.TEAM),
    )


def not_chosen(about: About) -> Letter:
    """The customer chose another partner."""
    lead = about.the_lead
    return Letter(
        subject=_("Another was chosen: %(company)s") % {"company": lead.customer_company},
        lines=[
            _("The customer has chosen another partner."),
            _("The lead stays with you. Close it as lost when you are done."),
        ],
        facts=what_is_wanted(lead),
        button=(_("Open the lead"), links.lead_page(lead)),
        reason=because(about, otherwise=Why.TEAM),
    )


def sender_name(lead: Lead) -> str:
    """Return who sent a lead: the partner's name, or the vendor person and the vendor."""
    if lead.sender_partner is not None:
        return lead.sender_partner.name
    vendor = rules().programme.vendor_name
    return f"{lead.sender_name}, {vendor}" if lead.sender_name else vendor


def _zone(lead: Lead) -> ZoneInfo:
    return ZoneInfo(lead.location.time_zone)
