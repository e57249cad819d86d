"""The link in a mail by which one member answers one lead without signing in. It is sealed; no secret is stored.

It is good for answering that lead and for nothing else, and ends with the answer, with the due time, and as soon as
the role, the membership or the e-mail address of the one it was mailed to is another.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Member
from segue.accounts.models import Membership, Partner
from segue.accounts.queries import actor_among
from segue.accounts.roles import May
from segue.kit.errors import NotFound, Refused
from segue.kit.ids import keyed_digest
from segue.kit.sealed import seal, unseal
from segue.leads.models import Lead, Outcome, Stage
from segue.leads.opened import opened
from segue.leads.queries import access
from segue.leads.urgency import overdue

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from segue.accounts.models import Person

PURPOSE = "answer-link"


class LinkOver(Refused):
    """The link was ours and is good no more; `lead_id` is the lead it was about."""

    code = "link-over"
    status = 410
    sentence = _("This link is no longer yours: your role or your e-mail address has changed since it was mailed.")

    def __init__(self, lead_id: UUID, sentence: Promise | None = None) -> None:
        super().__init__(sentence)
        self.lead_id = lead_id


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers which lead by a link."""

    member: Member
    person: Person
    lead: Lead


def answer_token(lead: Lead, *, email: str) -> str | None:
    """Return what stands in the answer link of a mail; None for an address whose holder may not answer that lead."""
    membership = _memberships().filter(partner_id=lead.partner_id, person__email=email.lower()).first()
    if membership is None:
        return None
    member = _member(membership)
    try:
        access(lead.id, actor=member)
    except NotFound:
        return None
    if not member.may(May.ANSWER_LEADS):
        return None
    packed = lead.id.bytes + membership.id.bytes + _stands(membership)
    return seal(base64.b64encode(packed).decode(), bound_to=PURPOSE)


def answering(token: str, *, at: datetime) -> Answering:
    """Return who may answer which lead by a link.

    Raises NotFound for what is no link of ours, LinkOver for one that is good no more. A lead whose answer this very
    person gave and can still undo is not over yet.
    """
    value = unseal(token, bound_to=PURPOSE)
    if value is None:
        raise NotFound
    packed = base64.b64decode(value)
    lead_id, membership_id, stood = UUID(bytes=packed[:16]), UUID(bytes=packed[16:32]), packed[32:]
    membership = _memberships().filter(id=membership_id).first()
    if membership is None or _stands(membership) != stood:
        raise LinkOver(lead_id)
    member = _member(membership)
    try:
        lead = opened(lead_id, actor=member)
    except NotFound as error:
        raise LinkOver(lead_id) from error
    _still_to_answer(lead, member, at=at)
    return Answering(member, membership.person, lead)


def _still_to_answer(lead: Lead, member: Member, *, at: datetime) -> None:
    if lead.stage == Stage.ARCHIVED and lead.outcome == Outcome.WITHDRAWN:
        raise LinkOver(lead.id, _("This request was withdrawn; there is nothing to answer any more."))
    if (lead.stage == Stage.ARCHIVED and lead.outcome == Outcome.EXPIRED) or overdue(lead, at=at):
        raise LinkOver(lead.id, _("The time to answer this lead is over."))
    if lead.stage != Stage.RECEIVED:
        raise LinkOver(lead.id, _("This lead has been answered."))
    if lead.holding and lead.held.person_id != member.person_id:
        raise LinkOver(lead.id, _("A colleague is answering this lead right now."))


def _memberships() -> QuerySet[Membership]:
    """Return whose links may be good: people with a role, in companies that have not left."""
    found = Membership.objects.filter(partner__isnull=False, person__is_active=True).exclude(roles=[])
    return found.exclude(partner__status=Partner.Status.LEFT).select_related("person", "partner")


def _member(membership: Membership) -> Member:
    member = actor_among(membership.person, [membership])
    assert isinstance(member, Member)
    return member


def _stands(membership: Membership) -> bytes:
    """Return a digest of everything whose change ends a link."""
    roles = ",".join(sorted(membership.roles))
    return keyed_digest(PURPOSE, membership.version, roles, membership.person.email)[:16]
