"""Answer a question: one page of partners, how many there are, and what could be narrowed down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.labels import FOUND_BY_WORDS, labels
from segue.directory.models import BusinessProfile
from segue.directory.policy import Closed, Obstacle, can_receive
from segue.directory.queries import shown_locations, with_what_is_shown
from segue.directory.ranking.facts import Point
from segue.directory.ranking.proximity import kilometres
from segue.directory.ranking.reasons import for_customers
from segue.directory.search.answer import answer, first_asked, how_many, today_of
from segue.directory.search.ask import WITHIN_KM, Search
from segue.directory.search.asked import understood
from segue.directory.search.candidates import codes
from segue.directory.search.facets import facets
from segue.directory.search.found import COUNTED_TO, Found, Result
from segue.directory.search.stems import stems
from segue.kit.text import words
from segue.programme.queries import Rules, rules

if TYPE_CHECKING:
    from segue.accounts.models import Location
    from segue.directory.place import Place
    from segue.directory.ranking.order import Placed
    from segue.directory.search.answer import Answer
    from segue.directory.search.ask import Key
    from segue.directory.search.asked import Asked


def search(query: Search, *, in_force: Rules | None = None) -> Found:
    """Return one page of partners in the order of results, with counts; `in_force` are the rules, if read already."""
    in_force = in_force or rules()
    found = answer(query, in_force)
    page, following = _page(found, query)
    return Found(
        results=_results(page, found, in_force),
        total=min(len(found.rows), COUNTED_TO),
        at_least=found.more,
        facets=facets(found.rows, query, codes(in_force), today=today_of(query, in_force), more=found.more),
        next=following,
        place=found.asked.place,
        instead=list(found.asked.meant.instead),
        any_word=found.any_word,
        asked=found.asked,
    )


def first_of(query: Search) -> list[Result]:
    """Return the first partners in the order of results and nothing else: no counts, no ways to narrow down."""
    in_force = rules()
    found = answer(query, in_force)
    return _results(found.placed[: query.limit], found, in_force)


def cost_of_filters(query: Search, *, in_force: Rules | None = None, asked: Asked | None = None) -> dict[str, int]:
    """Return for each filter that is set how many partners there would be without it: for answers with few results.

    `asked` is the same question as its answer has it, if it was answered already.
    """
    in_force = in_force or rules()
    asked = asked or understood(query, in_force)
    return {name: how_many(asked.leaving_out(name), in_force) for name in query.filters()}


def _page(found: Answer, query: Search) -> tuple[list[Placed], Key | None]:
    """Return who stands on the page asked for, and where it ends if another follows."""
    since = 0
    if query.after:
        _at, position, last = query.after
        since = next((one.position for one in found.placed if str(one.partner_id) == last), position)
    page = found.placed[since : since + query.limit]
    if not page or since + len(page) >= len(found.placed):
        return page, None
    return page, (first_asked(query).isoformat(), since + len(page), str(page[-1].partner_id))


def _results(page: list[Placed], found: Answer, rules: Rules) -> list[Result]:
    shown = with_what_is_shown(BusinessProfile.objects.filter(pk__in=[one.partner_id for one in page]))
    profiles = {profile.pk: profile for profile in shown}
    return [
        _result(profiles[one.partner_id], one, found, rules)
        for one in page
        if one.partner_id in profiles and shown_locations(profiles[one.partner_id])
    ]


def _result(profile: BusinessProfile, placed: Placed, found: Answer, rules: Rules) -> Result:
    query, place, partner = found.asked.query, found.asked.place, profile.partner
    location, km = _nearest(shown_locations(profile), place, query.country)
    closed = can_receive(profile, location, partner, at=query.at)
    if closed is None and profile.pk in query.full:
        closed = Closed(Obstacle.FULL, partner.name)
    languages = tuple(rules.programme.languages)
    looked_for = frozenset(stem for group in found.asked.meant.words for stem in group)
    return Result(
        profile=profile,
        location=location,
        near=_is_near(location, km, found),
        matched_tags=[
            tag
            for tag in profile.tags.all()
            if query.tags.get(tag.kind) == tag.code
            or (
                tag.kind in FOUND_BY_WORDS
                and looked_for.intersection(stems(" ".join(labels(tag.kind, tag.code, rules)), languages))
            )
        ],
        matches_name=bool(looked_for.intersection(stems(partner.name, languages))),
        closed=closed,
        km=km,
        placed=placed,
        reasons=for_customers(placed.scored, found.need, found.candidates[profile.pk]),
    )


def _nearest(locations: list[Location], place: Place, country: str) -> tuple[Location, float | None]:
    """Return the nearest to what is looked for, the main one of equals, and how far it is if that is known."""

    def distance(location: Location) -> tuple[float, bool, bool]:
        km = _km(location, place.point)
        wanted = place.country or country
        other_town = bool(place.town) and not set(place.town) <= set(words(location.city))
        return (float("inf") if km is None else km, other_town, bool(wanted) and location.country != wanted)

    nearest = min(locations, key=distance)
    return nearest, _km(nearest, place.point)


def _km(location: Location, point: Point | None) -> float | None:
    place = Point.at(location.latitude, location.longitude)
    return kilometres(place, point) if place and point else None


def _is_near(location: Location, km: float | None, found: Answer) -> bool:
    """Return whether a location is in the place looked for."""
    query, place = found.asked.query, found.asked.place
    if not place:
        return False
    if place.point is not None:
        return km is not None and km <= (query.within or WITHIN_KM)
    return place.holds(city=location.city, country=location.country)
