"""Leads in any stage, reached by the real actions only, so that no test starts from a state that cannot be."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from segue.accounts.actor import VISITOR, Actor, Customer
from segue.accounts.models import Location
from segue.kit.ids import new_id
from segue.kit.money import Money
from segue.leads.actions import close, respond
from segue.leads.actions.answers import Acceptance, Closing, Deal, Refusal
from segue.leads.actions.expire import sweep
from segue.leads.actions.receive import NewLead, receive
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Lead, Type
from tests.people import World

ANNA = {
    "customer_company": "Conti Logistica",
    "customer_name": "Anna Conti",
    "customer_email": "anna@conti.example",
    "customer_phone": "+39 040 555 0101",
    "customer_street": "Riva Nazario Sauro 8",
    "customer_postal_code": "34124",
    "customer_city": "Trieste",
    "customer_country": "IT",
    "customer_size": "51-250",
    "customer_language": "it",
    "need": "Move our warehouse planning into the cloud before the summer",
    "products": ["erp", "cloud"],
    "services": ["migration"],
    "industries": ["transport"],
    "consent_how": "Ticked on the form",
}

YES = Acceptance(
    Deal(deal_name="Cloud planning", money=Money(1_250_000, "EUR"), time_frame="this_quarter", notes="ERP")
)
NO = Refusal(reason="not_our_region", note="We do not travel that far")
WON = Closing(closed_on=date(2026, 9, 7), money=Money(1_300_000, "EUR"))
LOST = Closing(closed_on=date(2026, 9, 7), reason="budget")
"""On the day of most tests; `on` gives them another."""


def lead(
    world: World,
    stage: str = "received",
    *,
    at: datetime | None = None,
    location: Location | None = None,
    by: Actor = VISITOR,
    type: Type = Type.INQUIRY,  # noqa: A002 -- the product's word
    request_id: UUID | None = None,
    **copy: object,
) -> Lead:
    """A lead of Anna's at Harbour IT in Bergen, received at `at`, taken to a stage or outcome an hour later."""
    at = at or world.at
    location = location or world.bergen
    columns = {**ANNA, "consent_at": at, **copy}
    ask = NewLead(location.partner_id, location.id, request_id or new_id(), type, columns)
    with transaction.atomic():
        [made] = receive([ask], actor=by, at=at)
    partner = world.ada if location.partner_id == world.harbour.id else world.dora
    _take_to(made, stage, partner=partner, at=at + timedelta(hours=1))
    return Lead.objects.select_related("partner", "location", "owner").get(id=made.id)


def on(at: datetime, ending: Closing) -> Closing:
    """An ending of the day on which it is said."""
    return replace(ending, closed_on=at.date())


def _take_to(made: Lead, stage: str, *, partner: Actor, at: datetime) -> None:
    match stage:
        case "received":
            pass
        case "declined":
            respond.decline(made.id, actor=partner, at=at, seen=1, answer=NO, hold=False)
        case "expired":
            sweep(at=made.due_at)
        case "withdrawn":
            withdraw([made.id], actor=Customer(made.request_id), at=at)
        case "accepted":
            respond.accept(made.id, actor=partner, at=at, seen=1, answer=YES)
        case "won":
            respond.accept(made.id, actor=partner, at=at, seen=1, answer=YES)
            at += timedelta(hours=1)
            close.win(made.id, actor=partner, at=at, seen=2, answer=on(at, WON), hold=False)
        case "lost":
            respond.accept(made.id, actor=partner, at=at, seen=1, answer=YES)
            at += timedelta(hours=1)
            close.lose(made.id, actor=partner, at=at, seen=2, answer=on(at, LOST), hold=False)
        case _:
            message = f"no way to {stage!r}"
            raise ValueError(message)
