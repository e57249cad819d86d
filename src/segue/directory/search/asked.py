"""A question, understood: which place is meant, which words, and what is asked of the index for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from segue.directory.gazetteer import place_called
from segue.directory.place import Place
from segue.directory.ranking.facts import Need
from segue.directory.ranking.text import Fields, Statistics
from segue.directory.search.ask import WITHIN_KM
from segue.directory.search.lexemes import COUNTRY, LETTERS, REMOTE, RULED_OUT, STRONG, TOWN, cells_around, mark
from segue.directory.search.meant import Counts, Meant, meant_by, stems_of
from segue.directory.search.rows import FIELDS, ROWS
from segue.directory.search.wanted import BEST, AnyOf, Wanted

if TYPE_CHECKING:
    from segue.directory.search.ask import Search
    from segue.programme.queries import Rules

TIERS = {f"t:{tier}": tier for tier in range(BEST + 1)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it means to the index."""

    query: Search
    place: Place
    meant: Meant
    filters: tuple[AnyOf, ...]
    without: tuple[str, ...]
    counts: Counts

    def every_word(self) -> Wanted:
        """Ask for rows that have every word."""
        return Wanted((*self._words(), *self.filters), self.without)

    def any_word(self) -> Wanted:
        """Ask for rows that have any of the words."""
        alternatives = tuple(one for group in self._words() for one in group)
        return Wanted((alternatives, *self.filters), self.without)

    def strongly(self) -> Wanted:
        """Ask for rows that have every word in the name, among keywords or offers; of a place, for those there only.

        Those who work remotely are everywhere: they are many, and the best of them are found by any word.
        """
        near = tuple(tuple(one for one in group if one != (REMOTE,)) or group for group in self.filters)
        return Wanted((*self._words(STRONG), *near), self.without)

    def leaving_out(self, name: str) -> Asked:
        """Return the same question with one filter left away; what the others mean is not looked up again."""
        query = self.query.without(name)
        place = self.place if query.where else Place()
        filters, without = _filters(query, place)
        meant = self.meant if query.what else Meant()
        return replace(self, query=query, place=place, meant=meant, filters=filters, without=without)

    def _words(self, sign: str = "") -> tuple[AnyOf, ...]:
        return tuple(tuple((sign + stem,) for stem in stems) for stems in self.meant.words)

    def need(self) -> Need:
        """Return what the scorer is asked to compare partners with."""
        tags = self.query.tags
        return Need(
            words=tuple(stem for stems in self.meant.words for stem in stems),
            products=_one(tags.get("product")),
            services=_one(tags.get("service")),
            industries=_one(tags.get("industry")),
            size=tags.get("size", ""),
            language=tags.get("language", ""),
            country=self.place.country or self.place.within or self.query.country,
            point=self.place.point,
            remote=self.query.remote,
            type=self.query.type,
        )

    def rows(self) -> int:
        """Return how many rows there are."""
        return self.counts.of(ROWS)

    def tiers(self) -> dict[int, int]:
        """Return how many rows each tier has."""
        return {tier: number for lexeme, tier in TIERS.items() if (number := self.counts.of(lexeme)) > 0}

    def statistics(self) -> Statistics:
        """Return what the index says of all rows together, as far as these words need it."""
        frequency = {stem: self.counts.of(stem) for stems in self.meant.words for stem in stems}
        return Statistics(self.rows(), Fields(*(self.counts.of(field) for field in FIELDS)), frequency)


def understood(query: Search, rules: Rules) -> Asked:
    """Return a question with what it means, in one statement; one or two more for a place, and for an unknown word."""
    place = place_called(query.where)
    filters, without = _filters(query, place)
    typed = query.words()
    stems = stems_of(typed, tuple(rules.programme.languages))
    wanted = Wanted(filters).lexemes() | {*stems, *TIERS, *FIELDS, ROWS}
    counts = Counts.read(wanted)
    meant = meant_by(typed, stems, counts)
    missing = {stem for group in meant.words for stem in group} - wanted
    if missing:
        counts = Counts(counts.number | Counts.read(missing).number)
    return Asked(query, place, meant, filters, without, counts)


def _filters(query: Search, place: Place) -> tuple[tuple[AnyOf, ...], tuple[str, ...]]:
    groups: list[AnyOf] = [((mark(LETTERS[kind], code),),) for kind, code in query.tags.items() if kind in LETTERS]
    without = [mark(RULED_OUT, country) for country in (query.country, place.country, place.within) if country]
    if query.country:
        groups.append(((mark(COUNTRY, query.country),),))
    if query.remote:
        groups.append(((REMOTE,),))
    if place:
        there = _there(place, query.within or WITHIN_KM)
        if there is not None:
            groups.append((*there, (REMOTE,)))
    return tuple(groups), tuple(dict.fromkeys(without))


def _there(place: Place, km: float) -> AnyOf | None:
    """Return how rows with a location there are found; None where the circle is too wide to narrow anything down."""
    country = (mark(COUNTRY, place.country),) if place.country else ()
    if not place.town:
        return (country,)
    if place.point is None:
        return ((*country, *(TOWN + word for word in place.town)),)
    return tuple((cell,) for cell in cells_around(place.point, km)) or None


def _one(code: str | None) -> frozenset[str]:
    return frozenset([code]) if code else frozenset()
