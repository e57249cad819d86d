"""Whom a request fits best, by the directory's own scorer, with what speaks for each; and why others are left out."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from segue.directory.gazetteer import place_called
from segue.directory.models import BusinessProfile, Tag
from segue.directory.policy import RECEIVING, Closed, Obstacle, can_receive
from segue.directory.queries import published_locations, shown_locations, with_what_is_shown
from segue.directory.ranking.facts import Need
from segue.directory.search import Search, first_of
from segue.directory.suggest import in_order
from segue.kit.money import Money
from segue.kit.places import country_name
from segue.kit.text import words
from segue.leads.room import full_partners, unanswered_of_each
from segue.programme.models import Term
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.models import Location
    from segue.directory.search import Result
    from segue.requests.models import Request

POOL = 60
"""So many of each search are compared in full; the search brings those who promise most."""
ENOUGH = 20
"""With so many who fit the words where the customer is, nobody is looked for elsewhere."""
MOST_LEFT_OUT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A request as far as it decides whom it fits, sent already or being written; what is empty was not said."""

    country: str
    city: str = ""
    need: str = ""
    products: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    size: str = ""
    language: str = ""
    type: str = "inquiry"
    budget_minor: int | None = None
    """In the programme's currency; None: not said, or in another."""
    asked: frozenset[UUID] = frozenset()
    """Partners who have or had it."""
    sender: UUID | None = None
    """The partner company that sends it."""

    def filters(self) -> dict[str, str]:
        """Return what narrows the answer down: name -> its codes. Not its words and town, which may tell who asks."""
        named = {
            "country": self.country,
            "product": " ".join(sorted(self.products)),
            "service": " ".join(sorted(self.services)),
            "industry": " ".join(sorted(self.industries)),
            "size": self.size,
            "language": self.language,
            "type": self.type,
        }
        return {name: codes for name, codes in named.items() if codes}

    def key(self) -> str:
        """Return what makes two requests the same question, whoever was asked before: a no puts nobody else behind."""
        return json.dumps({**self.filters(), "city": self.city, "need": self.need}, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Suggested:
    """Whom a request fits best and who can be sent it now, in the scorer's order, with reasons; and of how many."""

    about: Described | None = None
    """None: nobody may be sent it, so nobody was looked for."""
    results: tuple[Result, ...] = ()
    total: int = 0

    def locations(self) -> list[Location]:
        """Return the location of each."""
        return [one.location for one in self.results]

    def but(self, partner_ids: Collection[UUID]) -> Suggested:
        """Return the same without some partners."""
        return replace(self, results=tuple(one for one in self.results if one.profile.pk not in partner_ids))


NOBODY = Suggested()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A partner that is not suggested, and why in a sentence."""

    name: str
    why: str


def described(request: Request, *, asked: Collection[UUID]) -> Described:
    """Return a request as it decides whom it fits; `asked`: the partners who have or had it."""
    same_money = request.budget_currency == rules().programme.currency
    return Described(
        country=request.customer_country,
        city=request.customer_city,
        need=request.need,
        products=tuple(request.products),
        services=tuple(request.services),
        industries=tuple(request.industries),
        size=request.customer_size,
        language=request.language,
        type=request.type,
        budget_minor=request.budget_minor if same_money else None,
        asked=frozenset(asked),
        sender=request.sender_partner_id,
    )


def suggested(about: Described, *, at: datetime, most: int) -> Suggested:
    """Return the partners whom a request fits best and who can be sent it now."""
    found, by_words = _pool(about, at=at)
    fitting = [one for one in found if _why_not(one.profile, about) is None and one.closed is None]
    ids = [one.profile.pk for one in fitting]
    waiting = unanswered_of_each(ids, at=at)
    need = _need(about, in_words=bool(by_words))
    found = in_order(need, fitting, by_words=by_words, waiting=waiting, at=at, key=about.key())
    return Suggested(about, tuple(found[:most]), len(found))


def left_out(about: Described, *, at: datetime, published_only: bool) -> list[LeftOut]:
    """Return who offers what is asked for, or had the request, and is not suggested, with the reason of each, by name.

    `published_only`: for readers who may know neither what is not published nor what a partner rules out.
    """
    full = full_partners(at=at)
    found = []
    for profile in _who_offers(about, published_only=published_only):
        why = _had_it(profile, about) or (None if published_only else _rules_out(profile, about))
        why = why or _cannot(profile, full, at=at)
        if why:
            found.append(LeftOut(profile.partner.name, why))
    return found[:MOST_LEFT_OUT]


def _need(about: Described, *, in_words: bool) -> Need:
    town = ", ".join(part for part in (about.city, country_name(about.country)) if part)
    return Need(
        words=tuple(words(_looked_for(about))) if in_words else (),
        products=frozenset(about.products),
        services=frozenset(about.services),
        industries=frozenset(about.industries),
        size=about.size,
        language=about.language,
        country=about.country,
        point=place_called(town).point if about.city else None,
        type=about.type,
    )


def _pool(about: Described, *, at: datetime) -> tuple[list[Result], set[UUID]]:
    """Return who is compared, and who of them was found by the words of the need.

    First those who have the words and work where the customer is, then whoever works there, then anybody.
    """
    found: dict[UUID, Result] = {}
    by_words: set[UUID] = set()
    full, looked_for = full_partners(at=at), _looked_for(about)
    for what, country in ((looked_for, about.country), ("", about.country), ("", "")):
        results = first_of(Search(at=at, what=what, country=country, full=full, type=about.type, limit=POOL))
        by_words |= {one.profile.pk for one in results} if what else set()
        for result in results:
            found.setdefault(result.profile.pk, result)
        if len(found) >= ENOUGH:
            break
    return list(found.values()), by_words


def _looked_for(about: Described) -> str:
    in_force = rules()
    kinds = {Term.Kind.PRODUCT: about.products, Term.Kind.SERVICE: about.services}
    labels = [in_force.label(kind, code) for kind, codes in kinds.items() for code in codes]
    return " ".join(labels) or about.need[:200]


def _who_offers(about: Described, *, published_only: bool) -> list[BusinessProfile]:
    kinds = {Tag.Kind.PRODUCT: about.products, Tag.Kind.SERVICE: about.services, Tag.Kind.INDUSTRY: about.industries}
    offers = Q(pk__in=[*about.asked, *filter(None, [about.sender])])
    for kind, codes in kinds.items():
        if codes:
            offers |= Q(pk__in=Tag.objects.filter(kind=kind, code__in=codes).values("profile"))
    if published_only:
        offers &= Q(pk__in=published_locations().values("partner"))
    profiles = with_what_is_shown(BusinessProfile.objects.filter(offers))
    return list(profiles.order_by("name_key", "pk")[: POOL * 2])


def _why_not(profile: BusinessProfile, about: Described) -> str | None:
    """Return what about this request rules a partner out; None: nothing does."""
    return _had_it(profile, about) or _rules_out(profile, about)


def _had_it(profile: BusinessProfile, about: Described) -> str | None:
    if profile.pk == about.sender:
        return _("Sends this lead")
    return _("Was asked already") if profile.pk in about.asked else None


def _rules_out(profile: BusinessProfile, about: Described) -> str | None:
    """Return which customers a partner does not want, if this one is among them: for the vendor to read only."""
    tags = {(tag.kind, tag.code) for tag in profile.tags.all()}
    if (Tag.Kind.NOT_COUNTRY, about.country) in tags:
        return _("Rules out customers in this country: %(country)s") % {"country": country_name(about.country)}
    if about.size and (Tag.Kind.NOT_SIZE, about.size) in tags:
        return _("Rules out companies of this size")
    least = profile.budget_from_minor
    if least is not None and about.budget_minor is not None and about.budget_minor < least:
        amount = Money(least, rules().programme.currency).shown(get_language() or "en")
        return _("Takes no budget below %(amount)s") % {"amount": amount}
    return None


def _cannot(profile: BusinessProfile, full: frozenset[UUID], *, at: datetime) -> str | None:
    """Return why a partner can be sent nothing now; None: it can."""
    places, partner = shown_locations(profile), profile.partner
    if not places:
        return _("Not published") if partner.status in RECEIVING else _("Takes part no longer, or is suspended")
    closed = can_receive(profile, places[0], partner, at=at)
    if closed is not None:
        return closed.short()
    return Closed(Obstacle.FULL, partner.name).short() if profile.pk in full else None
