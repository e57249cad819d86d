"""What became of a request at each partner asked, as far as its customer may know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.programme.queries import in_language
from segue.requests import chain

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.leads.models import Lead
    from segue.programme.queries import Rules


@dataclass(frozen=True, slots=True)
class Asked:
    """One partner who has or had the request, as its customer may know it."""

    lead_id: UUID
    location_id: UUID
    partner_name: str
    place: str
    stage: str
    outcome: str | None
    received_at: datetime
    due_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None
    silent_from: datetime
    told: str
    """The kind of reason of a no, in the active language; empty where the customer does not hear it."""
    message: str
    onward: bool
    withdrawn_at: datetime | None
    withdrawn_by: str
    """Who withdrew it: customer, vendor, sending_partner; empty where nobody did."""
    contacted: bool | None

    @property
    def withdrawn(self) -> bool:
        """Return whether somebody withdrew the request from this partner."""
        return self.withdrawn_at is not None

    @property
    def has_it(self) -> bool:
        """Return whether this partner has the request now."""
        return self.stage != "archived" and not self.withdrawn

    def put(self) -> chain.Put:
        """Return it as the chain counts it.

        A partner from whom an accepted lead was withdrawn still has to close it; for the customer it is over.
        """
        return chain.Put(
            stage="archived" if self.withdrawn else self.stage,
            outcome=self.outcome,
            silent_from=self.silent_from,
            over_at=self.withdrawn_at or self.closed_at or self.due_at,
            onward=self.onward,
            taken_on=self.accepted_at is not None,
        )


def what_became(lead: Lead, in_force: Rules, *, contacted: bool | None = None, by: str = "") -> Asked:
    """Return what the customer may know of a lead; `contacted` and `by` where the caller knows them."""
    reason = in_force.reasons.get(lead.reason) if lead.outcome in {"declined", "lost"} else None
    hears = reason is None or reason.customer_hears
    return Asked(
        lead_id=lead.id,
        location_id=lead.location_id,
        partner_name=lead.partner.name,
        place=lead.location.city,
        stage=lead.stage,
        outcome=lead.outcome,
        received_at=lead.received_at,
        due_at=lead.due_at,
        accepted_at=lead.accepted_at,
        closed_at=lead.closed_at,
        silent_from=chain.silent_from(lead.received_at, lead.location.calendar(), hot=lead.direct_contact),
        told=in_language(reason.told) if reason is not None and hears and lead.outcome == "declined" else "",
        message=lead.customer_message if lead.outcome == "declined" and hears else "",
        onward=reason is None or reason.onward,
        withdrawn_at=lead.withdrawn_at,
        withdrawn_by=by,
        contacted=contacted,
    )
