"""How many partners a request may be put to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Refused
from segue.leads.queries import has_it
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from segue.leads.models import Lead


class TooManyAsked(Refused):
    """As many partners as allowed have the request, or had it."""

    code = "too-many-asked"


class AlreadyAsked(Refused):
    """A partner is asked once per request."""

    code = "already-asked"
    sentence = _("%(partner)s was asked already; a partner is asked once.")


def require_room(leads: Sequence[Lead]) -> None:
    """Raise TooManyAsked when a request with these leads cannot be put to one more."""
    programme = rules().programme
    if len(leads) >= programme.leads_per_request:
        raise TooManyAsked(
            _("This request was put to %(most)s partners already; that is the limit."),
            most=programme.leads_per_request,
        )
    still_open = sum(map(has_it, leads))
    if still_open >= programme.open_leads_per_request:
        raise TooManyAsked(
            _("%(most)s partners have this request now. When one of them says no, another can be asked."),
            most=programme.open_leads_per_request,
        )


def require_not_asked(leads: list[Lead], *, partner_id: UUID, partner_name: str) -> None:
    """Raise AlreadyAsked when the partner had the request before."""
    if any(lead.partner_id == partner_id for lead in leads):
        raise AlreadyAsked(partner=partner_name)
