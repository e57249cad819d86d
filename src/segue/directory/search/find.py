"""Answer a question: one page of partners, how many there are, and what could be narrowed down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from segue.accounts.models import Location
from segue.directory.models import BusinessProfile, Tag
from segue.directory.policy import Closed, Obstacle, can_receive
from segue.directory.queries import shown_locations, with_what_is_shown
from segue.directory.search.ask import FILTER_KINDS, Key, Search
from segue.directory.search.found import COUNTED_TO, Facet, Found, Result
from segue.directory.search.match import matching, ranked
from segue.directory.words import KIND_WEIGHT, labels
from segue.kit.text import words
from segue.programme.queries import Rules, rules

if TYPE_CHECKING:
    from segue.directory.place import Place

CHOICES_SHOWN = 12
"""At most so many choices stand under one heading of the filters."""


def search(query: Search) -> Found:
    """Return one page of partners in the order of results, with counts; always with the same number of queries."""
    in_force = rules()
    rows = list(with_what_is_shown(ranked(query))[: query.limit + 1])
    page = rows[: query.limit]
    counted = matching(query).aggregate(total=Count("pk"), remote=Count("pk", filter=Q(remote=True)))
    return Found(
        results=[_result(profile, query, in_force) for profile in page],
        total=min(counted["total"], COUNTED_TO),
        facets=_facets(query, remote=counted["remote"]),
        next=_key(page[-1]) if len(rows) > query.limit else None,
    )


def first_of(query: Search) -> list[Result]:
    """Return the first partners in the order of results and nothing else: no counts, no ways to narrow down."""
    in_force = rules()
    return [_result(profile, query, in_force) for profile in with_what_is_shown(ranked(query))[: query.limit]]


def cost_of_filters(query: Search) -> dict[str, int]:
    """Return for each filter that is set how many partners there would be without it: for answers with few results."""
    return {name: min(matching(query.without(name)).count(), COUNTED_TO) for name in query.filters()}


def _key(last: BusinessProfile) -> Key:
    weight, near = last.weight, last.near  # type: ignore[attr-defined] # annotated by `ranked`
    return (weight, near, last.name_key, str(last.pk))


def _facets(query: Search, *, remote: int) -> list[Facet]:
    """Count what the answer could be narrowed down to; a filter that is set has no further choices."""
    answers = matching(query).values("pk")
    kinds = [kind for kind in FILTER_KINDS if kind not in query.tags]
    tags = Tag.objects.filter(profile__in=answers, kind__in=kinds).values_list("kind", "code")
    found: dict[str, list[tuple[str, int]]] = {}
    for kind, code, count in tags.annotate(count=Count("profile")).order_by("-count", "code"):
        found.setdefault(kind, []).append((code, min(count, COUNTED_TO)))
    countries = (
        Location.objects.filter(partner__profile__in=answers, published=True, removed_at__isnull=True)
        .values_list("country")
        .annotate(count=Count("partner", distinct=True))
        .order_by("-count", "country")
    )
    if not query.country:
        found["country"] = [(code, min(count, COUNTED_TO)) for code, count in countries]
    if remote and not query.remote:
        found["remote"] = [("1", min(remote, COUNTED_TO))]
    names = ("country", "remote", *FILTER_KINDS)
    return [Facet(name, found[name][:CHOICES_SHOWN]) for name in names if found.get(name)]


def _result(profile: BusinessProfile, query: Search, rules: Rules) -> Result:
    partner = profile.partner
    place = query.place()
    location = _nearest(shown_locations(profile), place, query.country)
    closed = can_receive(profile, location, partner, at=query.at)
    if closed is None and profile.pk in query.full:
        closed = Closed(Obstacle.FULL, partner.name)
    looked_for = query.words()
    return Result(
        profile=profile,
        location=location,
        near=bool(profile.near),  # type: ignore[attr-defined] # annotated by `ranked`
        matched_tags=[
            tag
            for tag in profile.tags.all()
            if query.tags.get(tag.kind) == tag.code
            or (tag.kind in KIND_WEIGHT and _has_word(" ".join(labels(tag, rules)), looked_for))
        ],
        matches_name=_has_word(partner.name, looked_for),
        closed=closed,
    )


def _nearest(locations: list[Location], place: Place, country: str) -> Location:
    """The first of the locations that is nearest to what is looked for; they come with the main one first."""

    def distance(location: Location) -> tuple[bool, bool]:
        wanted = place.country or country
        other_town = bool(place.town) and not set(place.town) <= set(words(location.city))
        return (other_town, bool(wanted) and location.country != wanted)

    return min(locations, key=distance)


def _has_word(text: str, looked_for: tuple[str, ...]) -> bool:
    if not looked_for:
        return False
    *whole, last = looked_for
    return any(word in whole or word.startswith(last) for word in words(text))
