"""Why a partner stands where it stands, as codes with what belongs to them; the pages put them into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from segue.directory.ranking.facts import NOTHING
from segue.directory.ranking.fit import SHARES
from segue.directory.ranking.proximity import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from segue.directory.ranking.facts import Candidate, Need
    from segue.directory.ranking.score import Scored

SHOWN_TO_CUSTOMERS = 3
GOOD = 0.6
"""A term below this share is no reason to show somebody."""
TELLING_LEADS = 3.0
"""Of fewer leads of its own, a partner's record is not what speaks for it."""
NEAR_KM = 150.0


class Because(StrEnum):
    """What can speak for a partner."""

    WORDS = "words"
    PRODUCTS = "products"
    SERVICES = "services"
    INDUSTRIES = "industries"
    SIZE = "size"
    LANGUAGE = "language"
    COMPETENCY = "competency"
    NEAR = "near"
    IN_COUNTRY = "in_country"
    REMOTE = "remote"
    ANSWERS = "answers"
    SIMILAR_DEALS = "similar_deals"
    WINS = "wins"
    REPORTS = "reports"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, what it brings in thousandths of a point, and what it is about.

    `facts`: `codes` (products, services, industries; those vouched for), `size`, `language`, `country`, `km`.
    """

    because: Because
    points: int
    facts: Mapping[str, object] = field(default_factory=dict)


def reasons(scored: Scored, need: Need, candidate: Candidate) -> list[Reason]:
    """Return everything that speaks for a partner, what brings most first."""
    return sorted(_all(scored, need, candidate), key=lambda one: (-one.points, one.because))


def for_customers(scored: Scored, need: Need, candidate: Candidate) -> list[Reason]:
    """Return the three reasons that a customer is shown."""
    return reasons(scored, need, candidate)[:SHOWN_TO_CUSTOMERS]


def _all(scored: Scored, need: Need, candidate: Candidate) -> Iterator[Reason]:
    x, points = scored.x, scored.points
    if points.text:
        yield Reason(Because.WORDS, points.text)
    yield from _of_fit(scored.most.fit, need, candidate)
    vouched = _vouched(need, candidate)
    if vouched and points.competency:
        yield Reason(Because.COMPETENCY, points.competency, {"codes": vouched})
    if points.proximity:
        yield from _of_place(points.proximity, need, candidate)
    if x.responsiveness >= GOOD and candidate.signals.prompt.get(need.type, NOTHING).weight >= TELLING_LEADS:
        yield Reason(Because.ANSWERS, points.responsiveness)
    if x.similarity >= GOOD:
        yield Reason(Because.SIMILAR_DEALS, points.similarity)
    if x.outcome >= GOOD and candidate.signals.won.weight >= TELLING_LEADS:
        yield Reason(Because.WINS, points.outcome)
    if x.report >= GOOD and candidate.signals.reported.weight >= TELLING_LEADS:
        yield Reason(Because.REPORTS, points.report)
    if x.load >= GOOD:
        yield Reason(Because.FREE, points.load)


def _of_fit(most: int, need: Need, candidate: Candidate) -> Iterator[Reason]:
    """Yield a reason for each kind of wish that is met, with its part of the points."""
    asked = {
        "products": need.products,
        "services": need.services,
        "industries": need.industries,
        "size": need.size,
        "language": need.language,
    }
    together = sum(SHARES[kind] for kind, wish in asked.items() if wish)
    for kind in ("products", "services", "industries"):
        wish, offered = getattr(need, kind), getattr(candidate, kind)
        if met := sorted(wish & offered):
            share = SHARES[kind] / together * len(met) / len(wish)
            yield Reason(Because(kind), round(most * share), {"codes": tuple(met)})
    if need.size and need.size in candidate.sizes:
        yield Reason(Because.SIZE, round(most * SHARES["size"] / together), {"size": need.size})
    if need.language and need.language in candidate.languages:
        yield Reason(Because.LANGUAGE, round(most * SHARES["language"] / together), {"language": need.language})


def _vouched(need: Need, candidate: Candidate) -> tuple[str, ...]:
    held = {code for one in candidate.distinctions for code in one.products & need.products}
    held |= {code for one in candidate.distinctions for code in one.services & need.services}
    return tuple(sorted(held))


def _of_place(points: int, need: Need, candidate: Candidate) -> Iterator[Reason]:
    """Yield the one reason that the place gives."""
    km = nearest(need, candidate)
    if km is not None and km <= NEAR_KM:
        yield Reason(Because.NEAR, points, {"km": round(km)})
    elif need.remote and candidate.remote:
        yield Reason(Because.REMOTE, points)
    elif any(place.country == need.country for place in candidate.places):
        yield Reason(Because.IN_COUNTRY, points, {"country": need.country})
