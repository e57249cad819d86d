"""Somebody wants to send a lead to a partner that has not published, or is on a break: ask it to open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Member, Staff
from segue.directory.policy import ASKED_TO_PUBLISH, can_receive
from segue.directory.queries import location_for_lead, profile_of
from segue.kit.errors import Forbidden, NotFound, Refused, TooMany
from segue.leads.models import Type
from segue.outbox.emit import Fact, emit
from segue.requests.policy import may_send
from segue.store.counters import hit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Partner

A_DAY = timedelta(days=1)


class NothingToPublish(Refused):
    """The partner takes leads, or takes none for a reason that publishing would not mend."""

    code = "nothing-to-publish"
    sentence = _("%(partner)s need not be asked: look again whether you can send now.")


class AskedToday(Refused):
    """A partner is asked once a day, whoever asks."""

    code = "asked-today"
    sentence = _("%(partner)s was asked today already; once a day is enough.")


@transaction.atomic
def ask_to_publish(location_id: UUID, *, actor: Actor, at: datetime) -> Partner:
    """Ask a partner's admins by mail to publish, or to end their break, and return the partner.

    For whoever may send leads. Raises NothingToPublish, AskedToday; NotFound for a location that a partner company
    cannot know of.
    """
    if not isinstance(actor, Staff | Member):
        raise NotFound
    if not any(may_send(actor, one) for one in Type):
        raise Forbidden
    location = location_for_lead(location_id)
    partner = location.partner
    closed = can_receive(profile_of(partner), location, partner, at=at)
    if isinstance(actor, Member) and (closed is None or not location.published):
        raise NotFound
    if closed is None or closed.obstacle not in ASKED_TO_PUBLISH:
        raise NothingToPublish(partner=partner.name)
    try:
        hit(f"ask-to-publish:{partner.id}", most=1, within=A_DAY, at=at)
    except TooMany as again:
        raise AskedToday(partner=partner.name) from again
    payload = {"partner": str(partner.id), "location": str(location.id), "person": str(actor.person_id)}
    payload["company"] = str(actor.partner_id) if isinstance(actor, Member) else ""
    emit(Fact("partner.asked_to_publish", f"asked-to-publish:{partner.id}:{at:%Y-%m-%d}", payload), at=at)
    return partner
