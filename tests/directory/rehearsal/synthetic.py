"""SYNTHETIC leads with a known truth: every partner has a few specialities, and whoever fits best takes most leads.

No company, customer or lead in them exists. In harder worlds there are more partners than words can tell apart, winners
come out of nowhere, customers stay with whom they know, and cells are often empty.
"""

import csv
import random
from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import accumulate

SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru"),
    *("sa", "te", "vi", "zo", "kra", "plo", "tri", "sne", "bru", "gli"),
)
INDUSTRIES = ("retail", "health", "finance", "transport", "public")
PRODUCTS = ("erp", "crm", "cloud", "security", "analytics", "commerce")
REGIONS = ("north", "south", "east", "west", "centre")
FORMS = ("Ltd", "Limited", "GmbH", "Srl")
BEGIN, YEARS = datetime(2021, 1, 4, tzinfo=UTC), timedelta(days=3 * 365)
HEADER = ("Ref", "Published", "Title", "Buyer", "Sector", "Product", "Region", "Budget", "Winner")


@dataclass(frozen=True)
class World:
    seed: int = 1
    partners: int = 60
    leads: int = 1200
    topics: int = 25
    words_of_topic: int = 14
    words: int = 12
    noise: float = 0.4
    """Share of words that belong to no topic."""
    loyal: float = 0.1
    """How often a customer stays with whom it had before."""
    chance: float = 0.1
    """How often somebody takes a lead for no reason."""
    late: float = 0.3
    """Share of partners that appear only later."""
    missing: float = 0.1
    """Share of empty cells."""
    zipf: float = 0.7
    """How much larger the large partners are."""


EASY = World()
HARDER = World(
    seed=2, partners=250, leads=2000, topics=40, noise=0.6, loyal=0.25, chance=0.25, late=0.5, missing=0.3, zipf=0.9
)


@dataclass(frozen=True)
class Partner:
    name: str
    topics: frozenset
    regions: frozenset
    size: float
    begins: float
    """When it appears, as a share of the time."""

    def appeal(self, topic, region):
        return self.size * (6 if topic in self.topics else 0.05) * (1 if region in self.regions else 0.25)


def csv_of(world, *, separator=","):
    """The leads of a world as the bytes of a file."""
    file = StringIO()
    rows = csv.writer(file, delimiter=separator)
    rows.writerow(HEADER)
    rows.writerows(rows_of(world))
    return file.getvalue().encode()


def rows_of(world):
    draw = random.Random(world.seed)  # noqa: S311 -- synthetic
    vocabulary = ["".join(draw.sample(SYLLABLES, 3)) for _ in range(3000)]
    topics = [
        (draw.sample(vocabulary, world.words_of_topic), draw.choice(INDUSTRIES), draw.choice(PRODUCTS))
        for _ in range(world.topics)
    ]
    partners = [partner(world, draw, n, vocabulary[-n - 1]) for n in range(world.partners)]
    customers = [f"{draw.choice(vocabulary).title()} Council" for _ in range(max(20, world.leads // 6))]
    before = {}
    for n in range(world.leads):
        share, topic = n / world.leads, draw.randrange(world.topics)
        customer, region = draw.choice(customers), draw.choice(REGIONS)
        loyal = customer in before and draw.random() < world.loyal
        winner = before[customer] if loyal else taker(world, draw, partners, share, topic, region)
        before[customer] = winner
        own, sector, product = topics[topic]
        words = [draw.choice(vocabulary if draw.random() < world.noise else own) for _ in range(world.words)]
        cells = (sector, product, region, draw.choice((10, 25, 60, 120)) * 1000)
        said = ["" if draw.random() < world.missing else cell for cell in cells]
        day = f"{BEGIN + YEARS * share:%d/%m/%Y}"
        name = winner.name if draw.random() < 0.8 else winner.name.upper().replace("LIMITED", "LTD")
        yield [f"L{n:05}", day, " ".join(words), customer, *said, name]


def partner(world, draw, n, word):
    return Partner(
        name=f"{word.title()} {draw.choice(FORMS)}",
        topics=frozenset(draw.sample(range(world.topics), draw.randint(1, 3))),
        regions=frozenset(draw.sample(REGIONS, draw.choice((1, 1, 2, 5)))),
        size=(n + 1) ** -world.zipf,
        begins=draw.random() * 0.9 if draw.random() < world.late else 0.0,
    )


def taker(world, draw, partners, share, topic, region):
    there = [one for one in partners if one.begins <= share]
    by_chance = draw.random() < world.chance
    upto = list(accumulate(one.size if by_chance else one.appeal(topic, region) for one in there))
    return there[bisect(upto, draw.random() * upto[-1])]
