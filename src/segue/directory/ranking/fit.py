"""Term F: how much of what is asked for the profile says it offers. Term C: what of it the vendor vouches for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.directory.ranking.facts import Candidate, Need

SHARES = {"products": 0.35, "services": 0.20, "industries": 0.20, "size": 0.15, "language": 0.10}
"""How much each kind of wish weighs; shared out among those that were said."""
SILENT = 0.5
"""What a profile gets that says nothing of the kind: neither a match nor a mismatch."""
LEVELS = {1: 1.0, 2: 0.7, 3: 0.4}
"""What a competency of a level is worth."""


def says_what(need: Need) -> bool:
    """Return whether anything is asked for that a profile could match."""
    return bool(need.products or need.services or need.industries or need.size or need.language)


def names_offers(need: Need) -> bool:
    """Return whether a product or a service is asked for, of which alone the vendor vouches."""
    return bool(need.products or need.services)


def fit(need: Need, candidate: Candidate) -> float:
    """Return the weighted share matched, in [0, 1]; `SILENT` where nothing was asked."""
    found = asked = 0.0
    for kind, matched in matches(need, candidate).items():
        found += SHARES[kind] * matched
        asked += SHARES[kind]
    return found / asked if asked else SILENT


def matches(need: Need, candidate: Candidate) -> dict[str, float]:
    """Return how far each kind that was asked for is matched: the share of it, or `SILENT`."""
    matched = {}
    if need.products:
        matched["products"] = _share(need.products, candidate.products)
    if need.services:
        matched["services"] = _share(need.services, candidate.services)
    if need.industries:
        matched["industries"] = _share(need.industries, candidate.industries)
    if need.size:
        matched["size"] = (need.size in candidate.sizes) if candidate.sizes else SILENT
    if need.language:
        matched["language"] = (need.language in candidate.languages) if candidate.languages else SILENT
    return matched


def _share(asked: frozenset[str], offered: frozenset[str]) -> float:
    return len(asked & offered) / len(asked) if offered else SILENT


def competency(need: Need, candidate: Candidate) -> float:
    """Return the share of the products and services asked for that are vouched for, each at its best level."""
    asked = len(need.products) + len(need.services)
    if not asked or not candidate.distinctions:
        return 0.0
    of_products = sum(_best(product, candidate, "products") for product in sorted(need.products))
    of_services = sum(_best(service, candidate, "services") for service in sorted(need.services))
    return (of_products + of_services) / asked


def _best(code: str, candidate: Candidate, kind: str) -> float:
    return max((LEVELS[held.level] for held in candidate.distinctions if code in getattr(held, kind)), default=0.0)
