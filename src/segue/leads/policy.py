"""Who may do what with a lead, on one page: what somebody is to it, and the steps that follow from the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.accounts.actor import Actor, Customer, Member, Staff, System
from segue.accounts.roles import May
from segue.leads.lifecycle import ANSWERS, JUDGEMENTS, Party, Step, steps_open_to
from segue.leads.models import Lead, Outcome, Stage
from segue.leads.urgency import overdue

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.listed import ListedLead

HIDES_THE_PERSON = frozenset({Outcome.DECLINED, Outcome.EXPIRED, Outcome.WITHDRAWN})


def parties_of(lead: Lead, actor: Actor) -> frozenset[Party]:
    """Return what an actor is to a lead that was reached through `queries`; nothing for everybody else."""
    match actor:
        case Member():
            return _member_parties(lead, actor)
        case Staff():
            return _staff_parties(lead, actor)
        case Customer():
            return frozenset({Party.CUSTOMER} if lead.request_id == actor.request_id else ())
        case System():
            return frozenset({Party.SYSTEM})
        case _:
            return frozenset()


def _member_parties(lead: Lead, actor: Member) -> frozenset[Party]:
    parties = set()
    if lead.partner_id == actor.partner_id and actor.may(May.ANSWER_LEADS):
        parties.add(Party.PARTNER)
    if lead.sender_partner_id == actor.partner_id and actor.may(May.SEND_LEADS):
        parties.add(Party.SENDER)
    return frozenset(parties)


def _staff_parties(lead: Lead, actor: Staff) -> frozenset[Party]:
    parties = set()
    if lead.sender_person_id == actor.person_id and lead.sender_partner_id is None:
        parties.add(Party.SENDER)
    if actor.may(May.RECALL_ANY):
        parties.add(Party.ADMIN)
    if actor.may(May.MANAGE_PARTNERS) and lead.partner.manager_id == actor.person_id:
        parties.add(Party.MANAGER)
    return frozenset(parties)


def allowed_steps(lead: Lead, *, actor: Actor, at: datetime) -> frozenset[Step]:
    """Return the steps this actor may take now: what pages draw as buttons. Overdue leads have none."""
    if overdue(lead, at=at):
        return frozenset()
    steps = steps_open_to(parties_of(lead, actor), lead.stage)
    steps -= JUDGEMENTS.keys() - judgements_open(lead)
    if lead.withdrawn_at is not None:
        steps -= {Step.WITHDRAW}
    return steps - ANSWERS if lead.holding else steps


def judgements_open(lead: Lead) -> frozenset[Step]:
    """Return how the vendor may judge a lead: not unless it was declined as spam, and not as it is judged already."""
    if lead.spam_said_at is None:
        return frozenset()
    return frozenset(step for step, spam in JUDGEMENTS.items() if spam is not lead.spam)


def may_nudge(lead: Lead, actor: Actor) -> bool:
    """Return whether an actor may ask the partner to act, or note a call: who looks after it, or sent it."""
    return isinstance(actor, Staff) and bool(parties_of(lead, actor) & {Party.SENDER, Party.MANAGER, Party.ADMIN})


def shows_person(lead: Lead | ListedLead) -> bool:
    """Return whether the partner still sees the customer's person, phone, mail and street."""
    return lead.stage != Stage.ARCHIVED or lead.outcome not in HIDES_THE_PERSON


def may_set_owner_rules(actor: Actor) -> bool:
    """Return whether the actor may say by rule who owns the company's new leads."""
    return isinstance(actor, Member) and actor.may(May.MANAGE_PEOPLE) and actor.location_ids is None
