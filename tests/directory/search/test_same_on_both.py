"""The first 20 of many questions, beside everybody put in order by the scorer alone: no index, no table, no cut.

It runs on each database by itself. What both are compared with is reckoned here in plain Python, from what the made-up
profiles say; so both show the same order, and neither can be right by being compared with nothing. All of it is
synthetic.
"""

import random
from collections import Counter
from functools import partial

import pytest

from segue.accounts.models import Partner
from segue.directory.gazetteer.fill import fill
from segue.directory.ordering import weights_of
from segue.directory.ranking.facts import Candidate, Means, Need, Place, Point, Signals
from segue.directory.ranking.order import order
from segue.directory.ranking.proximity import kilometres
from segue.directory.ranking.text import Fields, Statistics, bm25
from segue.directory.search import Search
from segue.directory.search import answer as answers
from segue.directory.search.answer import answer, key_of
from segue.directory.search.lexemes import written
from segue.directory.search.stems import stem
from segue.kit.ids import keyed_digest
from segue.programme.queries import forget, rules
from segue.worlds import profiles
from tests import towns
from tests.people import MONDAY_MORNING

AT = MONDAY_MORNING
FIRST = 20
TOWNS = [town for town in towns.TOWNS if town["name"] != "Monaco"]
"""That one is taken for its country."""
KINDS = {
    "product": "products",
    "service": "services",
    "industry": "industries",
    "size": "sizes",
    "language": "languages",
}


class Everybody:
    """All made-up profiles as plain values: what each says, and the statistics of their words."""

    def __init__(self, number):
        drawn = profiles.Drawn(rules())
        ids = dict(Partner.objects.values_list("name", "id"))
        self.said = [drawn.profile(n) for n in range(number)]
        self.ids = [ids[said.name] for said in self.said]
        self.languages = tuple(rules().programme.languages)
        self.fields = [
            [Counter(line.split()) for line in written(said, rules()).words.split("\n")] for said in self.said
        ]
        self.lengths = [Fields(*(field.total() for field in fields)) for fields in self.fields]
        together = Fields(*map(sum, zip(*self.lengths, strict=True)))
        frequency = Counter(word for fields in self.fields for word in set().union(*fields))
        self.statistics = Statistics(number, together, frequency)

    def first(self, query, town):
        """The first partners of all who answer a question, and whether a tier could have cut them."""
        stems = tuple(stem(word, self.languages) for word in query.words())
        filtered = [n for n in range(len(self.said)) if self.meets(n, query, town)]
        found = [n for n in filtered if all(any(one in field for field in self.fields[n]) for one in stems)]
        if len(found) < answers.ENOUGH and len(stems) > 1:
            found = [n for n in filtered if any(one in field for one in stems for field in self.fields[n])]
        need = Need(
            words=stems,
            **{of: frozenset(code for kind, code in query.tags.items() if KINDS[kind] == of) for of in
               ("products", "services", "industries")},
            size=query.tags.get("size", ""),
            language=query.tags.get("language", ""),
            country=town["countrycode"] if town else query.country,
            point=Point(town["latitude"], town["longitude"]) if town else None,
            remote=query.remote,
        )  # fmt: skip
        placed = order(
            need,
            [self.candidate(n, stems) for n in found],
            weights=weights_of(rules().ordering.tenths),
            means=Means(half=self.statistics.half),
            at=AT,
            seed=keyed_digest("directory-turns"),
            query_key=key_of(query),
            page_size=query.limit,
        )
        return [one.partner_id for one in placed[:FIRST]], len(found) > answers.MOST_CANDIDATES

    def meets(self, n, query, town):
        said = self.said[n]
        [seat] = said.seats
        if not all(tag in said.tags for tag in query.tags.items()) or (query.remote and not said.remote):
            return False
        if query.country and seat.country != query.country:
            return False
        point = Point(seat.latitude, seat.longitude)
        near = partial(kilometres, point)
        return town is None or said.remote or near(Point(town["latitude"], town["longitude"])) <= query.within

    def candidate(self, n, stems):
        said, fields = self.said[n], self.fields[n]
        counts = {one: Fields(*(field[one] for field in fields)) for one in stems if any(one in f for f in fields)}
        [seat] = said.seats
        return Candidate(
            partner_id=self.ids[n],
            published_at=AT,
            text=bm25(stems, counts, self.lengths[n], self.statistics) if stems else 0.0,
            places=(Place(seat.country, Point(seat.latitude, seat.longitude)),),
            remote=said.remote,
            signals=profiles.signals_of(n) or Signals(),
            **{into: frozenset(code for kind, code in said.tags if kind == of) for of, into in KINDS.items()},
        )


def questions(everybody, number):
    """Questions of all kinds, each with the town it names, drawn the same each time."""
    luck = random.Random("same on both")  # noqa: S311 -- synthetic
    for n in range(number):
        said = luck.choice(everybody.said)
        kinds = luck.sample(sorted(KINDS), luck.choice((0, 1, 1, 2)))
        tags = {kind: next(code for of, code in said.tags if of == kind) for kind in kinds}
        words = luck.sample(said.description.split()[1:], luck.choice((0, 1, 1, 2, 3)))
        where = n % 3
        town = luck.choice([town for town in TOWNS if town["name"] == said.seats[0].city]) if where == 1 else None
        yield (
            Search(
                at=AT,
                what=" ".join(words),
                tags=tags,
                where=f"{town['name']}, {town['countrycode']}" if town else "",
                within=luck.choice((25, 100, 500)) if town else None,
                country=said.seats[0].country if where == 2 else "",
                remote=luck.random() < 0.1,
                limit=FIRST,
            ),
            town,
        )


@pytest.mark.parametrize(
    ("number", "asked"), [(400, 60), pytest.param(4_000, 1_000, marks=pytest.mark.soak)], ids=["some", "a thousand"]
)
def test_the_first_twenty_are_those_of_everybody_put_in_order_wherever_no_tier_cuts(db, figure, number, asked):
    forget()
    fill(TOWNS)
    profiles.seed(number, at=AT, tell=lambda *_: None)
    everybody = Everybody(number)
    compared, cut, together = 0, 0, 0
    for query, town in questions(everybody, asked):
        found = answer(query, rules())
        expected, could_cut = everybody.first(query, town)
        assert (found.more or len(found.placed) < len(found.rows)) is could_cut, query
        if could_cut:
            cut += 1
            continue
        assert [one.partner_id for one in found.placed[:FIRST]] == expected, query
        compared += 1
        together += len(expected)
    forget()
    # What was compared is most of it, and no heap of empty answers.
    assert compared > asked / 2
    assert together > 5 * compared
    figure(f"{compared:,} questions to {number:,} profiles show the first 20 of everybody; {cut:,} more are cut")
