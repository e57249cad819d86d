"""Which words of a profile brought leads that the partner then declined because they did not suit it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KT

from segue.kit.text import words
from segue.leads.lifecycle import Step
from segue.leads.models import Lead, LeadEvent, Outcome
from segue.programme.models import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

LOOKED_BACK = timedelta(days=365)
MOST_LEADS = 500
"""So many of the newest are looked at: what was declined before says little of what is wanted now."""
AT_LEAST = 2
"""One lead that did not suit says nothing of the word."""

MEANINGS = {
    Reason.Meaning.NOT_A_FIT.value: ("product", "service", "industry", "size", "keyword"),
    Reason.Meaning.WRONG_REGION.value: ("country",),
}
"""Against which kinds of words a decline speaks, by what its reason means."""


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """A word of a profile: of `came` leads that asked for it, so many were `declined` because of what it says."""

    kind: str
    code: str
    declined: int
    came: int


def turned_down(partner_id: UUID, tags: Mapping[str, Iterable[str]], *, at: datetime) -> list[TurnedDown]:
    """Return the words (kind -> codes) whose leads of the last year were mostly declined, the most declined first.

    What a reason meant when it was given counts. At least two leads, and more than half of all that had the word.
    """
    came: Counter[tuple[str, str]] = Counter()
    declined: Counter[tuple[str, str]] = Counter()
    for lead in _answered(partner_id, at=at):
        against = MEANINGS.get(lead["meaning"], ())
        for kind, code in _had(lead, tags):
            came[kind, code] += 1
            declined[kind, code] += kind in against
    found = [
        TurnedDown(kind, code, declined[kind, code], number)
        for (kind, code), number in came.items()
        if declined[kind, code] >= AT_LEAST and declined[kind, code] * 2 > number
    ]
    return sorted(found, key=lambda one: (-one.declined, one.kind, one.code))


def _answered(partner_id: UUID, *, at: datetime) -> list[dict[str, Any]]:
    """Return the newest answered leads with what the reason of a decline meant, in one statement."""
    real = Lead.objects.filter(partner_id=partner_id, test_of__isnull=True, received_at__gt=at - LOOKED_BACK)
    answered = real.filter(Q(accepted_at__isnull=False) | Q(outcome=Outcome.DECLINED))
    said = LeadEvent.objects.filter(lead=OuterRef("id"), step=Step.DECLINE).values(said=KT("frozen__reason_meaning"))
    names = ("products", "services", "industries", "customer_size", "customer_country", "found_what", "need")
    return list(answered.order_by("-received_at", "-id").values(*names, meaning=Subquery(said[:1]))[:MOST_LEADS])


def _had(lead: dict[str, Any], tags: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Return which of the words a lead had: those it asked for, and the keywords that stand in what was written."""
    asked = {
        "product": set(lead["products"]),
        "service": set(lead["services"]),
        "industry": set(lead["industries"]),
        "size": {lead["customer_size"]},
        "country": {lead["customer_country"]},
    }
    found = [(kind, code) for kind, codes in asked.items() for code in tags.get(kind, ()) if code in codes]
    written = set(words(f"{lead['found_what']} {lead['need']}"))
    return found + [
        ("keyword", keyword) for keyword in tags.get("keyword", ()) if (said := words(keyword)) and written >= set(said)
    ]
