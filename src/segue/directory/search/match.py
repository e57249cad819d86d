"""A question as conditions on the tables. Eligibility is asked of the profile itself, never of the derived words."""

from __future__ import annotations

import operator
from functools import reduce
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Collate

from segue.accounts.models import Location
from segue.directory.gazetteer.look_up import starts_with
from segue.directory.models import BusinessProfile, Tag, Token
from segue.directory.policy import RECEIVING
from segue.directory.words import PLACE
from segue.kit.sql import plain_collation
from segue.kit.text import words

if TYPE_CHECKING:
    from segue.directory.place import Place
    from segue.directory.search.ask import Search

State = BusinessProfile.State
SHORTEST_NAME = 3
"""Fewer letters do not ask for a partner by its name."""


def matching(search: Search) -> QuerySet[BusinessProfile]:
    """Return the profiles that answer a question, in no order."""
    found = BusinessProfile.objects.filter(_shown(search), partner__status__in=RECEIVING).exclude(state=State.DRAFT)
    found = found.filter(Exists(_published_locations()))
    if search.words():
        found = found.filter(pk__in=Token.objects.filter(_any_word(search)).values("profile"))
    for kind, code in search.tags.items():
        found = found.filter(pk__in=Tag.objects.filter(kind=kind, code=code).values("profile"))
    if search.country:
        found = found.filter(_in_country(search.country)).exclude(_rules_out(search.country))
    if search.remote:
        found = found.filter(remote=True)
    place = search.place()
    if place:
        found = found.filter(_in_place(place) | Q(remote=True))
        found = found.exclude(_rules_out(place.country)) if place.country else found
    return found


def ranked(search: Search) -> QuerySet[BusinessProfile, Any]:
    """Return the answers in the order of results: matched words, then in the place asked for, then by name.

    The page "How results are ordered" says the same in words; change both.
    """
    found = matching(search).annotate(
        weight=_weight(search), near=_near(search.place()), sort_name=Collate("name_key", plain_collation())
    )
    if search.after is not None:
        weight, near, name, key = search.after
        found = found.filter(
            Q(weight__lt=weight)
            | Q(weight=weight, near__lt=near)
            | Q(weight=weight, near=near, sort_name__gt=name)
            | Q(weight=weight, near=near, sort_name=name, pk__gt=key)
        )
    return found.order_by("-weight", "-near", "sort_name", "pk")


def _shown(search: Search) -> Q:
    """Who takes requests now, and who takes none but is looked for by name."""
    takes = (Q(state=State.PUBLISHED) | Q(state=State.PAUSED, paused_until__lte=search.at)) & ~Q(pk__in=search.full)
    name = " ".join(words(search.what))
    return takes | Q(name_key__contains=name) if len(name) >= SHORTEST_NAME else takes


def _published_locations() -> QuerySet[Location]:
    return Location.objects.filter(partner_id=OuterRef("pk"), published=True, removed_at__isnull=True)


def _any_word(search: Search) -> Q:
    return reduce(operator.or_, _words(search))


def _words(search: Search) -> list[Q]:
    """One condition a word; the last may be unfinished."""
    *whole, last = search.words()
    return [*(Q(token=word) for word in whole), starts_with("token", last)]


def _weight(search: Search) -> Coalesce | Value:
    """The sum over the words of how much each weighs where it stands best."""
    if not search.words():
        return Value(0, output_field=IntegerField())
    best = [Coalesce(Max("weight", filter=condition), 0) for condition in _words(search)]
    of_profile = Token.objects.filter(_any_word(search), profile=OuterRef("pk")).order_by().values("profile")
    total = of_profile.annotate(total=reduce(operator.add, best)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def _near(place: Place) -> Case | Value:
    if not place:
        return Value(0, output_field=IntegerField())
    return Case(When(_in_place(place), then=Value(1)), default=Value(0), output_field=IntegerField())


def _in_place(place: Place) -> Q:
    conditions = [Q(pk__in=Token.objects.filter(token=PLACE + word).values("profile")) for word in place.town]
    if place.country:
        conditions.append(_in_country(place.country))
    return reduce(operator.and_, conditions)


def _in_country(code: str) -> Q:
    served = Tag.objects.filter(kind=Tag.Kind.COUNTRY, code=code).values("profile")
    return Q(Exists(_published_locations().filter(country=code))) | Q(pk__in=served)


def _rules_out(code: str) -> Q:
    return Q(pk__in=Tag.objects.filter(kind=Tag.Kind.NOT_COUNTRY, code=code).values("profile"))
