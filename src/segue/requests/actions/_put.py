"""Put a request to a partner's location: the one place where a request becomes a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.policy import NotReceiving, can_receive
from segue.directory.queries import location_for_lead, profile_of
from segue.kit.writing import change
from segue.leads.actions.receive import NewLead, receive
from segue.leads.models import Type
from segue.programme.queries import rules
from segue.requests.actions._turns import set_turn
from segue.requests.agreed import agreed
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

_FOUND = ("found_what", "found_where")
"""What only a partner hears whom the customer ticked in the directory: it was found by these words."""


def receiving(location_id: UUID, *, at: datetime) -> Location:
    """Return a location that takes leads now; raise NotReceiving with the sentence why, or NotFound."""
    location = location_for_lead(location_id)
    require_receiving(location, at=at)
    return location


def require_receiving(location: Location, *, at: datetime) -> None:
    """Raise NotReceiving with the sentence why a location, loaded with partner and profile, takes no leads now."""
    closed = can_receive(profile_of(location.partner), location, location.partner, at=at)
    if closed is not None:
        raise NotReceiving(closed)


def put(
    request: Request,
    location: Location,
    *,
    actor: Actor,
    at: datetime,
    sender_name: str = "",
    chosen_at: datetime | None = None,
    wish: Wish | None = None,
    attempt: int = 1,
) -> Lead:
    """Put the request to a location, which gets its lead now; the wish remembers it. Raises PartnerFull.

    `chosen_at`: when the customer chose the location on the private page, if it was so. `wish` is the customer's for
    this location, where the caller has it at hand. `attempt`: how often this partner has been asked by then.
    """
    wish = wish or request.wishes.filter(location=location).first()
    found = _FOUND if wish and wish.named == Wish.Named.FORM else ()
    own = {
        "prompt_until": location.calendar().after_days(at, days=SILENT_DAYS),
        **_agreed(request, wish, location.partner.name, chosen_at=chosen_at),
    }
    new = NewLead(
        partner_id=location.partner_id,
        location_id=location.id,
        request_id=request.id,
        type=Type(request.type),
        attempt=attempt,
        copy=_copy(request, sender_name=sender_name) | {name: getattr(request, name) for name in found} | own,
        by_rules=location.partner.owner_rules > 0,
    )
    (lead,) = receive([new], actor=actor, at=at)
    if wish is None:
        Wish.objects.get_or_create(
            request=request,
            location=location,
            defaults={"position": request.wishes.count() + 1, "named": Wish.Named.SENDER, "named_at": at},
        )
    # Also where it was named before by somebody else, as in an order, and passed over.
    chosen = {} if chosen_at is None else {"named": Wish.Named.PAGE, "named_at": chosen_at}
    to = {"lead_id": lead.id, "asked_at": at, **chosen}
    change(Wish, where={"request": request.id, "location": location.id}, to=to)
    if request.in_turn:
        set_turn(request)
    return lead


def sender_name(before: Sequence[Lead]) -> str:
    """Return the name of who sent a request, as its first lead says it; empty for an inquiry."""
    return before[0].sender_name if before else ""


def consent(names: list[str]) -> str:
    """Return how a customer agreed on the form, cut to the column's length."""
    return agreed(Wish.Named.FORM, names=", ".join(names), vendor="")


def _agreed(request: Request, wish: Wish | None, partner_name: str, *, chosen_at: datetime | None) -> dict[str, Any]:
    """Return what the lead of one partner says about its choice where that differs from the request.

    It names this partner only: who else was or will be asked is not the partner's to know.
    """
    if wish is not None and wish.named == Wish.Named.PAGE:
        chosen_at = chosen_at or wish.named_at
    words = {"names": partner_name, "vendor": rules().programme.vendor_name}
    if chosen_at is not None:
        # What a sender wrote says why another partner was chosen: it is not for this one, and not from the customer.
        return {"consent_how": agreed(Wish.Named.PAGE, **words), "consent_at": chosen_at, "sender_note": ""}
    if request.type != Type.INQUIRY:
        return {}  # who sent it wrote how the customer agreed to be passed on
    ticked = wish is not None and wish.named == Wish.Named.FORM
    return {"consent_how": agreed(Wish.Named.FORM if ticked else Wish.Named.SENDER, **words)}


def _copy(request: Request, *, sender_name: str) -> dict[str, Any]:
    return {
        **{name: getattr(request, name) for name in _SAME_NAME},
        "customer_language": request.language,
        "email_confirmed": request.confirmed_at is not None,
        "sender_name": sender_name,
    }
