"""Who owns new leads by rule: of a company's rules, in their order, the first that fits decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.accounts.queries import people_who
from segue.accounts.roles import May
from segue.leads.models import OwnerRule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from segue.leads.models import Lead


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule as its company reads it; a broken one is skipped, since its person works on leads there no more."""

    rule: OwnerRule
    broken: bool


def rules_of(partner_id: UUID) -> list[StandingRule]:
    """Return a company's rules in their order, with location and person."""
    rules = OwnerRule.objects.filter(partner_id=partner_id).select_related("location", "person").order_by("position")
    able = _able(partner_id)
    return [StandingRule(rule, broken=rule.person_id not in able) for rule in rules]


def give_owners(leads: Iterable[Lead]) -> set[UUID]:
    """Set the owner of each of these new leads for which a rule knows one; return the ids of those leads."""
    of_partner: dict[UUID, list[Lead]] = defaultdict(list)
    for lead in leads:
        of_partner[lead.partner_id].append(lead)
    given = set()
    for partner_id, new in of_partner.items():
        working = [standing.rule for standing in rules_of(partner_id) if not standing.broken]
        for lead in new:
            fitting = next((rule for rule in working if fits(rule, lead)), None)
            if fitting is not None:
                lead.owner_id = fitting.person_id
                given.add(lead.id)
    return given


def fits(rule: OwnerRule, lead: Lead) -> bool:
    """Return whether a rule is about such a lead: its location, its type, or both."""
    return rule.location_id in {None, lead.location_id} and rule.type in {"", lead.type}


def _able(partner_id: UUID) -> set[UUID]:
    return {member.person_id for member in people_who(May.ANSWER_LEADS, partner_id=partner_id)}
