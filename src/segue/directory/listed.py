"""Whether a partner is listed in the directory, and if not, which hard rule keeps it out. For the vendor's people."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from segue.directory.models import BusinessProfile, Tag
from segue.directory.policy import RECEIVING, is_paused
from segue.directory.queries import published_locations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segue.accounts.models import Partner


class Keeps(StrEnum):
    """What keeps a partner out of every list."""

    COMPANY = "company"
    NO_PROFILE = "no_profile"
    DRAFT = "draft"
    NO_LOCATION = "no_location"
    PAUSED = "paused"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Listing:
    """How a partner stands in the directory."""

    keeps: Sequence[Keeps]
    """What keeps it out altogether, in the order in which it has to be mended; empty: it is listed."""
    paused_until: datetime | None = None
    waiting: int = 0
    capacity: int | None = None
    countries: Sequence[str] = field(default_factory=list)
    """Countries it rules out: it is not listed for these."""
    sizes: Sequence[str] = field(default_factory=list)
    """Sizes of customers it rules out."""
    budget_from_minor: int | None = None
    """Smaller budgets are ruled out, in the programme's currency."""


def listing_of(partner: Partner, *, waiting: int, at: datetime) -> Listing:
    """Return how a partner stands, in three statements; `waiting` is how many leads wait for its answer."""
    profile = BusinessProfile.objects.filter(partner=partner).first()
    ruled_out: dict[str, list[str]] = {Tag.Kind.NOT_COUNTRY.value: [], Tag.Kind.NOT_SIZE.value: []}
    for kind, code in Tag.objects.filter(profile_id=partner.pk, kind__in=ruled_out).values_list("kind", "code"):
        ruled_out[kind].append(code)
    placed = published_locations([partner.pk]).exists()
    return Listing(
        keeps=keeps_out(partner.status, profile, placed=placed, waiting=waiting, at=at),
        paused_until=profile.paused_until if profile else None,
        waiting=waiting,
        capacity=profile.capacity if profile else None,
        countries=sorted(ruled_out[Tag.Kind.NOT_COUNTRY]),
        sizes=sorted(ruled_out[Tag.Kind.NOT_SIZE]),
        budget_from_minor=profile.budget_from_minor if profile else None,
    )


def keeps_out(status: str, profile: BusinessProfile | None, *, placed: bool, waiting: int, at: datetime) -> list[Keeps]:
    """Return the rules that keep a partner out. `placed`: whether a location of it is published."""
    found = [] if status in RECEIVING else [Keeps.COMPANY]
    if profile is None:
        return [*found, Keeps.NO_PROFILE]
    if profile.state == BusinessProfile.State.DRAFT:
        return [*found, Keeps.DRAFT]
    if not placed and not found:
        found.append(Keeps.NO_LOCATION)
    if is_paused(profile, at=at):
        found.append(Keeps.PAUSED)
    if profile.capacity is not None and waiting >= profile.capacity:
        found.append(Keeps.FULL)
    return found
