"""Send oneself a test lead: a real one in every way but that nobody waits behind it and no number counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import SYSTEM
from segue.accounts.queries import locations_of
from segue.accounts.roles import May
from segue.kit.errors import Forbidden, Refused
from segue.kit.ids import new_id
from segue.leads.actions.receive import NewLead, receive
from segue.leads.models import Lead, Stage, Type

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Member
    from segue.accounts.models import Location


class NoLocation(Refused):
    """A lead is always put to a location."""

    code = "no-location"
    sentence = _("Leads are always put to a location, and there is none yet that is yours.")


def send_test_lead(*, actor: Member, at: datetime) -> Lead:
    """Begin a test lead of the actor's at their own company and return it; while one is open, that one is returned.

    It is told to this person only, never to the vendor or a customer. Raises NoLocation, Forbidden.
    """
    if not actor.may(May.ANSWER_LEADS):
        raise Forbidden
    place = next((place for place in locations_of(actor.partner_id) if actor.covers(place.id)), None)
    if place is None:
        raise NoLocation
    if (open_one := _open_one(actor)) is not None:
        return open_one
    try:
        with transaction.atomic():
            [lead] = receive([_ask(place, actor=actor, at=at)], actor=SYSTEM, at=at)
    except IntegrityError:
        # Pressed twice, a moment earlier on another connection.
        if (open_one := _open_one(actor)) is None:
            raise
        return open_one
    return lead


def _open_one(actor: Member) -> Lead | None:
    own = Lead.objects.filter(partner_id=actor.partner_id, test_of_id=actor.person_id)
    return own.exclude(stage=Stage.ARCHIVED).first()


def _ask(place: Location, *, actor: Member, at: datetime) -> NewLead:
    copy = {
        "test_of_id": actor.person_id,
        "owner_id": actor.person_id,
        "customer_company": gettext("Test customer"),
        "customer_name": gettext("Nobody at all"),
        "customer_city": place.city,
        "customer_country": place.country,
        "customer_size": "10-50",
        "customer_language": get_language() or "en",
        "need": gettext(
            "This is a test. Accept it, decline it, close it: try everything. Nobody waits for the answer, nobody else "
            "is told, and no number counts it."
        ),
        "consent_how": gettext("A test: there is no customer."),
        "consent_at": at,
    }
    return NewLead(place.partner_id, place.id, new_id(), Type.INQUIRY, copy, by_rules=False)
