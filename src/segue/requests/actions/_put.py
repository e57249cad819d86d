"""Put a request to a partner's location: the one place where a request becomes a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from segue.directory.policy import NotReceiving, can_receive
from segue.directory.queries import location_for_lead, profile_of
from segue.kit.writing import change
from segue.leads.actions.receive import NewLead, receive
from segue.leads.models import Type
from segue.requests.actions._turns import set_turn
from segue.requests.chain import SILENT_DAYS
from segue.requests.models import Request, Wish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.leads.models import Lead

_SAME_NAME = (
    "channel",
    "campaign",
    "sender_person_id",
    "sender_partner_id",
    "sender_note",
    "tell_customer_myself",
    "consent_how",
    "consent_at",
    "possible_spam",
    "customer_company",
    "customer_name",
    "customer_email",
    "customer_phone",
    "customer_street",
    "customer_postal_code",
    "customer_city",
    "customer_country",
    "customer_size",
    "direct_contact",
    "need",
    "industries",
    "products",
    "services",
    "wanted_by",
    "budget_minor",
    "budget_currency",
)

MOST_CONSENT = 200
"""The length of the column that says how the customer agreed."""

_FOUND = ("found_what", "found_where")
"""What only a partner hears whom the customer ticked in the directory: it was found by these words."""


def receiving(location_id: UUID, *, at: datetime) -> Location:
    """Return a location that takes leads now; raise NotReceiving with the sentence why, or NotFound."""
    location = location_for_lead(location_id)
    closed = can_receive(profile_of(location.partner), location, location.partner, at=at)
    if closed is not None:
        raise NotReceiving(closed)
    return location


def put(
    request: Request,
    location: Location,
    *,
    actor: Actor,
    at: datetime,
    sender_name: str = "",
    ticked: bool = False,
    wish: Wish | None = None,
) -> Lead:
    """Put the request to a location, which gets its lead now; the wish remembers it. Raises PartnerFull.

    `ticked`: the customer agreed to it on the form. Then the lead names its own partner only: who else was asked is
    not the partner's to know. `wish` is the customer's for this location, where the caller has it at hand.
    """
    wish = wish or request.wishes.filter(location=location).first()
    found = _FOUND if wish and wish.named == Wish.Named.FORM else ()
    own: dict[str, Any] = {"prompt_until": location.calendar().after_days(at, days=SILENT_DAYS)}
    if ticked:
        own["consent_how"] = consent([location.partner.name])
    new = NewLead(
        partner_id=location.partner_id,
        location_id=location.id,
        request_id=request.id,
        type=Type(request.type),
        copy=_copy(request, sender_name=sender_name) | {name: getattr(request, name) for name in found} | own,
        by_rules=location.partner.owner_rules > 0,
    )
    (lead,) = receive([new], actor=actor, at=at)
    if wish is None:
        Wish.objects.get_or_create(
            request=request, location=location, defaults={"position": request.wishes.count() + 1}
        )
    change(Wish, where={"request": request.id, "location": location.id}, to={"lead_id": lead.id, "asked_at": at})
    if request.in_turn:
        set_turn(request)
    return lead


def sender_name(before: Sequence[Lead]) -> str:
    """Return the name of who sent a request, as its first lead says it; empty for an inquiry."""
    return before[0].sender_name if before else ""


def agreed_on_the_page(request: Request, partner_name: str, *, at: datetime) -> None:
    """What a new lead says about consent: the customer's own press names the partner who gets the data."""
    words = str(_("Chosen by the customer on the private page: %(names)s may get these data."))
    request.consent_how, request.consent_at = (words % {"names": partner_name})[:MOST_CONSENT], at


def consent(names: list[str]) -> str:
    """Return how a customer agreed on the form, cut to the column's length."""
    words = gettext("Ticked on the request form: %(names)s may get these data.") % {"names": ", ".join(names)}
    return words if len(words) <= MOST_CONSENT else f"{words[: MOST_CONSENT - 1]}…"


def _copy(request: Request, *, sender_name: str) -> dict[str, Any]:
    return {
        **{name: getattr(request, name) for name in _SAME_NAME},
        "customer_language": request.language,
        "email_confirmed": request.confirmed_at is not None,
        "sender_name": sender_name,
    }
