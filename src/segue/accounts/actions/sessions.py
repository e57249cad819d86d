"""End sign-ins of one's own on other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db import transaction

from segue.accounts.access_log import What, note_of_person
from segue.kit.devices import device

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@transaction.atomic
def end_elsewhere(person_id: UUID, *, here: str | None, only: int | None, at: datetime) -> int:
    """End one of a person's sign-ins, or all (`only` is None), never the one from `here`; return how many ended."""
    others = UserSession.objects.filter(user_id=person_id).exclude(session_key=here)
    ended = list(others if only is None else others.filter(pk=only))
    for session in ended:
        session.end()
    if ended:
        where = {"ip": ended[0].ip, "device": device(ended[0].user_agent)}
        note_of_person(What.SIGNED_OUT_ELSEWHERE, person_id, at=at, changes=where)
    return len(ended)
