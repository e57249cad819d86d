"""A lead in words, for those who follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.kit.places import country_name
from segue.leads.lifecycle import Note, Step
from segue.leads.models import Channel, LeadEvent, Outcome, Stage, Type
from segue.programme.queries import in_language
from segue.web.agreed import consent
from segue.web.asked_for import asked_for
from segue.web.reading import ago, iso, left

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.following import Followed
    from segue.leads.models import Lead
    from segue.programme.queries import Rules
    from segue.web.reading import Reader

Part = dict[str, Any]


def stage_of(lead: Lead) -> Part:
    """Return where a lead stands, for parts/stage.html."""
    label = Outcome(lead.outcome).label if lead.outcome else Stage(lead.stage).label
    return {"kind": lead.outcome or lead.stage, "text": str(label).capitalize()}


def row(lead: Lead, *, url: str, reader: Reader, at: datetime) -> Part:
    """Return what a list says about one lead."""
    return {
        "url": url,
        "customer": lead.customer_company,
        "contact": lead.customer_name,
        "partner": f"{lead.partner.name}, {lead.location.name}",
        "type": str(Type(lead.type).label).capitalize(),
        "stage": stage_of(lead),
        "received": reader.day(lead.received_at, near=at),
        "received_iso": iso(lead.received_at),
        "value": reader.money(lead.value_minor, lead.currency),
        "due": left(lead.due_at - at) if lead.stage == Stage.RECEIVED and lead.due_at > at else "",
    }


def page(followed: Followed, *, reader: Reader, at: datetime, rules: Rules) -> Part:
    """Return what the page of one lead says to whoever follows it."""
    lead = followed.lead
    return {
        "lead": lead,
        "stage": stage_of(lead),
        "type": str(Type(lead.type).label).capitalize(),
        "place": ", ".join(part for part in (lead.customer_city, country_name(lead.customer_country)) if part),
        "asked_for": [fact for fact in asked_for(lead, reader=reader, rules=rules) if fact["value"]],
        "standing": _standing(followed, reader=reader, at=at, rules=rules),
        "origin": _origin(lead, reader=reader, at=at, vendor=rules.programme.vendor_name),
        "note": lead.reason_note if followed.knows_value else "",
        "withdrawn": lead.withdrawn_at is not None and lead.stage == Stage.ACCEPTED,
        "uncontacted": _uncontacted(lead, reader=reader, at=at),
        "events": [_event(event, reader=reader, at=at) for event in followed.events],
    }


def _standing(followed: Followed, *, reader: Reader, at: datetime, rules: Rules) -> list[Part]:
    lead = followed.lead
    facts = [
        {"name": _("Partner"), "value": f"{lead.partner.name}, {lead.location.name}"},
        {"name": pgettext("column", "Received"), "value": reader.moment(lead.received_at, near=at)},
    ]
    if lead.stage == Stage.RECEIVED:
        facts.append({"name": _("Answer due"), "value": reader.moment(lead.due_at, near=at)})
    if not followed.knows_value:
        return facts
    reason = rules.reasons.get(lead.reason)
    closed = reader.moment(lead.closed_at, near=at) if lead.closed_at else ""
    accepted = reader.moment(lead.accepted_at, near=at) if lead.accepted_at else ""
    return [
        *facts,
        {"name": pgettext("of one lead", "Accepted"), "value": accepted},
        {"name": _("Closed"), "value": closed},
        {"name": _("Reason"), "value": in_language(reason.labels) if reason else lead.reason},
        {"name": _("Value"), "value": reader.money(lead.value_minor, lead.currency)},
    ]


def _uncontacted(lead: Lead, *, reader: Reader, at: datetime) -> str:
    if lead.uncontacted_at is None or lead.stage != Stage.ACCEPTED or lead.withdrawn_at is not None:
        return ""
    return _("%(name)s said on %(when)s that nobody at %(partner)s has been in touch yet.") % {
        "name": lead.customer_name,
        "when": reader.moment(lead.uncontacted_at, near=at),
        "partner": lead.partner.name,
    }


def _origin(lead: Lead, *, reader: Reader, at: datetime, vendor: str) -> list[Part]:
    return [
        {"name": _("Sent by"), "value": lead.sender_name},
        {"name": _("Channel"), "value": str(Channel(lead.channel).label) if lead.channel else ""},
        {"name": _("Campaign"), "value": lead.campaign},
        {"name": _("Why this partner"), "value": lead.sender_note},
        {"name": _("How the customer agreed"), "value": consent(lead, partner=lead.partner.name, vendor=vendor)},
        {"name": _("When the customer agreed"), "value": reader.day(lead.consent_at, near=at)},
    ]


def _event(event: Part, *, reader: Reader, at: datetime) -> Part:
    who = {"partner": event["partner"], "person": event["person"] or _("The vendor")}
    said, icon, kind = {
        Note.NUDGE: (_("%(person)s asked %(partner)s to act"), "bell", "amber"),
        Note.CALL: (_("%(person)s called %(partner)s"), "phone", "amber"),
        Step.RECEIVE: (_("%(partner)s received the lead"), "send", ""),
        Step.ACCEPT: (_("%(partner)s accepted"), "check", "accent"),
        Step.DECLINE: (_("%(partner)s declined"), "archive", ""),
        Step.EXPIRE: (_("Expired: %(partner)s did not answer in time"), "clock", ""),
        Step.WITHDRAW: (_withdrawn_by(event["by"]), "undo", ""),
        Step.REPORT_CONTACT: (_reported(contacted=bool(event["contacted"])), "phone", ""),
        Step.CONFIRM_SPAM: (_("%(person)s agreed that it is no real request"), "trash", ""),
        Step.REFUTE_SPAM: (_("%(person)s held it for genuine"), "check", ""),
        Step.WIN: (_("%(partner)s marked it as won"), "check", "green"),
        Step.LOSE: (_("%(partner)s marked it as lost"), "archive", ""),
    }[event["step"]]
    return {
        "words": said % who,
        "icon": icon,
        "kind": kind,
        "when": ago(at - event["at"]),
        "iso": iso(event["at"]),
        "title": reader.moment(event["at"], near=at),
    }


def _reported(*, contacted: bool) -> str:
    if contacted:
        return _("The customer says that %(partner)s has been in touch")
    return _("The customer says that nobody at %(partner)s has been in touch yet")


def _withdrawn_by(by: str) -> str:
    return {
        LeadEvent.By.CUSTOMER.value: _("The customer withdrew"),
        LeadEvent.By.VENDOR.value: _("The vendor recalled it from %(partner)s"),
        LeadEvent.By.SENDING_PARTNER.value: _("The sender recalled it from %(partner)s"),
    }.get(by, _("Withdrawn from %(partner)s"))
