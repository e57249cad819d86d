"""Set the rules by which new leads get their owner. They count for leads that come in afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Partner
from segue.accounts.queries import locations_of, people_who
from segue.accounts.roles import May
from segue.kit.errors import Forbidden, Invalid, NotFound, Sentence
from segue.kit.ids import id_from
from segue.leads.models import OwnerRule, Type
from segue.leads.policy import may_set_owner_rules

if TYPE_CHECKING:
    from uuid import UUID

    from segue.accounts.actor import Member

MOST_RULES = 50


@transaction.atomic
def add_owner_rule(*, actor: Member, location: str, type: str, person: str) -> OwnerRule:  # noqa: A002 -- the product's word
    """Add a rule behind the others and return it: new leads of a location, a type ("": any) belong to a person.

    The same rule already there, as by pressing twice, is returned. Raises Invalid naming each field, Forbidden.
    """
    rules = _rules_to_change(actor)
    location_id, person_id = id_from(location), id_from(person)
    wrong: dict[str, Sentence] = {}
    if location and location_id not in set(locations_of(actor.partner_id).values_list("id", flat=True)):
        wrong["location"] = _("Choose one of your locations.")
    if type and type not in set(Type):
        wrong["type"] = _("Choose one of the types.")
    if person_id not in {member.person_id for member in people_who(May.ANSWER_LEADS, partner_id=actor.partner_id)}:
        wrong["person"] = _("Choose one of your colleagues.")
    if len(rules) >= MOST_RULES:
        wrong["person"] = _("There are %(most)s rules already. Remove one first.") % {"most": MOST_RULES}
    if wrong:
        raise Invalid(wrong)
    for rule in rules:
        if (rule.location_id, rule.type, rule.person_id) == (location_id, type, person_id):
            return rule
    new = OwnerRule(
        partner_id=actor.partner_id,
        position=max((rule.position for rule in rules), default=0) + 1,
        location_id=location_id,
        type=type,
        person_id=person_id,
    )
    new.save(force_insert=True)
    _count(actor, len(rules) + 1)
    return new


@transaction.atomic
def move_owner_rule(rule_id: UUID, *, actor: Member, up: bool) -> None:
    """Let a rule change places with the one before or behind it; at the end of the row it stays. Raises NotFound."""
    rules = _rules_to_change(actor, rule_id)
    place = next(number for number, rule in enumerate(rules) if rule.id == rule_id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rules):
        return
    ours, theirs = rules[place], rules[other]
    # No two stand in one place, not even on the way.
    OwnerRule.objects.filter(id=ours.id).update(position=max(rule.position for rule in rules) + 1)
    OwnerRule.objects.filter(id=theirs.id).update(position=ours.position)
    OwnerRule.objects.filter(id=ours.id).update(position=theirs.position)


@transaction.atomic
def remove_owner_rule(rule_id: UUID, *, actor: Member) -> None:
    """Remove a rule; leads that have their owner by it keep the owner. Raises NotFound."""
    rules = _rules_to_change(actor, rule_id)
    OwnerRule.objects.filter(id=rule_id).delete()
    _count(actor, len(rules) - 1)


def _rules_to_change(actor: Member, rule_id: UUID | None = None) -> list[OwnerRule]:
    """Return the company's rules in their order, locked; raise NotFound without this one among them, or Forbidden."""
    Partner.objects.select_for_update().get(id=actor.partner_id)
    rules = list(OwnerRule.objects.filter(partner_id=actor.partner_id).order_by("position"))
    if rule_id is not None and all(rule.id != rule_id for rule in rules):
        raise NotFound
    if not may_set_owner_rules(actor):
        raise Forbidden
    return rules


def _count(actor: Member, number: int) -> None:
    Partner.objects.filter(id=actor.partner_id).update(owner_rules=number)
