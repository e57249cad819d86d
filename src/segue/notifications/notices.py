"""Write down that somebody must be told; once per fact, kind and recipient, however often the fact is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.kit.trace import request_id
from segue.notifications.catalogue import CATALOGUE
from segue.notifications.kinds import Room
from segue.notifications.models import Notice
from segue.notifications.why import BEING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from segue.leads.models import Lead
    from segue.notifications.recipients import Recipient
    from segue.outbox.dispatch import Heard


def note_about(
    lead: Lead, kind: str, heard: Heard, recipients: Iterable[Recipient], *, due_at: datetime | None = None, **data: Any
) -> None:
    """Write a notice about a lead for each recipient, as `note` does; about a test lead only for whose it is."""
    if lead.test_of_id is not None:
        recipients = [one for one in recipients if one.person_id == lead.test_of_id]
    whose = {Room.LEAD: lead.partner_id, Room.SENT: lead.sender_partner_id}.get(CATALOGUE[kind].room)
    note(
        kind,
        heard,
        recipients,
        lead_id=lead.id,
        request_id_=lead.request_id,
        partner_id=whose,
        due_at=due_at,
        **data,
    )


def note(
    kind: str,
    heard: Heard,
    recipients: Iterable[Recipient],
    *,
    lead_id: UUID | None = None,
    request_id_: UUID | None = None,
    partner_id: UUID | None = None,
    due_at: datetime | None = None,
    **data: Any,
) -> None:
    """Write a notice for each recipient, due when the fact happened or at `due_at`; `data` holds ids and codes.

    `partner_id`: for whose people it is; None for the vendor's, and for who has no desk here.
    """
    bell = CATALOGUE[kind].room is not Room.NONE
    Notice.objects.bulk_create(
        [
            Notice(
                kind=kind,
                fact_key=heard.key,
                to=recipient.to,
                name=recipient.name,
                person_id=recipient.person_id if bell else None,
                partner_id=partner_id,
                language=recipient.language,
                lead_id=lead_id,
                request_id=request_id_,
                data={"trace": request_id.get(), **({BEING: recipient.why} if recipient.why else {}), **data},
                created_at=heard.happened_at,
                due_at=due_at or heard.happened_at,
            )
            for recipient in recipients
        ],
        ignore_conflicts=True,
    )
