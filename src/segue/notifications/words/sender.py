"""Mails to whoever sent a lead, or stands in for the vendor: stage, reason and value, never the partner's notes."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from segue.kit.money import Money
from segue.leads.models import Lead, Outcome
from segue.notifications import links
from segue.notifications.letter import About, Letter, shown_day, shown_time
from segue.notifications.why import Why, because
from segue.notifications.words.turns import passed_over, silent_partner, whose_turn
from segue.programme.queries import in_language, rules


def accepted(about: About) -> Letter:
    """Accepted."""
    lead = about.the_lead
    return _letter(
        about,
        _("%(partner)s has accepted: %(company)s") % _names(lead),
        [_("%(partner)s has accepted the lead you sent and contacts the customer.") % _names(lead)],
    )


def declined(about: About) -> Letter:
    """Declined, before the customer hears of it."""
    lead = about.the_lead
    reason = rules().reasons.get(lead.reason)
    lines = [_("%(partner)s has declined the lead you sent.") % _names(lead)]
    if turn := whose_turn(about):
        lines.append(turn)
    elif reason is not None and reason.customer_hears:
        lines.append(
            _("You said that you tell the customer yourself.")
            if lead.tell_customer_myself
            else _("We tell the customer in four working hours, unless you send the request to another partner first.")
        )
    facts = [(_("Reason"), in_language(reason.labels))] if reason is not None else []
    # The note for the vendor is the vendor's; another partner sees stage and outcome only.
    vendor = lead.sender_partner_id is None
    return _letter(
        about,
        _("%(partner)s has declined: %(company)s") % _names(lead),
        lines,
        facts=facts if vendor else [],
        quote=lead.reason_note if vendor else "",
    )


def expired(about: About) -> Letter:
    """Nobody answered."""
    lead = about.the_lead
    due = shown_time(lead.due_at, rules().zone)
    return _letter(
        about,
        _("%(partner)s did not answer: %(company)s") % _names(lead),
        [
            _("%(partner)s has not answered this lead by %(due)s; it has expired.") % {**_names(lead), "due": due},
            whose_turn(about)
            or _("The customer is told and can choose another partner. You can send the request to another one."),
        ],
    )


def passed_on(about: About) -> Letter:
    """The next one of the order has it, by itself."""
    lead = about.the_lead
    names = {**_names(lead), "silent": silent_partner(about)}
    said = _("As was planned, %(partner)s has the request now.") % names
    if names["silent"]:
        said = _("%(silent)s has not answered yet. As was planned, %(partner)s has the request now too.") % names
    return _letter(about, _("Passed on to %(partner)s: %(company)s") % names, [said, *passed_over(about)])


def order_ended(about: About) -> Letter:
    """Nobody who was left of the order could be sent it; the lead is the one asked last."""
    lead = about.the_lead
    return _letter(
        about,
        _("Nobody is left to be asked: %(company)s") % _names(lead),
        [*passed_over(about), _("You can send the request to another partner.")],
    )


def withdrawn(about: About) -> Letter:
    """Withdrawn."""
    lead = about.the_lead
    return _letter(
        about,
        _("Withdrawn: %(company)s") % _names(lead),
        [_("The request at %(partner)s was withdrawn.") % _names(lead)],
    )


def uncontacted(about: About) -> Letter | None:
    """The customer says that nobody has been in touch; nothing when that has changed meanwhile."""
    lead = about.the_lead
    if lead.uncontacted_at is None or lead.accepted_at is None:
        return None
    names = {**_names(lead), "day": shown_day(lead.accepted_at, rules().zone)}
    return _letter(
        about,
        _("Not contacted yet: %(company)s") % names,
        [
            _("The customer, %(company)s, says that nobody at %(partner)s has been in touch yet.") % names,
            _("%(partner)s accepted on %(day)s. Please ask them; their lead page says it too.") % names,
        ],
    )


def closed(about: About) -> Letter:
    """Won or lost; the vendor also reads reason and value, another partner does not."""
    lead = about.the_lead
    won = lead.outcome == Outcome.WON
    subject = _("%(partner)s has won: %(company)s") if won else _("%(partner)s has lost: %(company)s")
    line = _("%(partner)s has won the deal you sent.") if won else _("%(partner)s has lost the deal you sent.")
    facts = _value_and_reason(lead, won=won) if lead.sender_partner_id is None else []
    note = lead.reason_note if lead.sender_partner_id is None else ""
    return _letter(about, subject % _names(lead), [line % _names(lead)], facts=facts, quote=note)


def _value_and_reason(lead: Lead, *, won: bool) -> list[tuple[str, str]]:
    facts = []
    if won and lead.value_minor is not None:
        facts.append((_("Value"), Money(lead.value_minor, lead.currency).shown(get_language() or "en")))
    reason = rules().reasons.get(lead.reason)
    if not won and reason is not None:
        facts.append((_("Reason"), in_language(reason.labels)))
    return facts


def _names(lead: Lead) -> dict[str, str]:
    return {"partner": lead.partner.name, "company": lead.customer_company}


def _letter(
    about: About, subject: str, lines: list[str], *, facts: list[tuple[str, str]] | None = None, quote: str = ""
) -> Letter:
    lead = about.the_lead
    sent = lead.sender_person_id is not None or lead.sender_partner_id is not None
    return Letter(
        subject=subject,
        lines=lines,
        facts=facts or [],
        quote=quote,
        button=(_("See what became of it"), links.sent_lead(lead)),
        reason=because(about, otherwise=Why.SENDER if sent else Why.MANAGER),
    )
