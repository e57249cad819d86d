"""What happened to a request, a person or an alert contact -> who must be told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from segue.accounts.mailboxes import failing
from segue.accounts.models import Application, Membership, Partner
from segue.accounts.queries import people_who
from segue.accounts.roles import May, PartnerRole
from segue.directory.models import AlertContact
from segue.leads.models import Lead, Stage, Type
from segue.leads.queries import taken_on_by
from segue.notifications import recipients as who
from segue.notifications.notices import note, note_about
from segue.requests.models import Request

if TYPE_CHECKING:
    from segue.outbox.dispatch import Heard


OPENS_THE_DOOR = {PartnerRole.PARTNER_ADMIN, PartnerRole.PROFILE_ADMIN}
"""Who is asked to publish a profile."""


def request_received(heard: Heard) -> None:
    """A customer asked on the form: thanks, the private link and the code. A sent one is introduced by its lead."""
    request = _request(heard)
    if request is not None and request.type == Type.INQUIRY:
        note("request_received", heard, who.customer(request), request_id_=request.id)


def request_withdrawn(heard: Heard) -> None:
    """The customer withdrew: the confirmation."""
    request = _request(heard)
    if request is not None:
        note("customer_withdrawn", heard, who.customer(request), request_id_=request.id)


def request_taken_back(heard: Heard) -> None:
    """The customer withdrew from one partner: the confirmation."""
    request = _request(heard)
    if request is not None:
        lead_id = UUID(heard.payload["lead"])
        note("customer_taken_back", heard, who.customer(request), request_id_=request.id, lead_id=lead_id)


def request_chosen(heard: Heard) -> None:
    """The customer chose a partner: the chosen one's team, and the other accepted ones'."""
    request = _request(heard)
    if request is None:
        return
    leads = Lead.objects.filter(request_id=request.id, stage=Stage.ACCEPTED)
    for lead in leads.select_related("partner", "owner"):
        kind = "lead_chosen" if lead.id == request.chosen_lead_id else "lead_not_chosen"
        note_about(lead, kind, heard, who.working_on(lead))


def person_added(heard: Heard) -> None:
    """Somebody was given a role: how to sign in."""
    found = Membership.objects.filter(id=heard.payload["membership"]).select_related("person").first()
    if found is not None and not heard.quiet:
        note("person_added", heard, who.person(found.person), membership=str(found.id))


def morning(heard: Heard) -> None:
    """A working day begins: partner managers and programme admins; the mail is dropped where nothing needs them."""
    for member in people_who(May.MANAGE_PARTNERS, partner_id=None):
        note("today", heard, who.person(member.person), membership=str(member.id))


def application_received(heard: Heard) -> None:
    """A company applied: whoever wrote it, and who decides."""
    found = Application.objects.filter(id=heard.payload["application"]).first()
    if found is None:
        return
    note("application_received", heard, [who.Recipient(found.email, found.name, found.language)], **heard.payload)
    admins = people_who(May.RUN_PROGRAMME, partner_id=None)
    recipients = who.once(one for member in admins for one in who.person(member.person))
    note("application_waits", heard, recipients, **heard.payload)


def application_refused(heard: Heard) -> None:
    """A company was not taken in: whoever applied, with the reason."""
    found = Application.objects.filter(id=heard.payload["application"]).first()
    if found is not None:
        note("application_refused", heard, [who.Recipient(found.email, found.name, found.language)], **heard.payload)


def ordering_proposed(heard: Heard) -> None:
    """A change of the order of results was proposed: the programme admins who may approve it."""
    others = [
        one for one in people_who(May.RUN_PROGRAMME, partner_id=None) if str(one.person_id) != heard.payload["person"]
    ]
    recipients = who.once(one for member in others for one in who.person(member.person))
    note("ordering_waits", heard, recipients, version=heard.payload["version"])


def partner_left(heard: Heard) -> None:
    """A company left the programme: the customers whose requests it has accepted, each for each request.

    What it has not answered is taken back, which its customers are told as that.
    """
    if heard.quiet:
        return
    for lead in taken_on_by(UUID(heard.payload["partner"])):
        fact = replace(heard, key=f"{heard.key}:{lead.id}")
        note("customer_partner_left", fact, who.customer(lead), lead_id=lead.id, request_id_=lead.request_id)


def asked_to_publish(heard: Heard) -> None:
    """Somebody wants to send a lead to a partner that takes none: its partner admins and profile admins."""
    if heard.quiet:
        return
    members = people_who(May.EDIT_PROFILE, partner_id=UUID(heard.payload["partner"]))
    admins = [one for one in members if OPENS_THE_DOOR & set(one.roles)]
    recipients = who.once(one for member in admins for one in who.person(member.person))
    ids = {name: heard.payload[name] for name in ("location", "person", "company")}
    note("publish_wanted", heard, recipients, partner_id=UUID(heard.payload["partner"]), **ids)


def mailbox_failed(heard: Heard) -> None:
    """Mails to an address come back: the partner admins of each company that has it as contact or colleague.

    Where there is nobody but the address itself, the vendor looks after the company.
    """
    found = failing().filter(id=heard.payload["mailbox"]).first()
    if found is None:
        return
    contacts = set(AlertContact.objects.filter(email=found.email).values_list("partner_id", flat=True))
    people = Membership.objects.filter(person__email=found.email, partner__isnull=False).exclude(roles=[])
    for partner in Partner.objects.filter(id__in=contacts | set(people.values_list("partner_id", flat=True))):
        admins = people_who(May.MANAGE_PEOPLE, partner_id=partner.id)
        told = [one for member in admins for one in who.person(member.person) if one.to.lower() != found.email]
        fact = replace(heard, key=f"{heard.key}:{partner.id}")
        recipients = who.once(told or who.looks_after(partner))
        note("mailbox_failed", fact, recipients, mailbox=str(found.id), partner=str(partner.id))


def alert_added(heard: Heard) -> None:
    """Somebody is to be told of new inquiries: they say themselves whether mails may come."""
    contact = AlertContact.objects.filter(id=heard.payload["contact"], verified_at__isnull=True).first()
    if contact is not None and not heard.quiet:
        note("alert_verify", heard, [who.contact(contact)], contact=str(contact.id))


def alert_asked(heard: Heard) -> None:
    """A contact is asked (again) whether the address is right."""
    contact = AlertContact.objects.filter(id=heard.payload["contact"]).first()
    if contact is not None and not heard.quiet:
        kind = "alert_confirm" if contact.verified_at else "alert_verify"
        note(kind, heard, [who.contact(contact)], contact=str(contact.id))


def alert_lapsed(heard: Heard) -> None:
    """A contact has not answered: the partner admins, who are told of new requests instead."""
    contact = AlertContact.objects.filter(id=heard.payload["contact"]).first()
    if contact is not None and not heard.quiet:
        admins = people_who(May.MANAGE_PEOPLE, partner_id=contact.partner_id)
        recipients = who.once(one for member in admins for one in who.person(member.person))
        note("alert_lapsed", heard, recipients, contact=str(contact.id))


def alert_tested(heard: Heard) -> None:
    """Somebody at the partner wants to see whether alerts arrive."""
    contact = AlertContact.objects.filter(id=heard.payload["contact"], verified_at__isnull=False).first()
    if contact is not None and not heard.quiet:
        note("alert_test", heard, [who.contact(contact)], contact=str(contact.id))


def _request(heard: Heard) -> Request | None:
    return None if heard.quiet else Request.objects.filter(id=heard.payload["request"]).first()
