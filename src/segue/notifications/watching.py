"""Nobody is forgotten: leads that wait are watched, and a sweep tells their people when a reminder's time has come.

A watch says only when to look at a lead next. Whether anybody is reminded, and who, is read from the lead, its people
and its location when the sweep looks; notices are written once per lead, kind, moment and recipient, so sweeps may run
twice or at once.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import connection, transaction

from segue.kit.turns import each_in_turn
from segue.leads.models import Lead, Stage
from segue.notifications import recipients as who
from segue.notifications.models import Watch
from segue.notifications.moments import Moment, moments
from segue.notifications.notices import note_about
from segue.outbox.dispatch import Heard
from segue.requests.queries import another_is_chosen, may_tell_of_contact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

BATCH = 200
LOOKED_AT_AGAIN = timedelta(minutes=5)
"""After which a lead is looked at whose answer is being held: nobody is reminded of that, but it may be undone."""
WATCHED_FOR = {
    Stage.RECEIVED.value: (Watch.What.ANSWER,),
    Stage.ACCEPTED.value: (Watch.What.CONTACT, Watch.What.PURCHASE),
}
FROM_THE_SECOND = 2


def watch(heard: Heard) -> None:
    """Look at a lead that was received, accepted or edited at the next sweep, and from then on when its time comes.

    Nobody is reminded of a test lead.
    """
    lead = None if heard.quiet else Lead.objects.filter(id=heard.payload["lead"], test_of__isnull=True).first()
    if lead is None:
        return
    for what in WATCHED_FOR.get(lead.stage, ()):
        if heard.fact == "lead.edited" and what != Watch.What.PURCHASE:
            continue
        now = {"look_at": heard.happened_at, "told_until": heard.happened_at}
        begun = Watch(lead=lead, partner_id=lead.partner_id, what=what, **now)
        Watch.objects.bulk_create([begun], ignore_conflicts=True)
        if heard.fact == "lead.edited":
            # Watched already, and the purchase date may be another one by now.
            Watch.objects.filter(lead=lead, what=what).update(look_at=heard.happened_at)


def sweep(*, at: datetime) -> int:
    """Look at every lead whose time has come; return at how many. Any number of sweeps may run at once."""
    looked = 0
    while ids := list(Watch.objects.filter(look_at__lte=at).order_by("look_at").values_list("id", flat=True)[:BATCH]):
        done = each_in_turn(ids, partial(_look, at=at))
        looked += done
        if done < len(ids):  # another sweep has them
            break
    return looked


@transaction.atomic
def _look(watch_id: int, *, at: datetime) -> bool:
    """Tell what is to be told of one lead, and note when to look at it next; return whether it was there to look at."""
    rows = Watch.objects.filter(id=watch_id, look_at__lte=at)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    found = rows.first()
    if found is None:
        return False
    lead = _lead(found)
    if lead is None or found.what not in WATCHED_FOR.get(lead.stage, ()):
        rows.delete()
        return True
    if lead.holding:
        rows.update(look_at=at + LOOKED_AT_AGAIN)
        return True
    planned = moments(lead, found.what)
    come = [moment for moment in planned if found.told_until < moment.at <= at]
    if come:
        _remind(lead, found.what, come, at=at)
    to_come = [moment.at for moment in planned if moment.at > at]
    if to_come:
        rows.update(look_at=min(to_come), told_until=at)
    else:
        rows.delete()
    return True


def _remind(lead: Lead, what: str, come: Sequence[Moment], *, at: datetime) -> None:
    """Tell of the latest moment only: after a day without a worker nobody needs the reminders in between."""
    latest = come[-1]
    to_manager = any(moment.to_manager for moment in come)
    tell = partial(_tell, lead, latest, at=at)
    match what:
        case Watch.What.ANSWER:
            people = who.hears_of_new(lead)
            tell(latest.kind, who.once([*people, *(who.admins(lead) if latest.number >= FROM_THE_SECOND else [])]))
            if to_manager:
                tell("manager_unanswered", who.vendor(lead))
        case Watch.What.CONTACT:
            if lead.contacted_at is None and lead.withdrawn_at is None and not another_is_chosen(lead):
                tell(latest.kind, _owner(lead))
                if may_tell_of_contact(lead):
                    tell("customer_contacted", who.customer(lead))
        case Watch.What.PURCHASE:
            tell(latest.kind, who.working_on(lead))
            if to_manager:
                tell("manager_purchase_passed", who.vendor(lead))


def _tell(lead: Lead, moment: Moment, kind: str, recipients: Sequence[who.Recipient], *, at: datetime) -> None:
    key = f"reminder:{lead.id}:{moment.at:%Y%m%dT%H%M%S%z}"
    expected = lead.purchase_on.isoformat() if lead.purchase_on else ""
    note_about(lead, kind, Heard("reminder", key, {}, at, quiet=False, at=at), recipients, purchase_on=expected)


def _owner(lead: Lead) -> list[who.Recipient]:
    return who.owner(lead) or who.working_on(lead)


def _lead(found: Watch) -> Lead | None:
    known = Lead.objects.filter(id=found.lead_id, partner_id=found.partner_id)
    return known.select_related("partner__manager", "owner", "sender_person", "location").first()
