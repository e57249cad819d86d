"""Every mail there is: kind -> what it says, and whether a person can switch it off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from segue.notifications.letter import About, Letter
from segue.notifications.words import customer, partner, people, sender, vendor

Words = Callable[[About], Letter | None]
"""Writes the letter in the active language; None: there is nothing to say any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of mail."""

    words: Words
    mandatory: bool = False


CATALOGUE: dict[str, Entry] = {
    "request_received": Entry(customer.request_received, mandatory=True),
    "introduction": Entry(customer.introduction, mandatory=True),
    "customer_accepted": Entry(customer.accepted, mandatory=True),
    "customer_declined": Entry(customer.declined, mandatory=True),
    "customer_duplicate": Entry(customer.duplicate, mandatory=True),
    "customer_expired": Entry(customer.expired, mandatory=True),
    "customer_recalled": Entry(customer.recalled, mandatory=True),
    "customer_partner_left": Entry(customer.partner_left, mandatory=True),
    "customer_taken_back": Entry(customer.taken_back, mandatory=True),
    "customer_withdrawn": Entry(customer.withdrawn, mandatory=True),
    "lead_new": Entry(partner.new_lead),
    "lead_accepted": Entry(partner.accepted),
    "lead_expired": Entry(partner.expired, mandatory=True),
    "lead_withdrawn": Entry(partner.withdrawn),
    "lead_closed": Entry(partner.closed),
    "lead_chosen": Entry(partner.chosen),
    "lead_not_chosen": Entry(partner.not_chosen),
    "lead_handed_over": Entry(partner.handed_over),
    "lead_nudged": Entry(vendor.nudged),
    "employee_added": Entry(partner.employee_added),
    "sender_accepted": Entry(sender.accepted),
    "sender_declined": Entry(sender.declined, mandatory=True),
    "sender_expired": Entry(sender.expired, mandatory=True),
    "sender_withdrawn": Entry(sender.withdrawn),
    "sender_uncontacted": Entry(sender.uncontacted),
    "sender_closed": Entry(sender.closed),
    "today": Entry(vendor.today),
    "person_added": Entry(people.person_added, mandatory=True),
    "publish_wanted": Entry(people.publish_wanted),
    "mailbox_failed": Entry(people.mailbox_failed, mandatory=True),
    "alert_verify": Entry(people.alert_verify, mandatory=True),
    "alert_confirm": Entry(people.alert_confirm, mandatory=True),
    "alert_lapsed": Entry(people.alert_lapsed, mandatory=True),
    "alert_test": Entry(people.alert_test, mandatory=True),
}

SIGN_IN_CODE = "sign_in_code"
ACCOUNT = "account"
FORGET_AT_ONCE = frozenset({SIGN_IN_CODE, ACCOUNT})
"""Mails of the sign-in: they hold a code or a link that opens an account."""
EXPIRIES = frozenset({"lead_expired", "sender_expired"})
"""More than ten of one sweep come to a recipient as one list."""
