"""Keep what a lead is found by in step with the lead: deal, customer, need, notes, team, CRM id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.kit.compiled import rows
from segue.kit.text import words
from segue.kit.writing import insert_or_change
from segue.leads.lifecycle import STEPS, Step
from segue.leads.models import Employee, Lead, LeadText
from segue.leads.policy import shows_person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

FOUND_BY = frozenset({"deal_name", "notes", "crm_id", "campaign_id"})
CHANGES_WORDS = frozenset(
    {row.step for row in STEPS.values() if row.becomes != row.stage}
    | {Step.ADD_EMPLOYEE, Step.CORRECT_EMPLOYEE, Step.REMOVE_EMPLOYEE, Step.ERASE}
)
MOST_WORDS = 400
OF_CUSTOMER = "§"
"""Stands before the customer's words once more, for those who follow a lead: they find it by these only. Nobody's own
words have it, neither a lead's nor those looked for."""


def touched_by(step: Step, columns: Mapping[str, object]) -> bool:
    """Return whether a step changes what a lead is found by: its stage too (and after a no, no person any more)."""
    return step in CHANGES_WORDS or bool(FOUND_BY & columns.keys())


def refresh(leads: Sequence[Lead]) -> None:
    """Write the words of these leads anew."""
    if not leads:
        return
    if len(leads) == 1:
        names = rows("leads.team_names", lambda of: [_team([of["lead"]])], {"lead": leads[0].id})
    else:
        names = list(_team([lead.id for lead in leads]))
    team: dict[UUID, list[str]] = {}
    for lead_id, name in names:
        team.setdefault(lead_id, []).append(name)
    write(leads, team=team)


def _team(lead_ids: Sequence[UUID]) -> QuerySet[Employee, tuple[UUID, str]]:
    return Employee.objects.filter(lead__in=lead_ids).values_list("lead_id", "name")


def write(leads: Sequence[Lead], *, team: Mapping[UUID, Sequence[str]]) -> None:
    """Write the words of these leads anew, with the names of each one's team."""
    texts = [
        LeadText(lead=lead, partner_id=lead.partner_id, words=words_of(lead, team.get(lead.id, []))) for lead in leads
    ]
    insert_or_change(LeadText, texts, by="lead", columns=["words"])


def place_token(partner_id: UUID, *, stage: str, type: str) -> str:  # noqa: A002 -- the column's name
    """Return the word that stands in each text of a partner's leads of this stage and type.

    Every search asks for it, so that the index never leaves the leads that are meant.
    """
    return f"{partner_token(partner_id)}{stage[:2]}{type[:1]}"


def partner_token(partner_id: UUID) -> str:
    """Return how the words that stand in the texts of a partner's leads begin, of whatever stage and type."""
    return f"p{partner_id.hex}"


def words_of(lead: Lead, team: Sequence[str]) -> str:
    """Return a lead's distinct words, the token of its place first, those for its followers last."""
    person = [lead.customer_name] if shows_person(lead) else []
    texts = [lead.deal_name, lead.customer_company, *person, lead.customer_city, lead.crm_id, lead.campaign_id]
    found = words(" ".join([*texts, lead.campaign, *team, lead.need, lead.notes]))
    place = place_token(lead.partner_id, stage=lead.stage, type=lead.type)
    followed = customer_tokens(lead.customer_company, lead.customer_name)
    return " ".join([place, *list(dict.fromkeys(found))[:MOST_WORDS], *followed])


def customer_tokens(company: str, name: str) -> list[str]:
    """Return what a lead of this customer is found by for those who follow it: its distinct words, marked."""
    return [f"{OF_CUSTOMER}{word}" for word in dict.fromkeys(words(f"{company} {name}"))]
