"""The vendor's people and partners hand over a customer who agreed: a qualified lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Actor, Member, Staff
from segue.directory.policy import NotReceiving, can_receive
from segue.directory.queries import profile_of
from segue.kit.errors import Refused, Sentence
from segue.kit.ids import keyed_digest
from segue.kit.text import cleaned
from segue.kit.writing import insert
from segue.leads import queries as leads
from segue.leads.models import Channel, Type
from segue.leads.room import unanswered
from segue.programme.queries import rules
from segue.requests.actions._put import put, receiving
from segue.requests.actions._record import record, tell
from segue.requests.agreed import MOST_CONSENT
from segue.requests.checks import Wanted, checked, require
from segue.requests.models import Request, Wish
from segue.requests.policy import require_sender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from segue.accounts.models import Location
    from segue.leads.models import Lead

MOST_NOTE = 4000
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
MOST_CAMPAIGN = 120


class OwnCompany(Refused):
    """A partner sends leads to others."""

    code = "own-company"
    sentence = _("Choose another company: leads are sent to other partners.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a customer is handed over: the type, the consent (how, when), for marketing the channel and campaign."""

    type: Type
    consent_how: str
    consent_at: datetime | None
    channel: str = ""
    campaign: str = ""
    note: str = ""
    tell_customer_myself: bool = False


@transaction.atomic
def send_lead(
    wanted: Wanted,
    sending: Sending,
    *,
    actor: Actor,
    at: datetime,
    form_key: str,
    location_id: UUID,
    then: Sequence[UUID] = (),
) -> Lead:
    """Put a customer who agreed to it to a location and return the lead; the same form again returns the same lead.

    `then`: who is asked after it, one after the other, if it says no or lets its window go by. The sender vouches for
    the customer's e-mail address. Raises Invalid naming each field, NotReceiving with the
    sentence why, PartnerFull, OwnCompany, Forbidden.
    """
    require_sender(actor, sending.type)
    assert isinstance(actor, Staff | Member)
    location = _target(location_id, actor=actor, at=at)
    columns, wrong = checked(wanted, rules(), email_needed=False)
    order = _order(location, then, actor=actor, at=at, wrong=wrong)
    require({**wrong, **_about_sending(sending, at=at)})
    values = {**columns, **_sender_columns(sending, actor=actor), "confirmed_at": at, "in_turn": len(order) > 1}
    request, new = Request.objects.get_or_create(
        form_key=_own_key(form_key, actor=actor), defaults={**values, "created_at": at, "updated_at": at}
    )
    if not new:
        return leads.of_request(request.id)[0]
    wishes = [
        Wish(request=request, location=place, position=number, named=Wish.Named.SENDER)
        for number, place in enumerate(order, start=1)
    ]
    insert(Wish, wishes)
    lead = put(request, location, actor=actor, at=at, sender_name=_sender_name(actor), wish=wishes[0])
    record(request, "sent", actor=actor, at=at, lead_id=lead.id)
    tell(request, "request.received", at=at)
    return lead


def what_is_wrong(wanted: Wanted, sending: Sending, *, at: datetime) -> dict[str, Sentence]:
    """Return a sentence for each answer that `send_lead` refuses, for a form to say beside what it cannot read itself.

    Whether the location takes leads is not among them, but in `what_stands_against`.
    """
    _columns, wrong = checked(wanted, rules(), email_needed=False)
    return {**wrong, **_about_sending(sending, at=at)}


def what_stands_against(
    place: Location, then: Sequence[UUID], *, actor: Staff | Member, at: datetime
) -> dict[str, Sentence]:
    """Return why a location, loaded with partner and profile, takes no lead now, and who of those after it takes none.

    For a form in which something else is wrong. One that is right is sent: pressed twice, it may itself have filled
    the partner.
    """
    wrong: dict[str, Sentence] = {}
    partner = place.partner
    closed = can_receive(profile_of(partner), place, partner, unanswered(partner.id, at=at), at=at)
    if closed is not None:
        wrong["location"] = closed.sentence()
    _order(place, then, actor=actor, at=at, wrong=wrong)
    return wrong


def _own_key(form_key: str, *, actor: Staff | Member) -> str:
    """Return the form's key as this person's own: whoever learns another's key does not get that one's lead."""
    return keyed_digest("sending", actor.membership_id, form_key).hex()


def _target(location_id: UUID, *, actor: Staff | Member, at: datetime) -> Location:
    location = receiving(location_id, at=at)
    if isinstance(actor, Member) and actor.partner_id == location.partner_id:
        raise OwnCompany
    return location


def _order(
    first: Location,
    then: Sequence[UUID],
    *,
    actor: Staff | Member,
    at: datetime,
    wrong: dict[str, Sentence],
) -> list[Location]:
    """Return the first location and those asked after it; what is wrong with them goes to `wrong`."""
    order = [first]
    most = rules().programme.leads_per_request
    if len(then) >= most:
        wrong["then"] = _("Name %(most)s partners at most.") % {"most": most}
        return order
    for location_id in then:
        try:
            place = _target(location_id, actor=actor, at=at)
        except NotReceiving as closed:
            wrong["then"] = closed.sentence
            continue
        if any(place.partner_id == one.partner_id for one in order):
            wrong["then"] = _("Name each partner once: a partner is asked once.")
        order.append(place)
    return order


def _about_sending(sending: Sending, *, at: datetime) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    how = cleaned(sending.consent_how)
    if not how:
        wrong["consent_how"] = _("Say how the customer agreed to be passed on; without it this cannot be sent.")
    elif len(how) > MOST_CONSENT:
        wrong["consent_how"] = _("Shorten this to %(most)s characters.") % {"most": MOST_CONSENT}
    if sending.consent_at is None:
        wrong["consent_at"] = _("Say when the customer agreed.")
    elif sending.consent_at < EARLIEST:
        wrong["consent_at"] = _("Write a date.")
    elif sending.consent_at > at:
        wrong["consent_at"] = _("Give a day that is not in the future.")
    if sending.type == Type.MARKETING and sending.channel not in Channel.values:
        wrong["channel"] = _("Choose the channel the customer came through.")
    if len(cleaned(sending.campaign)) > MOST_CAMPAIGN:
        wrong["campaign"] = _("Shorten this to %(most)s characters.") % {"most": MOST_CAMPAIGN}
    if len(cleaned(sending.note)) > MOST_NOTE:
        wrong["note"] = _("Shorten this to %(most)s characters.") % {"most": MOST_NOTE}
    return wrong


def _sender_columns(sending: Sending, *, actor: Staff | Member) -> dict[str, Any]:
    return {
        "type": sending.type,
        "channel": sending.channel if sending.type == Type.MARKETING else "",
        "campaign": cleaned(sending.campaign),
        "sender_note": cleaned(sending.note),
        "tell_customer_myself": sending.tell_customer_myself,
        "consent_how": cleaned(sending.consent_how),
        "consent_at": sending.consent_at,
        "sender_person_id": actor.person_id,
        "sender_partner_id": actor.partner_id if isinstance(actor, Member) else None,
    }


def _sender_name(actor: Staff | Member) -> str:
    return actor.partner_name if isinstance(actor, Member) else actor.name
