"""Every route, every person, and the things of Harbour IT that a stranger must not even know to exist.

`ROUTES` is typed by hand: which thing an address names, and who may know that it exists. A route without a row fails.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from segue.accounts.actions import add_term
from segue.accounts.actions.applications import Applying, apply
from segue.directory.actions import Said, give_distinction
from segue.directory.links import alert_token
from segue.directory.models import Distinction
from segue.kit.ids import new_id
from segue.kit.money import Money
from segue.leads.actions import employees, respond
from segue.leads.actions.answers import Acceptance, Colleague, Deal, Refusal
from segue.leads.actions.desk import save_view
from segue.leads.actions.owner_rules import add_owner_rule
from segue.leads.desk import SavedView
from segue.leads.links import answer_token
from segue.leads.models import Employee, Lead
from segue.notifications.wanted import stop_token
from segue.programme.models import Term
from segue.programme.terms import Word
from segue.requests.links import link_token, thanks_token
from segue.requests.models import Request
from tests import make
from tests.requests.asking import asked

Thing = TypeVar("Thing")
HOUR = timedelta(hours=1)
LEADS = frozenset({"ada", "ben", "cleo"})
HARBOUR = LEADS | {"giulia", "pia"}
STAFF = frozenset({"marta", "sven", "paula", "vera", "otto"})
EVERYBODY = HARBOUR | STAFF | {"dora", "nora", "visitor"}
NOBODY = frozenset()
ANSWERING = ("answer", "answer-acceptance", "answer-declination", "answer-undo")

ROUTES: dict[str, frozenset[str]] = {
    # For everybody, or about the person who asks: no thing of somebody's is named.
    **dict.fromkeys(
        (
            *("theme", "language", "choose-company", "home", "no-role", "directory", "how-ordered", "privacy"),
            *(
                "people",
                "people-add",
                "people-changes",
                "leads",
                "lead-filters",
                "lead-list",
                "profile",
                "profile-text",
            ),
            *("profile-preview", "profile-publish", "profile-unpublish", "profile-pause", "profile-resume"),
            *("profile-location-new", "partners", "partner-add", "programme", "ask", "vendor-leads", "health"),
            *(
                "send",
                "ask-to-publish",
                "sent",
                "vendor-inbox",
                "searches-in-vain",
                "logo",
                "programme-logo",
                "reasons",
                "reason-add",
            ),
            *("me", "me-sessions", "send-partner", "send-draft", "mailin-returned", "metrics"),
            *("apply", "applied", "applications"),
            *("vendor-today", "partner-managers", "programme-history", "programme-return"),
            *("my-mails", "notices", "notices-read"),
            *("vocabulary", "vocabulary-kind", "vocabulary-add", "vocabulary-word"),
            *("vocabulary-place", "vocabulary-retirement"),
            *("rates", "reason", "reason-place", "reason-retirement"),
            *("leads-taking", "leads-hearts", "leads-ownership", "leads-declination", "lead-arrivals"),
            *("lead-export", "lead-columns", "lead-views", "lead-owner-rules", "lead-search"),
            *("more-leads", "test-lead", "why-shown", "afresh"),
            *("workbench", "ordering-proposal", "ordering-approval", "ordering-drop", "ordering-return"),
            *("directory-data", "robots", "sitemap", "sitemap-pages", "sitemap-partners"),
        ),
        EVERYBODY,
    ),
    # Published.
    "partner": EVERYBODY,
    "partner-logo": EVERYBODY,
    # Private links, each its own key: who only knows the number of the thing, and guesses the rest, finds nothing.
    **dict.fromkeys(
        (
            *("alert-contact", "thanks", "letter", "letter-confirm", "letter-ask", "letter-chosen"),
            *ANSWERING,
            "stop-mails",
            *("letter-contacted", "letter-find", "letter-take-back", "letter-withdraw", "letter-order"),
        ),
        NOBODY,
    ),
    # One lead.
    **dict.fromkeys(
        (
            *("lead", "lead-heart", "lead-acceptance", "lead-declination", "lead-won", "lead-lost", "lead-details"),
            *("lead-employees", "lead-employee", "lead-employee-removal", "lead-contact-log", "lead-taking"),
            *("lead-ownership", "lead-undo", "lead-next", "lead-previous", "lead-similar"),
        ),
        LEADS,
    ),
    # A rule of who owns new leads.
    **dict.fromkeys(("lead-owner-rule-place", "lead-owner-rule-removal"), LEADS | {"giulia", "pia"}),
    # A view that one saved.
    **dict.fromkeys(("lead-view", "lead-view-name", "lead-view-removal"), frozenset({"ada"})),
    # One person of the company; the vendor looks after companies.
    "person": HARBOUR | STAFF,
    "person-removal": HARBOUR | STAFF,
    "person-invitation": HARBOUR | STAFF,
    # One location or alert contact.
    **dict.fromkeys(
        (
            *("profile-location", "profile-location-publish", "profile-location-unpublish", "profile-location-main"),
            *("profile-location-remove", "profile-contact-new", "profile-contact-remove", "profile-contact-test"),
            "profile-contact-ask",
        ),
        HARBOUR,
    ),
    # A lead at the vendor's desk: the partner manager, the programme admin, the auditor; a sender sees what they sent.
    **dict.fromkeys(
        (
            *("vendor-lead", "vendor-lead-withdrawal", "vendor-lead-nudge", "vendor-lead-nudge-undo"),
            *(
                "vendor-lead-call",
                "vendor-lead-next",
                "vendor-lead-recall",
                "vendor-lead-again",
                "vendor-lead-snooze",
                "vendor-lead-wake",
            ),
            *("vendor-lead-spam", "vendor-lead-genuine"),
        ),
        frozenset({"paula", "vera", "otto"}),
    ),
    # A lead one's own company sent to another: these are asked with a lead of Harbour's own.
    **dict.fromkeys(("sent-lead", "sent-lead-withdrawal"), LEADS),
    **dict.fromkeys(("sent-lead-another", "sent-lead-order"), LEADS | {"paula", "vera", "otto"}),
    # A request that waits at the vendor.
    **dict.fromkeys(
        (
            *("vendor-inbox-assignment", "vendor-inbox-partner", "vendor-inbox-refusal", "vendor-inbox-release"),
            *("vendor-inbox-snooze", "vendor-inbox-wake"),
        ),
        frozenset({"paula", "vera"}),
    ),
    # What a company wrote that would like to be a partner.
    **dict.fromkeys(("application-approval", "application-refusal"), frozenset({"vera", "otto"})),
    # The vendor's record of a company.
    **dict.fromkeys(("partner-record", "partner-status", "partner-manager"), STAFF),
    **dict.fromkeys(("partner-edit", "partner-place-add"), STAFF),
    "partner-place": STAFF,
    **dict.fromkeys(
        (
            *("partner-memberships", "partner-membership-add", "partner-membership", "partner-membership-removal"),
            "partner-group",
        ),
        STAFF,
    ),
    **dict.fromkeys(("partner-people-add", "partner-people-changes"), STAFF),
}
OF_LIBRARIES = ("allauth.",)
"""Signing in and the list of one's own sessions; they name no thing of anybody else's."""


def routes() -> dict[str, URLPattern]:
    """Every route of Segue by name."""
    return {
        str(route.name): route
        for route in _patterns(get_resolver().url_patterns)
        if not route.callback.__module__.startswith(OF_LIBRARIES)
        and not str(route.name).startswith(("demo", "account_", "mfa_", "socialaccount_", "openid_connect_"))
    }


def _patterns(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern.url_patterns)


# --- things with a private word in every private field -----------------------------------------------------------

DEAL = Deal(
    deal_name="dealname-of-harbour",
    money=Money(4_711_00, "EUR"),
    notes="canary-notes",
    crm_id="canary-crm",
    campaign_id="campaign",
)
TEAM = Colleague("canary-team Berg", "canary-team@harbour.example", "+47 555 0199")
CUSTOMER = {
    "customer_name": "Canarycustomer Conti",
    "customer_email": "canary-customer@conti.example",
    "customer_phone": "+39 040 555 0777",
    "customer_street": "canary-street 8",
}
VIEW = SavedView(name="Mine", tab="marketplace", stage="received", order="hot", columns=())
REFUSED = {name: text.replace("anary", "anarygone").replace("0777", "0888") for name, text in CUSTOMER.items()}
READABLE_BY: dict[str, frozenset[str]] = {
    "canary-notes": LEADS,
    "canary-crm": LEADS,
    "canary-team": LEADS,
    "555 0199": LEADS,
    "canary-reason": LEADS | STAFF - {"marta", "sven"},
    **{text.replace("+", ""): LEADS | {"paula", "vera", "otto"} for text in CUSTOMER.values()},
    **{text.replace("+", ""): frozenset({"paula", "vera", "otto"}) for text in REFUSED.values()},
}
"""A private word and the people on whose pages it may stand; after a no, Harbour reads no customer's person."""


OWN_WORDS = frozenset(text.replace("+", "") for text in CUSTOMER.values())
"""What the customer reads on the page behind the private link, whoever holds it."""


@dataclass
class Things:
    """Arguments of addresses: one set per lead to read with; one as a stranger guesses it, one that names nothing."""

    real: list[dict[str, object]]
    guessed: dict[str, object]
    none: dict[str, object]


def things(world) -> Things:
    received = make.lead(world, direct_contact=True, **CUSTOMER)
    request, accepted = _asked(world)
    refused = make.lead(world, **REFUSED)
    at = world.at + HOUR
    respond.accept(accepted.id, actor=world.ada, at=at, seen=1, answer=Acceptance(DEAL))
    employees.add_employee(accepted.id, actor=world.ada, at=at, seen=2, colleague=TEAM)
    no = Refusal(reason="no_capacity", note="canary-reason")
    respond.decline(refused.id, actor=world.ada, at=at, seen=1, answer=no, hold=False)
    contact, me = world.bergen.alert_contacts.get(), str(world.ada.person_id)
    common = {
        "employee_id": Employee.objects.get(lead=accepted).id,
        "membership_id": world.ben.membership_id,
        "location_id": world.bergen.id,
        "contact_id": contact.id,
        "partner_id": world.harbour.id,
        "application_id": _applied(world).id,
        "request_id": request.id,
        "request_id:vendor-inbox-partner": asked(world, form_key="waits at the vendor").id,
        "slug": world.harbour.slug,
        "tab": "marketplace",
        "version": 1,
        "code": "budget",
        "kind": "product",
        "kind:partner-membership-add": "badge",
        "distinction_id": _distinguished(world).id,
        "rule_id": add_owner_rule(actor=world.ada, location=str(world.trieste.id), type="", person=me).id,
        "view_id": save_view(VIEW, actor=world.ada).id,
        "token:alert-contact": alert_token(contact),
        **dict.fromkeys((f"token:{name}" for name in ANSWERING), answer_token(received, email="ada@harbour.example")),
        "token:stop-mails": stop_token(contact.email, ["new"]),
        "token:thanks": thanks_token(request),
        "token": link_token(request.id, request.link_epoch),
    }
    real = [
        {**common, "lead_id": lead.id, "stage": stage}
        for lead, stage in ((accepted, "accepted"), (received, "received"), (refused, "archived"))
    ]
    guessed = {**real[0], **_links(contact.id, request.id)}
    none = {name: new_id() if isinstance(value, UUID) else value for name, value in guessed.items()}
    return Things(real, guessed, none | _links(new_id(), new_id()) | {"view_id": new_id().hex})


def _applied(world):
    """A company that would like to be a partner; nobody but those who run the programme may know of it."""
    applying = Applying(company="Canaryapplicant AS", name="Lars Moen", email="lars@moen.example", country="NO")
    return apply(applying, at=world.at, form_key="applied", suspected=False)


def _distinguished(world):
    """A badge of Harbour's; everybody reads it on the profile, and the vendor's people by its number."""
    add_term(Term.Kind.BADGE, Word(labels={"en": "Green host", "it": "Host verde"}), actor=world.vera, at=world.at)
    said = Said(kind=Distinction.Kind.BADGE, code="green_host", since=world.at.date())
    return give_distinction(world.harbour.id, said, actor=world.vera, at=world.at)


def _asked(world) -> tuple[Request, Lead]:
    typed = {name.removeprefix("customer_"): text for name, text in CUSTOMER.items()}
    request = asked(world, world.bergen, **typed)
    return Request.objects.get(id=request.id), Lead.objects.get(request_id=request.id)


def _links(contact_id: UUID, request_id: UUID) -> dict[str, object]:
    contact, request = f"{contact_id.hex}-{'0' * 32}", f"{request_id.hex}-{'0' * 32}"
    answer = dict.fromkeys((f"token:{name}" for name in ANSWERING), "0" * 171) | {"token:stop-mails": "A" * 60}
    return {"token:alert-contact": contact, "token:thanks": request, "token": request, **answer}


def address(route: URLPattern, arguments: dict[str, object]) -> str:
    """The address of a route, with the things that its folders name as well (`leads/<lead_id>/...`)."""
    name = str(route.name)
    here = {parameter: arguments.get(f"{parameter}:{name}", arguments.get(parameter)) for parameter in _names(name)}
    assert None not in here.values(), f"{name} names a thing that `things` does not make: {here}"
    return reverse(name, kwargs=here)


def names_a_thing(route: URLPattern) -> bool:
    return any(name == "token" or name.endswith("_id") for name in _names(str(route.name)))


def _names(name: str) -> list[str]:
    return get_resolver().reverse_dict.getlist(name)[0][0][0][1]


def text_of(response) -> str:
    """What a response says, also where it is sent in portions."""
    return (b"".join(response) if response.streaming else response.content).decode()


ON_BOTH = pytest.mark.parametrize(
    "on_both", [pytest.param(False, id="each-on-one"), pytest.param(True, id="all-on-both", marks=pytest.mark.soak)]
)


def on_this_database(things: Iterable[Thing], *, on_both: bool) -> list[Thing]:
    """Every second of things that are looked at one by one; the other database's run has the rest, or each has all."""
    first = 0 if connection.vendor == "sqlite" else 1
    return [thing for place, thing in enumerate(things) if on_both or place % 2 == first]


def clients(world) -> dict[str, Client]:
    """A browser per person, signed in."""
    found = {}
    for name in sorted(EVERYBODY):
        found[name] = Client(raise_request_exception=True)
        if name != "visitor":
            found[name].force_login(world.person(getattr(world, name)))
    return found
