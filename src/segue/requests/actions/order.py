"""Name who is asked next, one after the other, or change that: more, fewer, another order, nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Customer
from segue.directory.queries import locations_for_lead
from segue.kit.errors import Refused
from segue.leads import queries as leads
from segue.programme.queries import rules
from segue.requests.actions._limits import TooManyAsked, require_not_asked
from segue.requests.actions._put import require_receiving
from segue.requests.actions._record import record, taken
from segue.requests.actions._turns import pass_over, set_turn
from segue.requests.actions.pass_on import NotOpen
from segue.requests.actions.send import OwnCompany
from segue.requests.models import Wish
from segue.requests.policy import require_asker
from segue.requests.standing import is_open
from segue.requests.turns import unasked_wishes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Location
    from segue.leads.models import Lead
    from segue.requests.models import Request


_TOO_MANY = _("A request can be put to %(most)s partners at most.")


class NotConfirmed(Refused):
    """Whether the customer reads the mails is not known yet."""

    code = "not-confirmed"
    sentence = _("Confirm your e-mail address first; then you can say who is asked next.")


class TakenOn(Refused):
    """One of those asked has accepted, so that nobody further is asked by itself."""

    code = "taken-on"
    sentence = _("Somebody has taken on this request, so nobody further is asked by itself.")


@transaction.atomic
def name_order(request_id: UUID, *, actor: Actor, at: datetime, location_ids: Sequence[UUID]) -> Request:
    """Let these locations be asked after those who have the request, in this order, and return the request.

    It is the whole order: whoever was to be asked before and is not in it is left out; none at all stops it. Those
    asked meanwhile are passed by. Naming the same order twice is once. Raises NotOpen, NotConfirmed, TakenOn,
    TooManyAsked, AlreadyAsked, OwnCompany; NotReceiving for who is new in it and takes no leads now.
    """
    request = taken(request_id)
    require_asker(request, actor=actor)
    before = leads.of_request(request_id)
    _require_open(request, before, adding=bool(location_ids))
    known = {wish.location_id: wish for wish in unasked_wishes(request_id)}
    wanted = _wanted(request, before, location_ids, known, at=at)
    planned = [one for one, wish in known.items() if request.in_turn and wish.passed_over_at is None]
    if [one.id for one in wanted] == planned:
        return request
    _leave_out(request, [wish for one, wish in known.items() if one not in {place.id for place in wanted}], at=at)
    named = Wish.Named.PAGE if isinstance(actor, Customer) else Wish.Named.SENDER
    for position, place in enumerate(wanted, start=request.wishes.filter(lead_id__isnull=False).count() + 1):
        again = known.get(place.id)
        if again is None or again.passed_over_at is not None:
            new = {"position": position, "named": named, "named_at": at, "passed_over_at": None}
            Wish.objects.update_or_create(request=request, location=place, defaults=new)
        else:
            Wish.objects.filter(id=again.id).update(position=position)
    ids = [place.id for place in wanted]
    record(request, "ordered", actor=actor, at=at, location_ids=ids, in_turn=request.in_turn or bool(wanted))
    set_turn(request)
    return request


def _require_open(request: Request, before: Sequence[Lead], *, adding: bool) -> None:
    if not is_open(request):
        raise NotOpen
    if request.confirmed_at is None and not request.in_turn:
        raise NotConfirmed
    if adding and any(lead.accepted_at is not None for lead in before):
        raise TakenOn


def _wanted(
    request: Request,
    before: list[Lead],
    location_ids: Sequence[UUID],
    known: Mapping[UUID, Wish],
    *,
    at: datetime,
) -> list[Location]:
    """Return the locations of the order, one per partner; those that got the request meanwhile are not in it."""
    most = rules().programme.leads_per_request
    asked = {lead.location_id for lead in before}
    ids = [one for one in dict.fromkeys(location_ids) if one not in asked]
    if len(ids) > most:
        raise TooManyAsked(_TOO_MANY, most=most)
    places = locations_for_lead(ids)
    wanted: dict[UUID, Location] = {}
    for one in ids:
        place = places[one]
        if one not in known or known[one].passed_over_at is not None:
            require_receiving(place, at=at)
        require_not_asked(before, partner_id=place.partner_id, partner_name=place.partner.name)
        if place.partner_id == request.sender_partner_id:
            raise OwnCompany
        wanted.setdefault(place.partner_id, place)
    if len(before) + len(wanted) > most:
        raise TooManyAsked(_TOO_MANY, most=most)
    return list(wanted.values())


def _leave_out(request: Request, wishes: Sequence[Wish], *, at: datetime) -> None:
    for wish in wishes:
        if not request.in_turn:
            pass_over(wish, at=at)  # ticked on the form, and not to be had since
        elif wish.passed_over_at is None:
            wish.delete()
