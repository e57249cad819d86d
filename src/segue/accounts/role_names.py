"""What roles are called and what they mean, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.roles import PartnerRole, VendorRole

if TYPE_CHECKING:
    from segue.kit.errors import Sentence

NAMES: dict[PartnerRole | VendorRole, Sentence] = {
    PartnerRole.PARTNER_ADMIN: _("Partner admin"),
    PartnerRole.REFERRALS_ADMIN: _("Referrals admin"),
    PartnerRole.REFERRALS_USER: _("Referrals user"),
    PartnerRole.PROFILE_ADMIN: _("Profile admin"),
    VendorRole.MARKETER: _("Marketer"),
    VendorRole.SELLER: _("Seller"),
    VendorRole.PARTNER_MANAGER: _("Partner manager"),
    VendorRole.PROGRAMME_ADMIN: _("Programme admin"),
    VendorRole.AUDITOR: _("Auditor"),
}

MEANINGS: dict[PartnerRole | VendorRole, Sentence] = {
    PartnerRole.PARTNER_ADMIN: _("Everything in the company: people and roles, profile, leads."),
    PartnerRole.REFERRALS_ADMIN: _("All leads of the locations below, sending leads, and the profile."),
    PartnerRole.REFERRALS_USER: _(
        "Leads of the locations below that nobody owns yet, and those they own or work on with others."
    ),
    PartnerRole.PROFILE_ADMIN: _("The business profile and its locations only, no leads."),
    VendorRole.MARKETER: _("Sends marketing-qualified leads and follows what they sent."),
    VendorRole.SELLER: _("Sends sales-qualified leads and follows what they sent."),
    VendorRole.PARTNER_MANAGER: _("Looks after partners: all their leads, recalls, and the inbox."),
    VendorRole.PROGRAMME_ADMIN: _("Companies, people, settings, all leads; sends both kinds of leads."),
    VendorRole.AUDITOR: _("Reads everything, changes nothing."),
}


def name_of(role: str) -> str:
    """Return what a role is called, from its code; an unknown code as it is."""
    return str(next((name for known, name in NAMES.items() if known == role), role))
