"""How a partner stands in the directory, in sentences for the vendor's people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.directory.listed import Keeps, listing_of
from segue.kit.places import country_name
from segue.leads.room import unanswered
from segue.programme.models import Term
from segue.web.entrance import at_of, rules_of
from segue.web.reading import reader_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from segue.accounts.models import Partner
    from segue.directory.listed import Listing
    from segue.programme.queries import Rules
    from segue.web.reading import Reader


def listing(request: HttpRequest, partner: Partner) -> dict[str, Any]:
    """Return whether a partner is listed, why not, and for whom it is never shown."""
    at, rules, reader = at_of(request), rules_of(request), reader_of(request)
    found = listing_of(partner, waiting=unanswered(partner.id, at=at), at=at)
    return {
        "listed": not found.keeps,
        "url": reverse("partner", args=[partner.slug]) if not set(found.keeps) - {Keeps.PAUSED, Keeps.FULL} else "",
        "why_not": [_sentence(one, found) for one in found.keeps],
        "never": _never(found, rules, reader),
    }


def _sentence(keeps: Keeps, found: Listing) -> str:
    if keeps == Keeps.PAUSED and found.back:
        return _("It takes a break until %(until)s. By its name it is found all the same.") % {"until": found.back}
    numbers = {"waiting": found.waiting, "capacity": found.capacity}
    return {
        Keeps.COMPANY: _("The company does not take part: only approved and active ones are listed."),
        Keeps.NO_PROFILE: _("It has no business profile yet."),
        Keeps.DRAFT: _("Its business profile is a draft; the company has not published it."),
        Keeps.NO_LOCATION: _("None of its locations is published."),
        Keeps.PAUSED: _("It takes a break until it ends it. By its name it is found all the same."),
        Keeps.FULL: _("Unanswered requests: %(waiting)s of the %(capacity)s it takes at a time.") % numbers,
    }[keeps]


def _never(found: Listing, rules: Rules, reader: Reader) -> list[str]:
    """Say for whom the partner is never shown, because it rules them out itself."""
    said = []
    if found.countries:
        names = ", ".join(country_name(code) for code in found.countries)
        said.append(_("It rules out these countries: %(names)s.") % {"names": names})
    if found.sizes:
        names = ", ".join(rules.label(Term.Kind.SIZE, code) for code in found.sizes)
        said.append(_("It rules out companies of these sizes: %(names)s.") % {"names": names})
    if found.budget_from_minor:
        least = reader.money(found.budget_from_minor, rules.programme.currency)
        said.append(_("It rules out budgets below %(amount)s.") % {"amount": least})
    return said
