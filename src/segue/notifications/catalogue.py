"""Every mail there is: kind -> what it says, where it leads, and with which others a person can switch it off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from segue.notifications.kinds import Group, Room
from segue.notifications.letter import About, Letter
from segue.notifications.words import application, customer, ordering, partner, people, reminders, sender, vendor

Words = Callable[[About], Letter | None]
"""Writes the letter in the active language; None: there is nothing to say any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of mail. Without a group it is mandatory: nobody can switch it off, and it never waits for others."""

    words: Words
    room: Room = Room.NONE
    group: Group | None = None

    @property
    def mandatory(self) -> bool:
        """Return whether it always comes, at once."""
        return self.group is None


def _work(words: Words) -> Entry:
    return Entry(words, Room.LEAD, Group.WORK)


def _sent(words: Words) -> Entry:
    return Entry(words, Room.SENT, Group.SENT)


CATALOGUE: dict[str, Entry] = {
    "request_received": Entry(customer.request_received),
    "introduction": Entry(customer.introduction),
    "customer_accepted": Entry(customer.accepted),
    "customer_declined": Entry(customer.declined),
    "customer_duplicate": Entry(customer.duplicate),
    "customer_expired": Entry(customer.expired),
    "customer_recalled": Entry(customer.recalled),
    "customer_partner_left": Entry(customer.partner_left),
    "customer_taken_back": Entry(customer.taken_back),
    "customer_passed_on": Entry(customer.passed_on),
    "customer_order_ended": Entry(customer.order_ended),
    "customer_withdrawn": Entry(customer.withdrawn),
    "customer_contacted": Entry(customer.contacted),
    "lead_new": Entry(partner.new_lead, Room.LEAD, Group.NEW),
    "lead_unanswered": Entry(reminders.unanswered, Room.LEAD, Group.REMINDERS),
    "lead_last_day": Entry(reminders.last_day, Room.LEAD),
    "lead_uncontacted": Entry(reminders.uncontacted, Room.LEAD, Group.REMINDERS),
    "lead_purchase_passed": Entry(reminders.purchase_passed, Room.LEAD, Group.REMINDERS),
    "lead_accepted": _work(partner.accepted),
    "lead_expired": Entry(partner.expired, Room.LEAD),
    "lead_withdrawn": _work(partner.withdrawn),
    "lead_closed": _work(partner.closed),
    "lead_chosen": _work(partner.chosen),
    "lead_not_chosen": _work(partner.not_chosen),
    "lead_handed_over": _work(partner.handed_over),
    "lead_handed_away": _work(partner.handed_away),
    "lead_nudged": Entry(vendor.nudged, Room.LEAD),
    "employee_added": _work(partner.employee_added),
    "sender_accepted": _sent(sender.accepted),
    "sender_declined": Entry(sender.declined, Room.SENT),
    "sender_expired": Entry(sender.expired, Room.SENT),
    "sender_passed_on": _sent(sender.passed_on),
    "sender_order_ended": Entry(sender.order_ended, Room.SENT),
    "sender_withdrawn": _sent(sender.withdrawn),
    "sender_uncontacted": _sent(sender.uncontacted),
    "sender_closed": _sent(sender.closed),
    "manager_unanswered": Entry(reminders.unanswered_by_partner, Room.VENDOR, Group.PARTNERS),
    "manager_purchase_passed": Entry(reminders.purchase_passed_at_partner, Room.VENDOR, Group.PARTNERS),
    "today": Entry(vendor.today, Room.NONE, Group.TODAY),
    "application_received": Entry(application.received),
    "application_waits": Entry(application.waits),
    "application_refused": Entry(application.refused),
    "ordering_waits": Entry(ordering.waits),
    "person_added": Entry(people.person_added),
    "publish_wanted": Entry(people.publish_wanted, Room.PROFILE, Group.PROFILE),
    "mailbox_failed": Entry(people.mailbox_failed),
    "alert_verify": Entry(people.alert_verify),
    "alert_confirm": Entry(people.alert_confirm),
    "alert_lapsed": Entry(people.alert_lapsed),
    "alert_test": Entry(people.alert_test),
}

SIGN_IN_CODE = "sign_in_code"
ACCOUNT = "account"
FORGET_AT_ONCE = frozenset({SIGN_IN_CODE, ACCOUNT})
"""Mails of the sign-in: they hold a code or a link that opens an account."""
EXPIRIES = frozenset({"lead_expired", "sender_expired"})
"""More than ten of one sweep come to a recipient as one list."""
