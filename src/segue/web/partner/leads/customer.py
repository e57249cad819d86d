"""What the page says about the customer: who, where from, how to reach them; hidden after a no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.translation import gettext

from segue.kit.places import language_name
from segue.leads.models import Channel, Stage, Type
from segue.leads.policy import shows_person
from segue.requests.models import Wish
from segue.requests.queries import named_by
from segue.web.asked_for import address, asked_for

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.models import Lead
    from segue.programme.queries import Rules
    from segue.web.reading import Reader

Part = dict[str, Any]


def provenance(lead: Lead, *, vendor: str) -> str:
    """Return in a sentence or two how this lead came here."""
    named, after_others = named_by(lead)
    if lead.type == Type.INQUIRY and not lead.sender_name:
        return {
            Wish.Named.FORM.value: _found(lead, after_others=after_others),
            Wish.Named.PAGE.value: gettext("Chose you on the private page of this request."),
            Wish.Named.SENDER.value: gettext("Asked through the directory; %(vendor)s chose you for it.")
            % {"vendor": vendor},
        }.get(named, "")
    facts = {
        "sender": lead.sender_partner.name if lead.sender_partner else lead.sender_name,
        "channel": str(Channel(lead.channel).label) if lead.channel else "",
        "campaign": lead.campaign,
    }
    if facts["channel"] and facts["campaign"]:
        sentence = gettext("Sent by %(sender)s, %(channel)s: %(campaign)s.") % facts
    elif facts["channel"]:
        sentence = gettext("Sent by %(sender)s, %(channel)s.") % facts
    else:
        sentence = gettext("Sent by %(sender)s.") % facts
    chosen = gettext("The customer then chose you on the private page.") if named == Wish.Named.PAGE else ""
    return " ".join(filter(None, (sentence, chosen, lead.sender_note)))


def _found(lead: Lead, *, after_others: bool) -> str:
    words = {"what": lead.found_what, "where": lead.found_where}
    if lead.found_what and lead.found_where:
        return gettext("Found you searching “%(what)s” near %(where)s.") % words
    if lead.found_what:
        return gettext("Found you searching “%(what)s”.") % words
    if lead.found_where:
        return gettext("Found you searching near %(where)s.") % words
    if after_others:
        return gettext("Found you in the directory, as one of several to be asked one after the other.")
    return gettext("Found you in the directory and asked you directly.")


def contact(lead: Lead) -> Part:
    """Return the person and how to reach them, or the sentence that stands for them."""
    if not shows_person(lead):
        return {
            "hidden": gettext("Who it was, phone, e-mail and street are no longer shown, since you do not work on it.")
        }
    return {
        "name": lead.customer_name,
        "phone": lead.customer_phone,
        "phone_url": f"tel:{''.join(c for c in lead.customer_phone if c.isdigit() or c == '+')}"
        if lead.customer_phone
        else "",
        "mail": lead.customer_email,
        "mail_url": f"mailto:{quote(lead.customer_email, safe='@')}" if lead.customer_email else "",
        "mail_open": not lead.email_confirmed,
    }


def out_of_reach(lead: Lead, *, reader: Reader, at: datetime) -> str:
    """Return that mails to the customer come back, since when, and what to do; empty while they arrive."""
    since = lead.mails_fail_since  # type: ignore[attr-defined]
    if since is None or lead.stage == Stage.ARCHIVED:
        return ""
    said = gettext("Mails to this address come back since %(day)s.") % {"day": reader.day(since, near=at)}
    other = gettext("Look for another way to reach them, such as the phone number on their website.")
    if lead.customer_phone:
        other = gettext("Call instead, and ask for an address that works.")
    return f"{said} {other}"


def facts(lead: Lead, *, reader: Reader, rules: Rules) -> list[Part]:
    """Return what the request says beside the customer's own words."""
    return [
        *asked_for(lead, reader=reader, rules=rules),
        {"name": gettext("Address"), "value": address(lead, street=shows_person(lead))},
        {"name": gettext("Language"), "value": language_name(lead.customer_language)},
        {"name": gettext("Location asked"), "value": lead.location.name},
    ]
