"""Whether a partner is listed in the directory, and if not, which hard rule keeps it out. For the vendor's people."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from segue.accounts.queries import locations_of
from segue.directory.models import BusinessProfile, Tag
from segue.directory.policy import RECEIVING, is_paused, on_a_break
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
    back: str = ""
    """The day on which a break ends at the main location, as the reader writes it; empty: not known."""
    waiting: int = 0
    capacity: int | None = None
    countries: Sequence[str] = field(default_factory=list)
    """Countries it rules out: it is not listed for these."""
    sizes: Sequence[str] = field(default_factory=list)
    """Sizes of customers it rules out."""
    budget_from_minor: int | None = None
    """Smaller budgets are ruled out, in the programme's currency."""


def listing_of(partner: Partner, *, waiting: int, at: datetime) -> Listing:
    """Return how a partner stands, in three statements (a break with an end takes a fourth).

    `waiting` is how many leads wait for its answer.
    """
    profile = BusinessProfile.objects.filter(partner=partner).first()
    ruled_out: dict[str, list[str]] = {Tag.Kind.NOT_COUNTRY.value: [], Tag.Kind.NOT_SIZE.value: []}
    for kind, code in Tag.objects.filter(profile_id=partner.pk, kind__in=ruled_out).values_list("kind", "code"):
        ruled_out[kind].append(code)
    placed = published_locations([partner.pk]).exists()
    return Listing(
        keeps=keeps_out(partner.status, profile, placed=placed, waiting=waiting, at=at),
        back=_back(profile, partner, at=at) if profile and profile.paused_until else "",
        waiting=waiting,
        capacity=profile.capacity if profile else None,
        countries=sorted(ruled_out[Tag.Kind.NOT_COUNTRY]),
        sizes=sorted(ruled_out[Tag.Kind.NOT_SIZE]),
        budget_from_minor=profile.budget_from_minor if profile else None,
    )


def _back(profile: BusinessProfile, partner: Partner, *, at: datetime) -> str:
    return on_a_break(profile, partner, locations_of(partner.pk).first(), at=at).date()


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
