"""What the page of one lead reads: three queries, however long its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from segue.accounts.mailboxes import failing
from segue.leads.models import Employee, Favourite, Lead, LeadEvent
from segue.leads.queries import looked_up, worked_with_by

if TYPE_CHECKING:
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.accounts.models import Mailbox


MOST_EARLIER = 5


def opened(lead_id: UUID, *, actor: Member) -> Lead:
    """Return a lead of the actor's own company, or raise NotFound.

    It carries `hearted`, and `asked` and `asked_accepted`: how many partners the request was put to, and how many of
    them accepted; `mails_fail_since`: since when mails to the customer come back, if they do; and `came_before`: the
    same customer's lead before this one, if any. Location, owner, sending partner and held answer are at hand.
    """
    return looked_up(lead_id, "leads.opened", _as_shown, actor=actor)


def _as_shown(leads: QuerySet[Lead], actor: Member) -> QuerySet[Lead]:
    hearts = Favourite.objects.filter(partner_id=actor.partner_id, person_id=actor.person_id, lead_id=OuterRef("id"))
    return (
        leads.filter(partner_id=actor.partner_id)
        .select_related("location", "owner", "sender_partner", "held__person")
        .annotate(
            hearted=Exists(hearts),
            asked=_of_the_request(),
            asked_accepted=_of_the_request(accepted_at__isnull=False),
            mails_fail_since=Subquery(_failing(OuterRef("customer_email"))),
            came_before=Subquery(_last_of(_earlier(actor, OuterRef("customer_email"), OuterRef("received_at")))),
        )
    )


def _failing(email: OuterRef) -> QuerySet[Mailbox, Any]:
    return failing().filter(email=Lower(email)).order_by().values("failing_since")


def _last_of(leads: QuerySet[Lead]) -> QuerySet[Lead, Any]:
    """Return the latest alone: asked for in the index's order, PostgreSQL does not try its luck over all leads."""
    return leads.order_by("-received_at", "-id").values("id")[:1]


def earlier_of(lead: Lead, *, actor: Member) -> list[Lead]:
    """Return what the actor works with of the same customer (by e-mail address) before this lead, the newest first."""
    found = _earlier(actor, lead.customer_email, lead.received_at)
    return list(found.order_by("-received_at", "-id")[:MOST_EARLIER])


def _earlier(actor: Member, email: object, received_at: object) -> QuerySet[Lead]:
    known = worked_with_by(actor).filter(customer_email=email, received_at__lt=received_at)
    return known.exclude(customer_email="")


def events_of(lead: Lead) -> QuerySet[LeadEvent]:
    """Return what happened to a lead, the newest first, with the people."""
    events = LeadEvent.objects.filter(partner_id=lead.partner_id, lead=lead)
    return events.select_related("person").order_by("-version")


def team_of(lead: Lead) -> QuerySet[Employee]:
    """Return the lead's team by name."""
    return Employee.objects.filter(partner_id=lead.partner_id, lead=lead).order_by("name", "id")


def _of_the_request(**conditions: bool) -> Coalesce:
    found = Lead.objects.filter(Q(**conditions), request_id=OuterRef("request_id")).order_by().values("request_id")
    counted = Subquery(found.annotate(number=Count("id")).values("number"), output_field=IntegerField())
    return Coalesce(counted, 0)
