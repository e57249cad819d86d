"""The roles of `product.md` §7 and what each includes. Pure: imports nothing but words."""

from __future__ import annotations

from enum import StrEnum


class PartnerRole(StrEnum):
    """What a person may be in a partner company."""

    PARTNER_ADMIN = "partner_admin"
    REFERRALS_ADMIN = "referrals_admin"
    REFERRALS_USER = "referrals_user"
    PROFILE_ADMIN = "profile_admin"


class VendorRole(StrEnum):
    """What a person may be at the vendor."""

    MARKETER = "marketer"
    SELLER = "seller"
    PARTNER_MANAGER = "partner_manager"
    PROGRAMME_ADMIN = "programme_admin"
    AUDITOR = "auditor"


class May(StrEnum):
    """What a role includes. Grep for a member to find every place that asks for it."""

    ANSWER_LEADS = "answer_leads"
    """Accept, decline, edit, close, log contacts, own: on the leads one sees."""
    SEE_SCOPE = "see_scope"
    """See every lead of the scope, whoever owns it."""
    SEND_LEADS = "send_leads"
    """Send leads to other partners."""
    EDIT_PROFILE = "edit_profile"
    MANAGE_PEOPLE = "manage_people"
    SEND_MARKETING = "send_marketing"
    SEND_SALES = "send_sales"
    MANAGE_PARTNERS = "manage_partners"
    """Be the partner manager of companies: leads and memberships, nudge, recall, send again, the vendor's inbox."""
    SEE_ALL_LEADS = "see_all_leads"
    RECALL_ANY = "recall_any"
    RUN_PROGRAMME = "run_programme"
    """Companies, vocabulary, settings, people of the vendor."""
    READ_PROGRAMME = "read_programme"


P, V = PartnerRole, VendorRole

INCLUDES: dict[PartnerRole | VendorRole, frozenset[May]] = {
    P.PARTNER_ADMIN: frozenset({May.ANSWER_LEADS, May.SEE_SCOPE, May.SEND_LEADS, May.EDIT_PROFILE, May.MANAGE_PEOPLE}),
    P.REFERRALS_ADMIN: frozenset({May.ANSWER_LEADS, May.SEE_SCOPE, May.SEND_LEADS, May.EDIT_PROFILE}),
    P.REFERRALS_USER: frozenset({May.ANSWER_LEADS}),
    P.PROFILE_ADMIN: frozenset({May.EDIT_PROFILE}),
    V.MARKETER: frozenset({May.SEND_MARKETING}),
    V.SELLER: frozenset({May.SEND_SALES}),
    V.PARTNER_MANAGER: frozenset({May.MANAGE_PARTNERS}),
    V.PROGRAMME_ADMIN: frozenset(
        {
            May.SEND_MARKETING,
            May.SEND_SALES,
            May.SEE_ALL_LEADS,
            May.RECALL_ANY,
            May.RUN_PROGRAMME,
            May.READ_PROGRAMME,
            May.MANAGE_PARTNERS,
        }
    ),
    V.AUDITOR: frozenset({May.SEE_ALL_LEADS, May.READ_PROGRAMME}),
}


def includes(roles: frozenset[PartnerRole] | frozenset[VendorRole], may: May) -> bool:
    """Return whether any of the roles includes it."""
    return any(may in INCLUDES[role] for role in roles)
