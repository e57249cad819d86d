"""Who is in the demo, and signing in as one of them by one click. These routes do not exist outside `segue demo`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from segue.accounts.actions.languages import LANGUAGE_KEY
from segue.accounts.actor import Visitor
from segue.accounts.models import Membership, Person
from segue.accounts.role_names import name_of
from segue.kit.errors import NotFound
from segue.programme.queries import rules
from segue.web.entrance import enter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SALT = "demo-sign-in"
MOST_PEOPLE = 60


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person to sign in as."""

    name: str
    role: str
    company: str
    email: str
    url: str


def people(*, most: int) -> list[DemoPerson]:
    """Return who is in the demo, the vendor's people first, then partner by partner."""
    vendor = rules().programme.vendor_name
    found = Membership.objects.select_related("person", "partner").order_by("created_at", "id")
    staff = found.filter(partner__isnull=True)[:most]
    members = found.filter(partner__isnull=False).order_by("partner__created_at", "partner_id", "created_at", "id")
    return [_row(one, vendor) for one in [*staff, *members[: max(0, most - len(staff))]]]


def _row(membership: Membership, vendor: str) -> DemoPerson:
    person = membership.person
    token = signing.dumps(str(person.id), salt=SALT)
    return DemoPerson(
        name=person.name,
        role=", ".join(str(name_of(role)) for role in membership.roles),
        company=membership.partner.name if membership.partner else vendor,
        email=person.email,
        url=reverse("demo-sign-in", args=[token]),
    )


@require_safe
@enter(Visitor)
def people_page(request: HttpRequest) -> HttpResponse:
    """List the people of the demo, each with one click to sign in."""
    return render(request, "demo/people.html", {"people": people(most=MOST_PEOPLE)})


@require_safe
@enter(Visitor)
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as the person of a link and go to their desk; the link is signed and for the demo only."""
    try:
        person_id = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    person = Person.objects.filter(id=person_id, is_active=True).first()
    if person is None:
        raise NotFound
    login(request, person)
    request.session[LANGUAGE_KEY] = person.language
    UserSession.objects.create_from_request(request)  # what allauth does when somebody signs in by its own pages
    return redirect("home")
