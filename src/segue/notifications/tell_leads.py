"""What happened to a lead -> who must be told of it (the table of who is told, row by row)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from segue.accounts.models import Person
from segue.kit.ids import id_from
from segue.leads.lifecycle import Party
from segue.leads.models import Employee, Lead, Type
from segue.notifications import recipients as who
from segue.notifications.notices import note_about
from segue.notifications.why import Why
from segue.programme.models import Reason
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime

    from segue.notifications.recipients import Recipient
    from segue.outbox.dispatch import Heard

SENDER_FIRST_MINUTES = 4 * 60
"""Working time of the programme in which the sender of a declined lead may ask another partner first."""


def received(heard: Heard) -> None:
    """A new lead: the partner; and where a person of the vendor or a partner put it there, the customer learns who."""
    if (lead := _lead(heard)) is None:
        return
    _note("lead_new", heard, lead, who.hears_of_new(lead))
    if heard.payload.get("person"):
        _note("introduction", heard, lead, who.customer(lead))


def accepted(heard: Heard) -> None:
    """Accepted: the team, the customer, the sender."""
    if (lead := _lead(heard)) is None:
        return
    _note("lead_accepted", heard, lead, who.once(who.team(lead), but=_by(heard)))
    _note("customer_accepted", heard, lead, who.customer(lead))
    _note("sender_accepted", heard, lead, who.sender(lead))


def declined(heard: Heard) -> None:
    """Declined: the sender at once; the customer at once or, for a qualified lead, after the sender had a chance.

    Nobody hears of spam and of "not a customer": the vendor reviews those.
    """
    if (lead := _lead(heard)) is None:
        return
    reason = rules().reasons.get(lead.reason)
    kind = reason.kind if reason else Reason.Kind.ORDINARY
    _note("sender_declined", heard, lead, who.sender(lead))
    if reason is not None and not reason.customer_hears:
        return
    if lead.type != Type.INQUIRY and lead.tell_customer_myself:
        return
    mail = "customer_duplicate" if kind == Reason.Kind.DUPLICATE else "customer_declined"
    later = None if lead.type == Type.INQUIRY else _after_the_sender(heard.happened_at)
    _note(mail, heard, lead, who.customer(lead), due_at=later)


def expired(heard: Heard) -> None:
    """Expired: who should have answered, the customer, and always the sender or the vendor."""
    if (lead := _lead(heard)) is None:
        return
    partner = [
        *who.hears_of_new(lead),
        *who.being(Why.OWNER, who.at_work(lead.owner, partner_id=lead.partner_id)),
        *who.admins(lead),
    ]
    _note("lead_expired", heard, lead, who.once(partner))
    _note("customer_expired", heard, lead, who.customer(lead))
    _note("sender_expired", heard, lead, who.sender(lead) or who.vendor(lead))


def withdrawn(heard: Heard) -> None:
    """Withdrawn: owner and team (or who heard of it), the sender; the customer when it was not the customer.

    What the customer withdraws is confirmed by the facts of the request.
    """
    if (lead := _lead(heard)) is None:
        return
    if (by := heard.payload["by"]) != Party.CUSTOMER:
        customer = who.customer(lead)
        note_about(lead, "customer_recalled", heard, customer, by=by)
    _note("lead_withdrawn", heard, lead, who.once(who.working_on(lead), but=_by(heard)))
    _note("sender_withdrawn", heard, lead, who.once(who.sender(lead), but=_by(heard)))


def contact_reported(heard: Heard) -> None:
    """The customer said whether anybody was in touch: a "no" is told to the sender, else to the vendor."""
    lead = _lead(heard)
    if lead is not None and not heard.payload["contacted"]:
        _note("sender_uncontacted", heard, lead, who.sender(lead) or who.vendor(lead))


def closed(heard: Heard) -> None:
    """Won or lost: the team and the sender; never the customer."""
    if (lead := _lead(heard)) is None:
        return
    _note("lead_closed", heard, lead, who.once(who.team(lead), but=_by(heard)))
    _note("sender_closed", heard, lead, who.sender(lead))


def employee_added(heard: Heard) -> None:
    """A colleague was put on the team: that person."""
    lead = _lead(heard)
    employee = Employee.objects.filter(id=heard.payload["employee"]).select_related("person").first()
    if lead is None or employee is None:
        return
    _note("employee_added", heard, lead, who.once(who.employee(employee), but=_by(heard)))


def handed_over(heard: Heard) -> None:
    """A lead was handed to a colleague: that one, if there is one, and who owned it before."""
    if (lead := _lead(heard)) is None:
        return
    ids = [id_from(heard.payload.get(name, "")) for name in ("to", "from")]
    people = Person.objects.in_bulk([one for one in ids if one])
    heir, before = (
        who.once(who.at_work(people.get(one), partner_id=lead.partner_id) if one else [], but=_by(heard)) for one in ids
    )
    _note("lead_handed_over", heard, lead, heir)
    by = {"by": heard.payload["person"] or "", "owner": heard.payload["to"]}
    note_about(lead, "lead_handed_away", heard, before, **by)


def nudged(heard: Heard) -> None:
    """Somebody of the vendor asks the partner to act: who works on it or heard of it, and the partner admins."""
    if (lead := _lead(heard)) is None:
        return
    recipients = who.once([*who.working_on(lead), *who.admins(lead)])
    ids = {"nudge": heard.payload["nudge"], "person": heard.payload["person"]}
    note_about(lead, "lead_nudged", heard, recipients, **ids)


def _lead(heard: Heard) -> Lead | None:
    if heard.quiet:
        return None
    found = Lead.objects.filter(id=heard.payload["lead"], partner_id=heard.payload["partner"])
    return found.select_related("partner__manager", "owner", "sender_person", "location").first()


def _by(heard: Heard) -> UUID | None:
    """Return who did it: they know."""
    did = heard.payload.get("person")
    return UUID(did) if did else None


def _note(kind: str, heard: Heard, lead: Lead, recipients: list[Recipient], *, due_at: datetime | None = None) -> None:
    note_about(lead, kind, heard, recipients, due_at=due_at)


def _after_the_sender(happened_at: datetime) -> datetime:
    return rules().programme.calendar().after(happened_at, minutes=SENDER_FIRST_MINUTES)
