"""Mails about signing in and about being told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from segue.accounts.mailboxes import failing
from segue.accounts.models import Location, Membership, Partner, Person
from segue.directory.actions.alerts import ANSWER_WITHIN
from segue.directory.models import AlertContact
from segue.directory.policy import can_receive
from segue.directory.queries import alert_contacts, profile_of
from segue.notifications import links
from segue.notifications.letter import About, Letter, shown_day
from segue.notifications.why import Why, because
from segue.programme.queries import rules


def person_added(about: About) -> Letter | None:
    """Somebody was added to a company: how to sign in. Nothing when they are gone again."""
    found = Membership.objects.filter(id=about.notice.data["membership"]).select_related("partner").first()
    if found is None:
        return None
    programme = rules().programme
    company = found.partner.name if found.partner else programme.vendor_name
    return Letter(
        subject=_("Welcome to %(programme)s") % {"programme": programme.name},
        lines=[
            _("You were added to %(company)s in %(programme)s.") % {"company": company, "programme": programme.name},
            _("You need no password: give your e-mail address, and we send you a code each time."),
        ],
        button=(_("Sign in"), links.sign_in()),
        reason=_("You get this because an admin of %(company)s added your e-mail address.") % {"company": company},
    )


def mailbox_failed(about: About) -> Letter | None:
    """Mails to a colleague or alert contact come back. Nothing when they arrive again."""
    data = about.notice.data
    found = failing().filter(id=data["mailbox"]).first()
    partner = Partner.objects.filter(id=data["partner"]).first()
    if found is None or partner is None:
        return None
    contacts = AlertContact.objects.filter(partner=partner, email=found.email).select_related("location")
    places = sorted({contact.location.name for contact in contacts if not _others_told(contact)})
    names = {"email": found.email, "partner": partner.name, "locations": ", ".join(places)}
    lines = [_("Mails to %(email)s come back: that address does not take them.") % names]
    if places:
        lines.append(
            _("Of new requests at %(locations)s the partner admins are told instead, until mails arrive there again.")
            % names
        )
    lines.append(_("Check whether the address is still right and its mailbox is not full."))
    return Letter(
        subject=_("Mails to %(email)s come back") % names,
        lines=lines,
        button=(_("Open the business profile"), links.profile())
        if contacts
        else (_("Open the people"), links.people()),
        reason=because(about, otherwise=Why.ADMIN, partner=names["partner"]),
    )


def _others_told(contact: AlertContact) -> bool:
    return alert_contacts(contact.location_id, partner_id=contact.partner_id).exists()


def alert_verify(about: About) -> Letter | None:
    """Whether mails about new inquiries may come. Nothing when the contact is gone or has said yes."""
    contact = AlertContact.objects.filter(id=about.notice.data["contact"], verified_at__isnull=True)
    found = contact.select_related("partner", "location").first()
    if found is None:
        return None
    names = {"partner": found.partner.name, "location": found.location.name}
    return Letter(
        subject=_("May we tell you of new leads for %(partner)s?") % names,
        lines=[
            _("%(partner)s wants you to be told when a customer asks the location %(location)s.") % names,
            _("Nothing comes before you say yes."),
        ],
        button=(_("Say yes or no"), links.alert_question(found)),
        reason=_("You get this because %(partner)s entered your e-mail address as an alert contact.") % names,
    )


def alert_confirm(about: About) -> Letter | None:
    """Whether the address is still right. Nothing when the contact is gone or has said so meanwhile."""
    contact = AlertContact.objects.filter(id=about.notice.data["contact"], asked_at__isnull=False)
    found = contact.select_related("partner", "location").first()
    if found is None or found.asked_at is None:
        return None
    until = shown_day(found.asked_at + ANSWER_WITHIN, ZoneInfo(found.location.time_zone))
    names = {"partner": found.partner.name, "location": found.location.name, "until": until}
    return Letter(
        subject=_("Still the right address for new leads of %(partner)s?") % names,
        lines=[
            _("You are told when a customer asks the location %(location)s of %(partner)s.") % names,
            _("Is this still the right address? If we hear nothing by %(until)s, the partner admins are told instead.")
            % names,
        ],
        button=(_("Say yes or no"), links.alert_question(found)),
        reason=_("You get this because %(partner)s entered your e-mail address as an alert contact.") % names,
    )


def alert_lapsed(about: About) -> Letter | None:
    """To the partner admins: a contact has not answered. Nothing when they have meanwhile, or are gone."""
    contact = AlertContact.objects.filter(id=about.notice.data["contact"], lapsed_at__isnull=False)
    found = contact.select_related("partner", "location").first()
    if found is None:
        return None
    names = {"name": found.name, "email": found.email, "location": found.location.name, "partner": found.partner.name}
    return Letter(
        subject=_("%(name)s has not confirmed the address: %(location)s") % names,
        lines=[
            _("We asked %(name)s (%(email)s) whether the address is still right and have heard nothing for two weeks.")
            % names,
            _("Of new requests at %(location)s the partner admins are told instead, unless another contact there is.")
            % names,
        ],
        button=(_("Open the business profile"), links.profile()),
        reason=because(about, otherwise=Why.ADMIN, partner=names["partner"]),
    )


def alert_test(about: About) -> Letter | None:
    """A mail that shows whether alerts arrive. Nothing when the contact is gone."""
    contact = AlertContact.objects.filter(id=about.notice.data["contact"])
    found = contact.select_related("partner", "location").first()
    if found is None:
        return None
    names = {"partner": found.partner.name, "location": found.location.name}
    return Letter(
        subject=_("Test: new leads for %(partner)s are told to you") % names,
        lines=[
            _("This is only a test. When a customer asks the location %(location)s, you get a mail like this.") % names
        ],
        button=(_("Change this"), links.alert_question(found)),
        reason=_("You get this because %(partner)s entered your e-mail address as an alert contact.") % names,
    )


def publish_wanted(about: About) -> Letter | None:
    """Somebody wants to send a lead and cannot. Nothing when the location is gone, or takes leads by now."""
    data, at = about.notice.data, about.notice.created_at
    location = Location.objects.filter(id=data["location"]).select_related("partner__profile").first()
    closed = can_receive(profile_of(location.partner), location, location.partner, at=at) if location else None
    if location is None or closed is None:
        return None
    person = Person.objects.filter(id=data["person"]).first()
    company = Partner.objects.filter(id=data["company"]).first() if data["company"] else None
    names = {
        "who": ", ".join([*([person.name] if person else []), company.name if company else _vendor()]),
        "partner": location.partner.name,
        "location": location.name,
    }
    return Letter(
        subject=_("A lead is waiting for %(partner)s: please publish") % names,
        lines=[
            _("%(who)s wants to send a lead to %(partner)s, location %(location)s, and cannot.") % names,
            closed.sentence(),
            _("Publish the profile and the location, or end the break; then leads can come."),
        ],
        button=(_("Open the business profile"), links.profile()),
        reason=_("You get this because you look after the business profile of %(partner)s.") % names,
    )


def _vendor() -> str:
    return rules().programme.vendor_name
