"""Say who is told of new inquiries at a location. Nobody gets such mails before the address is verified."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actions import mailboxes
from segue.accounts.models import Location, Person
from segue.accounts.queries import colleagues, memberships_in
from segue.directory.actions._change import own_location
from segue.directory.links import contact_of
from segue.directory.models import AlertContact
from segue.directory.policy import MOST_ALERT_CONTACTS
from segue.directory.queries import may_be_asked, with_reach
from segue.kit.errors import Invalid, NotFound, Refused, Sentence
from segue.kit.ids import new_id
from segue.kit.mail_address import is_mail_address
from segue.kit.names import unreadable
from segue.kit.text import cleaned
from segue.outbox.emit import Fact, emit
from segue.store.counters import hit

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Actor
    from segue.outbox.dispatch import Heard


MOST_TESTS = 5
"""So many mails an hour that somebody at the partner asks for go to one contact."""
GOOD_FOR = timedelta(days=90)
"""So long a contact's yes counts; then they are asked again."""
ANSWER_WITHIN = timedelta(days=14)
"""So long they have time to say it."""


class EnoughContacts(Refused):
    """A location has five alert contacts at most."""

    code = "enough-alert-contacts"
    sentence = _("This location has five contacts already. Remove one first.")


class ContactThere(Refused):
    """The address is among the location's contacts."""

    code = "alert-contact-there"
    sentence = _("This address is told already.")


class NotVerified(Refused):
    """The contact has not said yet that mails may come."""

    code = "alert-contact-not-verified"
    sentence = _("This contact has not confirmed the address yet.")


class NothingToAsk(Refused):
    """Mails reach the contact, who has said yes and need not say it again yet."""

    code = "alert-contact-verified"
    sentence = _("This contact has confirmed the address. Send a test alert to see whether mails arrive.")


class LastContact(Refused):
    """A published location keeps at least one contact."""

    code = "last-alert-contact"
    sentence = _("A published location needs somebody who is told. Add another contact first, or unpublish it.")


@transaction.atomic
def add_alert_contact(
    location_id: UUID, *, partner_id: UUID, actor: Actor, at: datetime, name: str, email: str, language: str = "en"
) -> AlertContact:
    """Add somebody who is told of new inquiries at a location.

    An address that is a colleague's account counts as verified at once; any other is asked by a mailed link first
    (fact `alert.added`). Raises Invalid, EnoughContacts, ContactThere.
    """
    location = own_location(location_id, partner_id=partner_id, actor=actor)
    wrong = unreadable({"name": name})
    name, email = cleaned(name), email.strip().lower()
    wrong |= _wrong(name, email)
    if wrong:
        raise Invalid(wrong)
    _one_at_a_time(location.id)
    known = set(AlertContact.objects.filter(partner_id=partner_id, location=location).values_list("email", flat=True))
    if email in known:
        raise ContactThere
    if len(known) >= MOST_ALERT_CONTACTS:
        raise EnoughContacts
    colleague = colleagues(partner_id).filter(email=email).exists()
    contact = AlertContact.objects.create(
        partner_id=partner_id,
        location=location,
        name=name,
        email=email,
        language=language,
        verified_at=at if colleague else None,
    )
    if not colleague:
        emit(Fact("alert.added", f"alert.added:{contact.id}", {"contact": str(contact.id)}), at=at)
    return contact


@transaction.atomic
def remove_alert_contact(
    contact_id: UUID,
    *,
    partner_id: UUID,
    actor: Actor,
    at: datetime,  # noqa: ARG001 -- every action takes the moment
) -> None:
    """Stop telling somebody; nothing happens when they are gone already. Raises LastContact."""
    contact = AlertContact.objects.filter(id=contact_id, partner_id=partner_id).first()
    if contact is None:
        return
    location = own_location(contact.location_id, partner_id=partner_id, actor=actor)
    _one_at_a_time(location.id)
    others = AlertContact.objects.filter(partner_id=partner_id, location=location).exclude(id=contact.id)
    if location.published and not others.exists():
        raise LastContact
    contact.delete()


def end_alerts(heard: Heard) -> None:
    """Tell somebody who was removed from a company no more of its new inquiries, but the colleague named instead.

    A location that has nobody left tells its partner's admins. Who was added again meanwhile keeps what they have.
    """
    if not heard.payload["partner"]:
        return
    partner_id, person_id = UUID(heard.payload["partner"]), UUID(heard.payload["person"])
    if memberships_in(partner_id).filter(person_id=person_id).exists():
        return
    email = Person.objects.filter(id=person_id).values("email")
    ended = AlertContact.objects.filter(partner_id=partner_id, email__in=email)
    named = heard.payload["alerts_to"]
    heir = colleagues(partner_id).filter(id=named).first() if named else None
    with transaction.atomic():
        if heir is not None:
            AlertContact.objects.bulk_create(
                [_instead(contact, heir, at=heard.happened_at) for contact in ended], ignore_conflicts=True
            )
        ended.delete()


def _instead(contact: AlertContact, heir: Person, *, at: datetime) -> AlertContact:
    """Return the same contact with a colleague's name and address, which needs no mailed link."""
    return AlertContact(
        partner_id=contact.partner_id,
        location_id=contact.location_id,
        name=heir.name,
        email=heir.email,
        language=heir.language,
        verified_at=at,
    )


@transaction.atomic
def verify_alert_contact(token: str, *, at: datetime) -> AlertContact:
    """Take the word of whoever holds the mailed link that mails may come, and do so for the next 90 days.

    Whoever was lapsed, or could not be reached, is told again from now on. Raises NotFound for a link that is not ours
    or whose contact was removed.
    """
    contact = contact_of(token)
    contact.verified_at, contact.asked_at, contact.lapsed_at = at, None, None
    contact.save(update_fields=["verified_at", "asked_at", "lapsed_at"])
    mailboxes.verified(contact.email, at=at)
    return contact


@transaction.atomic
def refuse_alerts(token: str) -> AlertContact:
    """Take the word of whoever holds the mailed link that no mails shall come: the contact is removed.

    Returns what it was. A location that has nobody left tells its partner's admins. Raises NotFound as above.
    """
    contact = contact_of(token)
    contact_id = contact.id
    contact.delete()
    contact.id = contact_id
    return contact


@transaction.atomic
def ask_alert_contact(contact_id: UUID, *, partner_id: UUID, actor: Actor, at: datetime) -> AlertContact:
    """Have a contact asked by mail (again) whether the address is right (fact `alert.asked`).

    Raises NothingToAsk for one that is told and was not asked: not to answer would end the alerts after 14 days. Raises
    TooMany after five mails in an hour.
    """
    contact = with_reach(AlertContact.objects.filter(id=contact_id, partner_id=partner_id)).first()
    if contact is None:
        raise NotFound
    own_location(contact.location_id, partner_id=partner_id, actor=actor)
    if not may_be_asked(contact):
        raise NothingToAsk
    hit(f"alert-test:{contact.id}", most=MOST_TESTS, within=timedelta(hours=1), at=at)
    _ask(contact, at=at)
    return contact


@transaction.atomic
def ask_again(*, at: datetime, limit: int = 200) -> int:
    """Ask contacts who said 90 days ago that mails may come whether that is still so; return how many.

    Who has not answered after 14 days lapses: the partner admins are told instead (fact `alert.lapsed`).
    """
    over = AlertContact.objects.filter(asked_at__lte=at - ANSWER_WITHIN, lapsed_at__isnull=True)
    lapsed = list(over.filter(verified_at__isnull=False).select_for_update().order_by("asked_at", "id")[:limit])
    for contact in lapsed:
        contact.lapsed_at = at
        emit(Fact("alert.lapsed", f"alert.lapsed:{new_id()}", {"contact": str(contact.id)}), at=at)
    AlertContact.objects.bulk_update(lapsed, ["lapsed_at"])
    old = AlertContact.objects.filter(verified_at__lte=at - GOOD_FOR, asked_at__isnull=True)
    due = list(old.select_for_update().order_by("verified_at", "id")[:limit])
    for contact in due:
        _ask(contact, at=at)
    return len(lapsed) + len(due)


def _ask(contact: AlertContact, *, at: datetime) -> None:
    contact.asked_at = contact.asked_at or at
    contact.save(update_fields=["asked_at"])
    emit(Fact("alert.asked", f"alert.asked:{new_id()}", {"contact": str(contact.id)}), at=at)


@transaction.atomic
def send_test_alert(contact_id: UUID, *, partner_id: UUID, actor: Actor, at: datetime) -> AlertContact:
    """Have a mail sent to a verified contact that shows whether alerts arrive (fact `alert.tested`).

    Raises NotVerified for one who has not said yes, TooMany after five in an hour.
    """
    contact = AlertContact.objects.filter(id=contact_id, partner_id=partner_id).first()
    if contact is None:
        raise NotFound
    own_location(contact.location_id, partner_id=partner_id, actor=actor)
    if contact.verified_at is None:
        raise NotVerified
    hit(f"alert-test:{contact.id}", most=MOST_TESTS, within=timedelta(hours=1), at=at)
    emit(Fact("alert.tested", f"alert.tested:{new_id()}", {"contact": str(contact.id)}), at=at)
    return contact


def _one_at_a_time(location_id: UUID) -> None:
    """Hold the location for this transaction: two who add must not both see four, two who remove not both see two."""
    Location.objects.select_for_update().get(id=location_id)


def _wrong(name: str, email: str) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if not name or len(name) > 120:  # noqa: PLR2004 -- the column's width
        wrong["name"] = _("Write the name of a person or a team.")
    if not is_mail_address(email):
        wrong["email"] = _("Write an e-mail address such as sales@harbour.example.")
    return wrong
