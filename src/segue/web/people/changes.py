"""Who was given which role by whom, and how somebody signed in: what was written down about access, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from segue.accounts.access_log import What, of_company, of_person
from segue.accounts.actor import Member, Staff
from segue.accounts.queries import access_partner
from segue.accounts.records import own_company
from segue.accounts.role_names import name_of
from segue.accounts.sign_in_changes import sentence_of
from segue.web.entrance import acting, at_of, enter
from segue.web.people.views import back_to
from segue.web.reading import Reader, iso, reader_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import AccessEvent

A_PAGE = 50
SENTENCES = {
    What.ADDED: gettext_lazy("%(person)s was added"),
    What.INVITED_AGAIN: gettext_lazy("%(person)s was invited again"),
    What.ROLES_CHANGED: gettext_lazy("The roles of %(person)s were changed"),
    What.REMOVED: gettext_lazy("%(person)s was removed"),
    What.SIGNED_OUT_ELSEWHERE: gettext_lazy("Other sign-ins were ended"),
}
WAYS = {
    "password": gettext_lazy("Signed in with the password"),
    "code": gettext_lazy("Signed in with a mailed code"),
    "mfa": gettext_lazy("Signed in with a second step or a passkey"),
    "socialaccount": gettext_lazy("Signed in through the company"),
}


@require_safe
@enter(Member, Staff)
def changes(request: HttpRequest, partner_id: UUID | None = None) -> HttpResponse:
    """Show what was changed about the people of one's own company, or of the partner given."""
    actor = acting(request, Member, Staff)
    company_id = partner_id or own_company(actor)
    found = of_company(company_id, actor=actor)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "company": access_partner(partner_id, actor=actor).name if partner_id else "",
        "back": back_to(actor, partner_id),
        "lines": [_line(event, reader=reader_of(request), at=at_of(request)) for event in page],
        "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else None,
        "older_url": f"?page={page.next_page_number()}" if page.has_next() else None,
    }
    return render(request, "people/changes.html", context)


def latest_of(person_id: UUID, *, reader: Reader, at: datetime) -> list[dict[str, Any]]:
    """Return the latest of somebody's own sign-ins and changes of them, ready to read."""
    return [_line(event, reader=reader, at=at) for event in of_person(person_id)]


def _line(event: AccessEvent, *, reader: Reader, at: datetime) -> dict[str, Any]:
    return {
        "words": _words(event),
        "details": _details(event),
        "by": event.by.name if event.of_company and event.by else "",
        "when": f"{reader.day(event.at, near=at)}, {reader.clock(event.at)}",
        "iso": iso(event.at),
        "title": reader.moment(event.at, near=at),
    }


def _words(event: AccessEvent) -> str:
    changes = event.changes
    match event.what:
        case What.SIGNED_IN:
            return str(WAYS.get(changes.get("how", ""), _("Signed in")))
        case What.SIGN_IN_CHANGED:
            return sentence_of(changes["what"])
        case _:
            # Somebody who was erased has no name any more.
            person = event.person.name if event.of_company and event.person else _("Somebody")
            return str(SENTENCES[What(event.what)]) % {"person": person}


def _details(event: AccessEvent) -> list[str]:
    changes = event.changes
    if "ip" in changes:
        return [" · ".join(filter(None, [changes["device"], changes["ip"]]))]
    lines = []
    if "roles" in changes:
        before, now = changes["roles"]
        lines.append(_arrow(None if before is None else _roles(before), _roles(now)))
    if "places" in changes:
        before, now = changes["places"]
        lines.append(_arrow(None if event.what == What.ADDED else _places(before), _places(now)))
    return lines


def _arrow(before: str | None, now: str) -> str:
    return now if before is None else f"{before} → {now}"


def _roles(roles: list[str]) -> str:
    return ", ".join(name_of(role) for role in roles) or _("No role yet")


def _places(places: list[str] | None) -> str:
    return _("Whole company") if places is None else ", ".join(places)
