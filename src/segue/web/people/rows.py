"""People as the tables of the desks show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from segue.accounts.role_names import name_of
from segue.web.initials import initials

if TYPE_CHECKING:
    from segue.accounts.models import Membership
    from segue.accounts.records import Company


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a company; `url` is empty for a reader who may not change them."""

    name: str
    initials: str
    email: str
    roles: str
    scope: str
    url: str
    failing: bool
    """Mails to this person come back."""
    waits: bool
    """Whether they were added and have not signed in yet."""


def person_rows(company: Company) -> list[PersonRow]:
    """Return the people of a company, ready to read."""
    return [_row(membership, changeable=company.may_manage_people) for membership in company.people]


def _row(membership: Membership, *, changeable: bool) -> PersonRow:
    places = ", ".join(sorted(location.name for location in membership.locations.all()))
    return PersonRow(
        name=membership.person.name,
        initials=initials(membership.person.name),
        email=membership.person.email,
        roles=", ".join(name_of(role) for role in membership.roles) or gettext("No role yet"),
        scope=gettext("Whole company") if membership.whole_company else places,
        url=reverse("person", args=[membership.id]) if changeable else "",
        failing=membership.failing,  # type: ignore[attr-defined] # annotated by `records.company`
        waits=membership.person.last_login is None,
    )
