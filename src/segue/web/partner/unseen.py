"""Why nobody finds a company now, and what its people can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from segue.accounts.queries import access_partner
from segue.accounts.roles import May
from segue.directory.listed import Keeps, listing_of
from segue.directory.policy import keeps_all
from segue.leads.room import unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Member
    from segue.directory.listed import Listing


def unseen(actor: Member, *, at: datetime) -> dict[str, Any] | None:
    """Return a title, everything that keeps the company out, and the way to mend the first; None: it is listed."""
    partner = access_partner(actor.partner_id, actor=actor)
    found = listing_of(partner, waiting=unanswered(partner.id, at=at), at=at)
    if not found.keeps:
        return None
    texts = " ".join(_sentence(one, found) for one in found.keeps)
    way = _way(found.keeps[0], actor) if actor.may(May.EDIT_PROFILE) else {}
    return {"picture": "profile", "title": _title(found.keeps[0]), "text": texts, **way}


def _title(first: Keeps) -> str:
    match first:
        case Keeps.COMPANY:
            return gettext("Nobody can find you at present")
        case Keeps.PAUSED | Keeps.FULL:
            return gettext("Nobody can ask you at present")
        case _:
            return gettext("Nobody can find you yet")


def _sentence(keeps: Keeps, found: Listing) -> str:
    numbers = {"waiting": found.waiting, "capacity": found.capacity}
    published = gettext("Customers find you, and leads can be sent to you, once your business profile is published.")
    return {
        Keeps.COMPANY: gettext("Your company does not take part in the programme now; those who run it can say why."),
        Keeps.NO_PROFILE: published,
        Keeps.DRAFT: published,
        Keeps.NO_LOCATION: gettext(
            "None of your locations is published. Customers find you, and leads are sent to you, at one that is."
        ),
        Keeps.PAUSED: gettext("Your business profile is paused. Leads come again when the break ends."),
        Keeps.FULL: gettext("Unanswered requests: %(waiting)s of the %(capacity)s you take at a time.") % numbers,
    }[keeps]


def _way(first: Keeps, actor: Member) -> dict[str, str]:
    """Return where the company's own people mend it; nowhere, where only the vendor can."""
    profile = reverse("profile")
    ways = {
        Keeps.NO_PROFILE: (profile, gettext("Write the profile")),
        Keeps.DRAFT: (profile, gettext("Write the profile")),
        Keeps.NO_LOCATION: (f"{profile}#places", gettext("See the locations")),
        Keeps.PAUSED: (profile, gettext("See the break")),
        Keeps.FULL: (f"{reverse('profile-text')}#id_capacity", gettext("Change the number")),
    }
    if first == Keeps.FULL and not keeps_all(actor):
        return {}
    if first not in ways:
        return {}
    url, step = ways[first]
    return {"url": url, "step": step}
