"""Who hears: people, alert contacts and customers as recipients of a mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from segue.accounts.mailboxes import failing_among
from segue.accounts.queries import colleagues, people_who, works_in
from segue.accounts.roles import May, PartnerRole
from segue.directory.queries import alert_contacts
from segue.leads.models import Employee, Lead, Type
from segue.notifications.kinds import Group
from segue.notifications.wanted import do_not_want
from segue.notifications.why import Why
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from segue.accounts.models import Membership, Partner, Person
    from segue.directory.models import AlertContact
    from segue.requests.models import Request


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told, in their language."""

    to: str
    name: str
    language: str
    person_id: UUID | None = None
    why: Why | None = None
    """What they are to what they hear of; None where the mail goes to nobody else."""


def person(who: Person | None) -> list[Recipient]:
    """Return a person as recipient; nobody when there is none or the account is closed."""
    if who is None or not who.is_active:
        return []
    return [Recipient(who.email, who.name, who.language, who.id)]


def being(why: Why, found: Iterable[Recipient]) -> list[Recipient]:
    """Return recipients with what they are to what they hear of."""
    return [replace(one, why=why) for one in found]


def at_work(who: Person | None, *, partner_id: UUID | None) -> list[Recipient]:
    """Return a person who has a role in a company (None: the vendor); nobody when they are not in it any more."""
    return person(who) if who is not None and works_in(who.id, partner_id=partner_id) else []


def on_leads(who: Person | None, *, partner_id: UUID) -> list[Recipient]:
    """Return a person who works on a company's leads; nobody when their roles there include that no more."""
    working = {member.person_id for member in people_who(May.ANSWER_LEADS, partner_id=partner_id)}
    return person(who) if who is not None and who.id in working else []


def once(recipients: Iterable[Recipient], *, but: UUID | None = None) -> list[Recipient]:
    """Return each address once, in order, without the person who did it and knows."""
    found: dict[str, Recipient] = {}
    for recipient in recipients:
        if but is None or recipient.person_id != but:
            found.setdefault(recipient.to.lower(), recipient)
    return list(found.values())


def hears_of_new(lead: Lead) -> list[Recipient]:
    """Return who is told of a new lead.

    An inquiry: the verified alert contacts of its location, else the partner admins. A qualified lead: the referrals
    admins whose scope holds the location (else the partner admins), and the owner. Whom no mail reaches does not count.
    """
    if lead.type == Type.INQUIRY:
        found = _alerted(lead)
        # Who of them wants no mails may not be the only ones to know.
        silent = do_not_want([one.to for one in found], Group.NEW)
        heard = any(one.to.lower() not in silent for one in found)
        return once([*owner(lead), *found, *([] if heard else admins(lead))])
    in_scope = being(Why.TOLD, _reachable(_with_role(lead, PartnerRole.REFERRALS_ADMIN)))
    return once([*owner(lead), *(in_scope or admins(lead))])


def owner(lead: Lead) -> list[Recipient]:
    """Return the owner of a lead; nobody when there is none, or one whose roles include its work no more."""
    return being(Why.OWNER, on_leads(lead.owner, partner_id=lead.partner_id))


def _alerted(lead: Lead) -> list[Recipient]:
    """Return the verified alert contacts of a lead's location; a colleague's address is that person."""
    contacts = list(alert_contacts(lead.location_id, partner_id=lead.partner_id))
    addresses = {one.email.lower() for one in contacts}
    known = {one.email.lower(): one for one in colleagues(lead.partner_id).filter(email__in=addresses)}
    found = [person(known[key])[0] if (key := one.email.lower()) in known else contact(one) for one in contacts]
    return being(Why.TOLD, found)


def admins(lead: Lead) -> list[Recipient]:
    """Return the partner admins in whose scope the lead is."""
    return being(Why.ADMIN, _with_role(lead, PartnerRole.PARTNER_ADMIN))


def _reachable(found: list[Recipient]) -> list[Recipient]:
    """Return those from whom no mails come back."""
    failing = failing_among(one.to for one in found)
    return [one for one in found if one.to.lower() not in failing]


def _with_role(lead: Lead, role: PartnerRole) -> list[Recipient]:
    members = people_who(May.SEE_SCOPE, partner_id=lead.partner_id)
    return [
        one for member in members if role in member.roles and _covers(member, lead) for one in person(member.person)
    ]


def _covers(member: Membership, lead: Lead) -> bool:
    return member.whole_company or member.scoped.filter(location_id=lead.location_id).exists()


def team(lead: Lead) -> list[Recipient]:
    """Return the owner and the team."""
    employees = Employee.objects.filter(lead=lead, partner_id=lead.partner_id).select_related("person").order_by("id")
    found = owner(lead)
    for one in employees:
        found += employee(one)
    return once(found)


def employee(one: Employee) -> list[Recipient]:
    """Return somebody of a lead's team; one without an account is told in the programme's first language."""
    if one.person is None:
        return [Recipient(one.email, one.name, programme_language(), why=Why.TEAM)]
    return being(Why.TEAM, on_leads(one.person, partner_id=one.partner_id))


def contact(one: AlertContact) -> Recipient:
    """Return an alert contact as recipient."""
    return Recipient(one.email, one.name, one.language)


def working_on(lead: Lead) -> list[Recipient]:
    """Return the owner and the team, or who heard of the lead when nobody has taken it yet."""
    return team(lead) or hears_of_new(lead)


def sender(lead: Lead) -> list[Recipient]:
    """Return the person who sent a qualified lead; when gone, who stands in for them. Nobody for an inquiry."""
    if lead.type == Type.INQUIRY:
        return []
    if found := at_work(lead.sender_person, partner_id=lead.sender_partner_id):
        return being(Why.SENDER, found)
    if lead.sender_partner_id is not None:
        members = people_who(May.SEND_LEADS, partner_id=lead.sender_partner_id)
        return being(Why.STANDS_IN, once(one for member in members for one in person(member.person)))
    return vendor(lead)


def vendor(lead: Lead) -> list[Recipient]:
    """Return the partner manager of the lead's partner, else the programme inbox."""
    return looks_after(lead.partner)


def looks_after(partner: Partner) -> list[Recipient]:
    """Return a company's partner manager, else the programme inbox."""
    programme = rules().programme
    return being(Why.MANAGER, at_work(partner.manager, partner_id=None)) or [
        Recipient(programme.inbox, programme.name, programme_language(), why=Why.INBOX)
    ]


def programme_language() -> str:
    """Return the language in which somebody is told who never said which."""
    return str(next(iter(rules().programme.languages), "en"))


def customer(about: Lead | Request) -> list[Recipient]:
    """Return the customer of a lead or request; nobody without an e-mail address."""
    if not about.customer_email:
        return []
    language = about.customer_language if isinstance(about, Lead) else about.language
    return [Recipient(about.customer_email, about.customer_name, language)]
