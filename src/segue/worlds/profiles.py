"""Any number of made-up partners with published profiles, to try the directory at its size. All of it is synthetic.

The n-th partner is the same each time, whatever the database. Three of ten have had leads; how they dealt with them is
drawn, so the order of results has something to go by.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Location, Partner
from segue.directory.models import BusinessProfile, PartnerSignals, SearchRow, Town
from segue.directory.ranking.facts import Means, Signals, Tally
from segue.directory.search import index
from segue.directory.search.lexemes import Said, Seat, written
from segue.directory.search.rows import add_counts, add_words, as_row, counted
from segue.directory.signals import numbers_of, tier
from segue.kit.errors import Refused
from segue.kit.text import name_key
from segue.kit.working_time import office_hours
from segue.programme.models import Programme, Term
from segue.programme.queries import rules
from segue.store import bulk
from segue.worlds.crowd_companies import vendor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from segue.directory.search.lexemes import Written
    from segue.programme.queries import Rules

AT_ONCE = 2_000
SLUG = "synthetic-"
VOCABULARY = 4_000
BIGGEST_TOWNS = 1_500
SYLLABLES = ("ba", "co", "di", "fe", "gu", "la", "mi", "no", "pe", "ri", "so", "tu", "va", "zo", "ke", "hu")
COMMON = ("service", "company", "customer", "team", "system", "project", "support", "process", "data", "business")
LANGUAGES = ("en", "it", "de", "fr", "es", "no")


class RealData(Refused):
    """Made-up partners are never put among real ones."""

    code = "real-data"
    sentence = _("This database holds companies that are not made up. Use an empty one.")


def seed(number: int, *, at: datetime, tell: Callable[[str, int, int], None]) -> int:
    """Add made-up partners until there are so many, and return how many were added; one interrupted goes on.

    Raises RealData where other companies are. The index is made at the end: until then nobody is found.
    """
    if Partner.objects.exclude(slug__startswith=SLUG).exists():
        raise RealData
    if not Programme.objects.exists():
        vendor(at)
    there = Partner.objects.count()
    drawn = Drawn(rules())
    with index.made_afterwards():
        for since in range(there, number, AT_ONCE):
            until = min(since + AT_ONCE, number)
            _write([drawn.profile(n) for n in range(since, until)], drawn.rules, first=since, at=at)
            tell("profiles", until, number)
    return max(0, number - there)


class Drawn:
    """Draws made-up profiles from the programme's vocabulary and the towns of the gazetteer."""

    def __init__(self, in_force: Rules) -> None:
        """Read what is drawn from."""
        self.rules = in_force
        self.terms = {
            kind: [term.code for term in in_force.terms_of(Term.Kind(kind))]
            for kind in ("product", "service", "industry", "size")
        }
        towns = Town.objects.order_by("-population", "id")[:BIGGEST_TOWNS]
        self.towns = list(towns) or [Town(name="Rome", country="IT", latitude=41.89, longitude=12.51)]
        self.words = [*COMMON, *(_word(n) for n in range(VOCABULARY))]
        # As in real texts: the n-th word is 1/n as common as the first.
        self.weights = list(accumulate(1 / n for n in range(1, len(self.words) + 1)))

    def profile(self, n: int) -> Said:
        """Return what the n-th profile says."""
        luck = random.Random(f"profile {n}")  # noqa: S311 -- a made-up world is drawn again the same
        town = luck.choice(self.towns)
        tags = [
            (kind, code)
            for kind, most in (("product", 3), ("service", 2), ("industry", 2), ("size", 2))
            for code in luck.sample(self.terms[kind], luck.randint(1, most))
        ]
        tags += [("language", code) for code in luck.sample(LANGUAGES, luck.randint(1, 2))]
        keywords = luck.choices(self.words, cum_weights=self.weights, k=3)
        tags += [("keyword", word) for word in dict.fromkeys(keywords)]
        description = " ".join(luck.choices(self.words, cum_weights=self.weights, k=luck.randint(15, 45)))
        name = f"{luck.choice(self.words).title()} {luck.choice(self.words).title()} {n}"
        seat = Seat(town.name, town.country, town.latitude, town.longitude)
        return Said(name, f"Synthetic. {description}", tags, [seat], remote=luck.random() < 0.1)  # noqa: PLR2004


def signals_of(n: int) -> Signals | None:
    """Return how the n-th partner's leads went; None of the seven in ten that have had none."""
    luck = random.Random(f"signals {n}")  # noqa: S311
    if luck.random() >= 0.3:  # noqa: PLR2004
        return None
    leads = luck.randint(1, 60)
    good, won, told = (luck.betavariate(4, 2) for _ in range(3))
    answers = Tally(leads, leads * good)
    return Signals(
        prompt={"inquiry": answers},
        speed={"inquiry": Tally(leads, leads * good * luck.random())},
        taken=leads * 0.6,
        passed_up=leads * 0.2,
        won=Tally(leads * 0.3, leads * 0.3 * won),
        reported=Tally(leads * 0.4, leads * 0.4 * told),
        weekly=leads / 20,
        leads=leads,
    )


def _word(n: int) -> str:
    luck = random.Random(f"word {n}")  # noqa: S311
    return "".join(luck.choices(SYLLABLES, k=luck.randint(2, 4))) + luck.choice("nrstlm")


@transaction.atomic
def _write(said: Sequence[Said], in_force: Rules, *, first: int, at: datetime) -> None:
    partners = [
        Partner(name=one.name, name_key=name_key(one.name), slug=f"{SLUG}{n}", status="active",
                created_at=at, updated_at=at)
        for n, one in enumerate(said, start=first)
    ]  # fmt: skip
    Partner.objects.bulk_create(partners)
    hours = {str(day): spans for day, spans in office_hours("Europe/Rome").hours.items()}
    Location.objects.bulk_create(
        Location(partner=partner, name=seat.city[:80], city=seat.city[:80], country=seat.country, is_main=True,
                 latitude=seat.latitude, longitude=seat.longitude, time_zone="Europe/Rome", hours=hours, published=True)
        for partner, one in zip(partners, said, strict=True) for seat in one.seats
    )  # fmt: skip
    BusinessProfile.objects.bulk_create(
        BusinessProfile(partner=partner, state="published", published_at=at, updated_at=at, remote=one.remote,
                        description=one.description, name_key=partner.name_key)
        for partner, one in zip(partners, said, strict=True)
    )  # fmt: skip
    # Ten of each profile: more than all its other rows together.
    tags = (
        (partner.id.hex, kind, code) for partner, one in zip(partners, said, strict=True) for kind, code in one.tags
    )
    bulk.fill("directory_tag", ("profile_id", "kind", "code"), tags)
    _write_rows(partners, [written(one, in_force) for one in said], first=first, at=at)


def _write_rows(partners: Sequence[Partner], made: Sequence[Written], *, first: int, at: datetime) -> None:
    usual, newcomer = Means(), tier(Signals(), Means())
    known, rows = [], []
    for n, (partner, one) in enumerate(zip(partners, made, strict=True), start=first):
        of_it, signals = newcomer, signals_of(n)
        if signals is not None:
            of_it = tier(signals, usual)
            known.append(PartnerSignals(partner=partner, numbers=numbers_of(signals), tier=of_it, at=at))
        rows.append(as_row(partner.id, one, number=n + 1, tier=of_it))
    PartnerSignals.objects.bulk_create(known)
    SearchRow.objects.bulk_create(rows)
    add_counts(counted(rows))
    add_words({word: stem for one in made for word, stem in one.spelled.items()})
