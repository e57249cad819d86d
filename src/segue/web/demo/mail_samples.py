"""One sample of every mail: composed by the catalogue from leads, people and contacts of the demo, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from segue.accounts.actions import mailboxes, propose_ordering
from segue.accounts.actions.applications import Applying, apply, refuse
from segue.accounts.actor import SYSTEM
from segue.accounts.models import Location, Membership, Partner
from segue.accounts.queries import actor_for, people_who
from segue.accounts.roles import May
from segue.directory.models import AlertContact
from segue.directory.ranking.terms import Term
from segue.leads.actions.nudge import nudge
from segue.leads.lifecycle import Party
from segue.leads.models import Nudge, Outcome, Stage, Type
from segue.leads.queries import visible_to
from segue.notifications.allauth_adapter import code_letter, unknown_letter
from segue.notifications.catalogue import ACCOUNT, CATALOGUE, SIGN_IN_CODE
from segue.notifications.compose import dressed, mail_of
from segue.notifications.digests import DIGEST, gathered
from segue.notifications.kinds import Group
from segue.notifications.letter import About
from segue.notifications.models import Notice
from segue.notifications.words import partner
from segue.programme.defaults import TENTHS
from segue.programme.ordering import Wanted
from segue.programme.queries import ordering_proposed, rules
from segue.requests.models import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from segue.leads.models import Lead
    from segue.notifications.models import Mail

LIST_OF_EXPIRED = "lead_expired (list)"
TO_THE_CONTACT = frozenset({"alert_verify", "alert_confirm", "alert_test"})
MOST_TRIED = 40
"""So many leads are tried for a mail that has nothing to say of most of them."""

SENT = Q(sender_person__isnull=False, sender_partner__isnull=True)
ACCEPTED = Q(stage=Stage.ACCEPTED, withdrawn_at__isnull=True)
FITTING: dict[str, Q] = {
    "request_received": Q(stage=Stage.RECEIVED, type=Type.INQUIRY),
    "introduction": SENT & ~Q(consent_how=""),
    "customer_accepted": ACCEPTED,
    "customer_declined": Q(outcome=Outcome.DECLINED, type=Type.INQUIRY),
    "customer_duplicate": Q(outcome=Outcome.DECLINED),
    "customer_expired": Q(outcome=Outcome.EXPIRED),
    "customer_recalled": Q(outcome=Outcome.WITHDRAWN) & SENT,
    "customer_partner_left": ACCEPTED,
    "customer_taken_back": Q(outcome=Outcome.WITHDRAWN, type=Type.INQUIRY),
    "customer_withdrawn": Q(outcome=Outcome.WITHDRAWN, type=Type.INQUIRY),
    "lead_new": Q(stage=Stage.RECEIVED, direct_contact=True),
    "lead_accepted": ACCEPTED,
    "lead_expired": Q(outcome=Outcome.EXPIRED),
    "lead_withdrawn": Q(outcome=Outcome.WITHDRAWN),
    "lead_closed": Q(outcome=Outcome.WON),
    "lead_chosen": ACCEPTED,
    "lead_not_chosen": ACCEPTED,
    "lead_handed_over": Q(stage=Stage.RECEIVED),
    "lead_handed_away": Q(stage=Stage.RECEIVED),
    "lead_nudged": Q(stage=Stage.RECEIVED, holding=""),
    "employee_added": ACCEPTED,
    "customer_contacted": ACCEPTED,
    "lead_unanswered": Q(stage=Stage.RECEIVED, direct_contact=True),
    "lead_last_day": Q(stage=Stage.RECEIVED),
    "lead_uncontacted": ACCEPTED,
    "lead_purchase_passed": ACCEPTED & Q(purchase_on__isnull=False),
    "manager_unanswered": Q(stage=Stage.RECEIVED),
    "manager_purchase_passed": ACCEPTED & Q(purchase_on__isnull=False),
    "customer_passed_on": Q(stage=Stage.RECEIVED, type=Type.INQUIRY),
    "customer_order_ended": Q(stage=Stage.RECEIVED, type=Type.INQUIRY),
    "sender_passed_on": Q(stage=Stage.RECEIVED) & SENT,
    "sender_order_ended": Q(stage=Stage.RECEIVED) & SENT,
    "sender_accepted": ACCEPTED & SENT,
    "sender_declined": Q(outcome=Outcome.DECLINED) & SENT,
    "sender_expired": Q(outcome=Outcome.EXPIRED) & SENT,
    "sender_withdrawn": Q(outcome=Outcome.WITHDRAWN) & SENT,
    "sender_uncontacted": ACCEPTED,
    "sender_closed": Q(outcome=Outcome.LOST) & SENT,
}
"""Which leads a mail is usually about; a kind without a row takes whatever lead it has something to say of."""


def kinds() -> list[str]:
    """Return every mail there is, those of the sign-in and the lists of many things among them."""
    return [*CATALOGUE, DIGEST, LIST_OF_EXPIRED, SIGN_IN_CODE, ACCOUNT]


def sample(kind: str, *, language: str, at: datetime) -> Mail | None:
    """Return a mail of a kind in a language, not stored; None where the demo has nothing it could be about.

    What a mail needs to be true (that mails come back, that a contact was asked) is made so and taken back at once.
    """
    with transaction.atomic(), translation.override(language):
        mail = _of_the_sign_in(kind, at=at) or _list(kind, language, at=at) or _digest(kind, language, at=at)
        mail = mail or _of_the_catalogue(kind, language, at=at)
        transaction.set_rollback(True)
    return mail


def _of_the_catalogue(kind: str, language: str, *, at: datetime) -> Mail | None:
    data = NEEDS[kind](at) if kind in NEEDS else {"by": Party.SENDER.value}
    for lead in _leads(kind):
        data["purchase_on"] = (lead.purchase_on or lead.received_at.date()).isoformat()
        notice = _notice(kind, language, lead, at=at, **data)
        lead.uncontacted_at = lead.uncontacted_at or lead.accepted_at
        request = Request.objects.filter(id=lead.request_id).first()
        letter = CATALOGUE[kind].words(About(notice, lead, request))
        if letter is not None:
            return dressed(letter, notice, at=at)
    return None


def _digest(kind: str, language: str, *, at: datetime) -> Mail | None:
    if kind != DIGEST:
        return None
    said = []
    for lead in visible_to(SYSTEM).filter(FITTING["lead_handed_over"]).select_related("partner", "location")[:3]:
        notice = _notice("lead_new", language, lead, at=at)
        said.append((partner.new_lead(About(notice, lead)), lead))
    return dressed(gathered(said, has_bell=True), notice, at=at, groups=[Group.NEW])


def _leads(kind: str) -> Iterator[Lead]:
    found = visible_to(SYSTEM).select_related("partner", "location", "owner", "sender_person", "sender_partner")
    fitting = FITTING.get(kind)
    if fitting is not None:
        order = "purchase_on" if "purchase" in kind else "-received_at"
        yield from found.filter(fitting).order_by(order)[:MOST_TRIED]
    yield from found.order_by("-received_at")[:MOST_TRIED]


def _notice(kind: str, language: str, lead: Lead, *, at: datetime, **data: Any) -> Notice:
    contact = AlertContact.objects.filter(id=data["contact"]).first() if kind in TO_THE_CONTACT else None
    to, name = (contact.email, contact.name) if contact else _reader(kind, lead)
    notice = Notice(kind=kind, fact_key="sample", to=to, name=name, language=language, data=data)
    notice.lead_id, notice.request_id = lead.id, lead.request_id
    notice.created_at = notice.due_at = lead.received_at if kind == "lead_new" else at
    return notice


def _reader(kind: str, lead: Lead) -> tuple[str, str]:
    """Return to whom such a mail goes: the customer, somebody of the partner, or the sender."""
    if kind.startswith(("customer", "request", "introduction")):
        return lead.customer_email, lead.customer_name
    if kind in {"application_received", "application_refused"}:
        return APPLICANT.email, APPLICANT.name
    if kind in {"application_waits", "ordering_waits"}:
        return _admin().person.email, _admin().person.name
    if kind in {"today", "manager_unanswered", "manager_purchase_passed"}:
        return _manager().person.email, _manager().person.name
    if kind.startswith("sender") and lead.sender_person is not None:
        return lead.sender_person.email, lead.sender_person.name
    member = Membership.objects.filter(partner_id=lead.partner_id).select_related("person").order_by("created_at")
    person = next((one.person for one in member), None)
    return (person.email, person.name) if person else ("desk@harbour.example", "")


def _list(kind: str, language: str, *, at: datetime) -> Mail | None:
    leads = list(visible_to(SYSTEM).filter(outcome=Outcome.EXPIRED).select_related("partner", "location")[:12])
    if kind != LIST_OF_EXPIRED or not leads:
        return None
    return dressed(partner.expired_list(leads), _notice("lead_expired", language, leads[0], at=at), at=at)


def _of_the_sign_in(kind: str, *, at: datetime) -> Mail | None:
    person = Membership.objects.select_related("person").order_by("created_at")[0].person
    letters = {SIGN_IN_CODE: lambda: code_letter("KJQM-TRWX"), ACCOUNT: unknown_letter}
    if kind not in letters:
        return None
    return mail_of(letters[kind](), kind=kind, to=person.email, name=person.name, at=at)


# --- what has to be true first --------------------------------------------------------------------------------


def _added(_at: datetime) -> dict[str, str]:
    return {"membership": str(Membership.objects.filter(partner__isnull=False).order_by("created_at")[0].id)}


def _contacts() -> QuerySet[AlertContact]:
    """Return the alert contacts of the demo: first those of its first partner, where somebody else is the admin."""
    found = AlertContact.objects.filter(verified_at__isnull=False)
    return found.order_by("partner__created_at", "-location__name", "id")


def _contact(at: datetime, **state: datetime | None) -> dict[str, str]:
    contact = _contacts()[0]
    AlertContact.objects.filter(id=contact.id).update(**{"verified_at": at, **state})
    return {"contact": str(contact.id)}


def _failed(at: datetime) -> dict[str, str]:
    contact = _contacts()[0]
    mailbox = mailboxes.returned(contact.email, sent_at=at, at=at, status="5.1.1")
    return {"mailbox": str(mailbox.id), "partner": str(contact.partner_id)}


def _unpublished(_at: datetime) -> dict[str, str]:
    place = Location.objects.filter(published=True).order_by("name", "id")[0]
    Location.objects.filter(id=place.id).update(published=False)
    seller = Membership.objects.filter(partner__isnull=True).order_by("created_at")[0]
    return {"location": str(place.id), "person": str(seller.person_id), "company": ""}


def _left(_at: datetime) -> dict[str, str]:
    gone = visible_to(SYSTEM).filter(FITTING["customer_partner_left"]).order_by("-received_at").values("partner_id")[:1]
    Partner.objects.filter(id__in=gone).update(status=Partner.Status.LEFT)
    return {}


def _in_turn(_at: datetime) -> dict[str, str]:
    silent = visible_to(SYSTEM).filter(stage=Stage.RECEIVED).order_by("received_at")[0]
    over = Location.objects.exclude(partner_id=silent.partner_id).order_by("name", "id")[0]
    return {"why": "silence", "after": str(silent.id), "over": str(over.id)}


APPLICANT = Applying(company="Nordlys Data", name="Ida Holm", email="ida@nordlys.example", country="NO")


def _applied(at: datetime) -> dict[str, str]:
    return {"application": str(apply(APPLICANT, at=at, form_key="sample", suspected=False).id)}


def _refused(at: datetime) -> dict[str, str]:
    data = _applied(at)
    why = "We have enough partners in Norway for now. Ask again in spring."
    refuse(UUID(data["application"]), actor=actor_for(_admin().person), at=at, reason=why)
    return data


def _proposed(at: datetime) -> dict[str, int]:
    made = ordering_proposed()
    if made is None:
        wanted = Wanted(tenths=TENTHS | {Term.TEXT: 110, Term.RESPONSIVENESS: 280})
        actor, note = actor_for(_admin().person), "Who answers soon should be found sooner."
        made = propose_ordering(wanted, actor=actor, at=at, seen=rules().ordering.version, note=note)
    return {"version": made.version}


def _admin() -> Membership:
    [found] = people_who(May.RUN_PROGRAMME, partner_id=None)[:1]
    return found


def _manager() -> Membership:
    [found] = people_who(May.MANAGE_PARTNERS, partner_id=None)[:1]
    return found


def _handed_away(_at: datetime) -> dict[str, str]:
    admin = _admin().person_id
    return {"by": str(admin), "owner": str(admin)}


def _nudged(at: datetime) -> dict[str, str]:
    member = _admin()
    lead = visible_to(SYSTEM).filter(FITTING["lead_nudged"]).order_by("-received_at")[0]
    Nudge.objects.filter(lead=lead).delete()
    made = nudge(lead.id, actor=actor_for(member.person), at=at)
    return {"nudge": str(made.id), "person": str(member.person_id)}


NEEDS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "person_added": _added,
    "mailbox_failed": _failed,
    "application_received": _applied,
    "application_waits": _applied,
    "application_refused": _refused,
    "ordering_waits": _proposed,
    "customer_partner_left": _left,
    **dict.fromkeys(("customer_passed_on", "customer_order_ended", "sender_passed_on", "sender_order_ended"), _in_turn),
    "lead_handed_away": _handed_away,
    "lead_nudged": _nudged,
    "today": lambda _at: {"membership": str(_manager().id)},
    "alert_verify": lambda at: _contact(at, verified_at=None),
    "alert_confirm": lambda at: _contact(at, asked_at=at),
    "alert_lapsed": lambda at: _contact(at, asked_at=at, lapsed_at=at),
    "alert_test": _contact,
    "publish_wanted": _unpublished,
}
