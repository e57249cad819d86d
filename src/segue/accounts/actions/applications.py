"""A company applies on the public form; a programme admin takes it in or says why not, and the applicant hears it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts import policy
from segue.accounts.actions.partners import NewPartner, add_partner, checked_record
from segue.accounts.actions.people import NewPerson, add_person
from segue.accounts.models import Application, Partner
from segue.accounts.roles import PartnerRole
from segue.kit.errors import Forbidden, Invalid, NotFound, Refused
from segue.kit.mail_address import is_mail_address
from segue.kit.names import unreadable
from segue.kit.places import country_codes
from segue.kit.text import cleaned
from segue.outbox.emit import Fact, emit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

LONGEST_NAME = 120
LONGEST_ABOUT = 2000


class DecidedAlready(Refused):
    """Somebody was faster."""

    code = "decided-already"
    sentence = _("Somebody has decided about this application already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """What somebody writes who would like their company to be a partner."""

    company: str
    name: str
    email: str
    country: str
    website: str = ""
    about: str = ""
    language: str = "en"


@transaction.atomic
def apply(applying: Applying, *, at: datetime, form_key: str, suspected: bool) -> Application:
    """Keep an application and return it; the same form sent twice is one. The applicant and the vendor are told.

    Of a suspected one nobody is told: a programme admin looks at it first. Raises Invalid naming each field.
    """
    typed = {"at": at, "suspected": suspected, **_checked(applying)}
    application, new = Application.objects.get_or_create(form_key=form_key, defaults=typed)
    if new and not suspected:
        _tell(application, "application.received", at=at)
    return application


@transaction.atomic
def approve(application_id: UUID, *, actor: Actor, at: datetime) -> Partner:
    """Take the company into the programme with the applicant as its partner admin, and return it.

    The applicant learns by mail how to sign in. Raises DecidedAlready.
    """
    application = _to_decide(application_id, actor=actor)
    new = NewPartner(name=application.company, website=application.website, status=Partner.Status.APPROVED)
    partner = add_partner(new, actor=actor, at=at)
    person = NewPerson(email=application.email, name=application.name, language=application.language)
    add_person(partner.id, actor=actor, at=at, person=person, roles=[PartnerRole.PARTNER_ADMIN])
    _decide(application, actor=actor, at=at, partner=partner)
    return partner


@transaction.atomic
def refuse(application_id: UUID, *, actor: Actor, at: datetime, reason: str) -> Application:
    """Say no with a reason, which the applicant reads in a mail, and return the application; spam gets no mail.

    Raises DecidedAlready, and Invalid without a reason.
    """
    application = _to_decide(application_id, actor=actor)
    reason = cleaned(reason)
    if not 0 < len(reason) <= LONGEST_ABOUT:
        raise Invalid({"reason": _("Say why not, in words for the applicant, in at most 2,000 characters.")})
    _decide(application, actor=actor, at=at, refusal=reason)
    if not application.suspected:
        _tell(application, "application.refused", at=at)
    return application


def _to_decide(application_id: UUID, *, actor: Actor) -> Application:
    if not policy.may_read_programme(actor):
        raise NotFound
    found = Application.objects.select_for_update().filter(id=application_id).first()
    if found is None:
        raise NotFound
    if not policy.may_run_programme(actor):
        raise Forbidden
    if found.decided_at is not None:
        raise DecidedAlready
    return found


def _decide(
    application: Application, *, actor: Actor, at: datetime, partner: Partner | None = None, refusal: str = ""
) -> None:
    application.decided_at, application.decided_by_id = at, actor.person_id
    application.partner, application.refusal = partner, refusal
    application.save(update_fields=["decided_at", "decided_by", "partner", "refusal"])


def _tell(application: Application, fact: str, *, at: datetime) -> None:
    emit(Fact(fact, f"{fact}:{application.id}", {"application": str(application.id)}), at=at)


def _checked(applying: Applying) -> dict[str, str]:
    wrong = unreadable({"name": applying.name})
    record = {"name": "", "website": ""}
    try:
        record = checked_record(applying.company, applying.website)
    except Invalid as refused:
        wrong |= {"company" if field == "name" else field: said for field, said in refused.fields.items()}
    name, email, about = cleaned(applying.name), cleaned(applying.email).lower(), cleaned(applying.about)
    if not 0 < len(name) <= LONGEST_NAME:
        wrong["name"] = _("Write your name, in at most 120 characters.")
    if not is_mail_address(email):
        wrong["email"] = _("Write a complete e-mail address, such as ada@harbour.example.")
    if applying.country not in country_codes():
        wrong["country"] = _("Choose the country.")
    if len(about) > LONGEST_ABOUT:
        wrong["about"] = _("Shorten this to 2,000 characters.")
    if wrong:
        raise Invalid(wrong)
    language = applying.language if applying.language in dict(settings.LANGUAGES) else "en"
    said = {"name": name, "email": email, "about": about, "country": applying.country, "language": language}
    return said | {"company": record["name"], "website": record["website"]}
