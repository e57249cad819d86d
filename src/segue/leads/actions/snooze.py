"""Put off what stands on one's own Today, with a reason; everybody else goes on seeing it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actor import Staff
from segue.kit.errors import Invalid, NotFound
from segue.kit.text import cleaned
from segue.leads import queries
from segue.leads.actions._step import NotYourStep
from segue.leads.models import Snooze
from segue.leads.policy import may_nudge

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

LONGEST = timedelta(days=92)
LONGEST_REASON = 200


def snooze(lead_id: UUID | str, *, actor: Actor, at: datetime, until: datetime, reason: str) -> Snooze:
    """Keep a lead off the actor's Today until a moment, and return the row; a second one takes the first one's place.

    For who may nudge about it. Raises NotYourStep; Invalid without a reason, or for a moment that is over or more
    than three months away.
    """
    lead = queries.access(lead_id, actor=actor)
    if not may_nudge(lead, actor):
        raise NotYourStep
    return put_off(actor, at=at, until=until, reason=reason, lead_id=lead.id)


def wake(lead_id: UUID | str, *, actor: Actor) -> None:
    """End a snooze; none is as good."""
    lead = queries.access(lead_id, actor=actor)
    if actor.person_id is not None:
        Snooze.objects.filter(person_id=actor.person_id, lead=lead).delete()


@transaction.atomic
def put_off(
    actor: Actor,
    *,
    at: datetime,
    until: datetime,
    reason: str,
    lead_id: UUID | None = None,
    request_id: UUID | None = None,
) -> Snooze:
    """Do what `snooze` does with a lead or a request that the caller has looked up through who is asking."""
    if not isinstance(actor, Staff):
        raise NotFound
    reason = cleaned(reason)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid({"reason": _("Say in a few words why it can wait.")})
    if not at < until <= at + LONGEST:
        raise Invalid({"until": _("Choose a day within the next three months.")})
    snooze, _new = Snooze.objects.update_or_create(
        person_id=actor.person_id,
        lead_id=lead_id,
        request_id=request_id,
        defaults={"reason": reason, "at": at, "until": until},
    )
    return snooze
