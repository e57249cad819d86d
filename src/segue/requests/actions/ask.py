"""A customer asks: the form becomes a request, and for an unsuspicious one the first partner gets its lead at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from segue.directory.policy import NotReceiving
from segue.kit.errors import Invalid, NotFound, Sentence, TooMany
from segue.kit.instances import instances
from segue.kit.writing import insert
from segue.leads.actions.receive import PartnerFull
from segue.leads.models import Type
from segue.programme.queries import rules
from segue.requests import bots
from segue.requests.actions._put import consent, put, receiving
from segue.requests.actions._record import note, record, tell
from segue.requests.checks import Wanted, checked, require
from segue.requests.models import Request, Wish
from segue.store.counters import address_key, counted, hit, hit_each

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.programme.queries import Rules

AN_HOUR = timedelta(hours=1)
OFTEN_FROM_ADDRESS = 5
OFTEN_FROM_EMAIL = 3
OFTEN_FROM_FORM = 3
"""Requests an hour beyond which a person looks first."""
MOST_TICKED = 20
"""So many ticked locations are looked at; a request asks fewer."""
MOST_FROM_ADDRESS = 60
MOST_FROM_EMAIL = 10
"""Requests an hour beyond which none is taken; the form keeps what was written."""


def ask(
    wanted: Wanted,
    *,
    actor: Actor,
    at: datetime,
    form_key: str,
    location_ids: Sequence[UUID] = (),
    in_turn: bool = False,
    agreed: bool,
    posted: bots.Posted | None = None,
    address: str = "",
) -> Request:
    """Take a customer's request and return it; the same form again (`form_key`) returns the same request.

    The first location gets its lead at once, the others when the customer confirms the e-mail address; `in_turn`: one
    after the other, each when the one before has said no or let its window go by. Without a location the request
    waits in the vendor's inbox. `posted` says how the form arrived; None: not through a form, so nothing is suspected.
    Raises Invalid naming each field, TooMany.
    """
    known = _by_form(form_key)
    if known is not None:
        return known
    in_force = rules()
    columns, wrong = checked(wanted, in_force, email_needed=True)
    locations = _locations(location_ids, _most(in_force, in_turn=in_turn), at=at, wrong=wrong)
    columns["in_turn"] = in_turn and len(locations) > 1
    if not agreed:
        wrong["consent"] = _("Tick this, so that we may pass on what you wrote.")
    require(wrong)
    found = _signs(posted, columns, address=address, form_key=form_key, at=at)
    names = [place.partner.name for place in locations] or [in_force.programme.vendor_name]
    columns["consent_how"] = consent(names)
    try:
        with transaction.atomic():
            return _begin(columns, locations, found, actor=actor, at=at, form_key=form_key)
    except PartnerFull as full:
        raise Invalid({"locations": full.sentence}) from full
    except IntegrityError:
        # The same form, a moment earlier on another connection.
        known = _by_form(form_key)
        if known is None:
            raise
        return known


def _by_form(form_key: str) -> Request | None:
    found = instances("requests.by_form", lambda of: Request.objects.filter(form_key=of["key"]), {"key": form_key})
    return found[0] if found else None


def _begin(
    columns: dict[str, Any],
    locations: list[Location],
    found: frozenset[bots.Sign],
    *,
    actor: Actor,
    at: datetime,
    form_key: str,
) -> Request:
    request = Request(
        **columns,
        form_key=form_key,
        type=Type.INQUIRY,
        created_at=at,
        updated_at=at,
        consent_at=at,
        **_held(found, locations, at=at),
    )
    insert(Request, [request])
    wishes = [Wish(request=request, location=place, position=number) for number, place in enumerate(locations, start=1)]
    insert(Wish, wishes)
    note(request, "asked", actor=actor, at=at)
    tell(request, "request.received", at=at)
    if request.held:
        record(request, "held", actor=actor, at=at)
        tell(request, "request.held", at=at, why=request.held)
    elif locations:
        put(request, locations[0], actor=actor, at=at, wish=wishes[0])
    return request


def _held(found: frozenset[bots.Sign], locations: list[Location], *, at: datetime) -> dict[str, Any]:
    if found:
        return {"held": Request.Held.SUSPICION, "held_at": at, "release_at": one_working_day(at)}
    if not locations:
        return {"held": Request.Held.NO_PARTNER, "held_at": at}
    return {}


def one_working_day(at: datetime) -> datetime:
    """Return the moment by which a held request is delivered: eight working hours of the programme later."""
    return rules().programme.calendar().after(at, minutes=8 * 60)


def _most(in_force: Rules, *, in_turn: bool) -> int:
    programme = in_force.programme
    return programme.leads_per_request if in_turn else programme.open_leads_per_request


def _locations(location_ids: Sequence[UUID], most: int, *, at: datetime, wrong: dict[str, Sentence]) -> list[Location]:
    """Return the ticked locations, one per partner, in the customer's order; what is wrong goes to `wrong`."""
    chosen: dict[UUID, Location] = {}
    for location_id in list(dict.fromkeys(location_ids))[:MOST_TICKED]:
        try:
            location = receiving(location_id, at=at)
        except NotFound:
            wrong["locations"] = _("One of the partners is no longer in the directory. Choose another one.")
        except NotReceiving as closed:
            wrong["locations"] = closed.sentence
        else:
            chosen.setdefault(location.partner_id, location)
    if len(chosen) > most:
        wrong["locations"] = _("Choose %(most)s partners at most.") % {"most": most}
    return list(chosen.values())


def _signs(
    posted: bots.Posted | None, columns: dict[str, Any], *, address: str, form_key: str, at: datetime
) -> frozenset[bots.Sign]:
    if posted is None:
        return frozenset()
    found = bots.signs(posted, need=columns["need"], at=at)
    often = _often(posted, columns["customer_email"].lower(), address=address, form_key=form_key, at=at)
    return found | {bots.Sign.OFTEN} if often else found


@transaction.atomic
def _often(posted: bots.Posted, email: str, *, address: str, form_key: str, at: datetime) -> bool:
    """Count a request where it comes from, once; return whether it is often. What is refused is not counted."""
    limits = {
        address_key("ask:address", address): (OFTEN_FROM_ADDRESS, MOST_FROM_ADDRESS),
        address_key("ask:mail", email): (OFTEN_FROM_EMAIL, MOST_FROM_EMAIL),
    }
    if posted.nonce:
        limits[f"ask:stamp:{posted.nonce}"[:150]] = (OFTEN_FROM_FORM, MOST_FROM_ADDRESS)
    if _first_time(form_key, at=at):
        numbers = hit_each({bucket: most for bucket, (_often, most) in limits.items()}, within=AN_HOUR, at=at)
    else:
        numbers = {bucket: counted(bucket, within=AN_HOUR, at=at) for bucket in limits}
        if any(numbers[bucket] >= most for bucket, (_often, most) in limits.items()):
            raise TooMany
    return any(numbers[bucket] > often for bucket, (often, _most) in limits.items())


def _first_time(form_key: str, *, at: datetime) -> bool:
    """Return whether this form has not been counted: pressed several times at once it is still one request."""
    try:
        hit(f"ask:form:{form_key}"[:150], most=1, within=AN_HOUR, at=at)
    except TooMany:
        return False
    return True
