"""Read what profiles say, as their rows are made of it: a fixed number of statements for any number of profiles."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from segue.accounts.models import Location
from segue.directory.models import BusinessProfile, Distinction, PartnerSignals, Tag
from segue.directory.ranking.facts import Signals
from segue.directory.search.lexemes import Said, Seat, Vouched
from segue.directory.signals import means, tier

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def said_by(profile_ids: Collection[UUID]) -> dict[UUID, Said]:
    """Return what those of the profiles say that are no drafts."""
    shown = BusinessProfile.objects.filter(pk__in=profile_ids).exclude(state=BusinessProfile.State.DRAFT)
    tags: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for key, kind, code in (
        Tag.objects.filter(profile__in=profile_ids).order_by("id").values_list("profile_id", "kind", "code")
    ):
        tags[key].append((kind, code))
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    places = Location.objects.filter(partner__in=profile_ids, published=True, removed_at__isnull=True)
    for key, city, country, latitude, longitude in places.order_by("-is_main", "name", "id").values_list(
        "partner_id", "city", "country", "latitude", "longitude"
    ):
        seats[key].append(Seat(city, country, latitude, longitude))
    vouched: dict[UUID, list[Vouched]] = defaultdict(list)
    for row in Distinction.objects.filter(partner__in=profile_ids).order_by("id"):
        until = row.until.isoformat() if row.until else ""
        level = row.level or int(Distinction.Level.FOUNDATION)
        vouched[row.partner_id].append(Vouched(row.kind, row.code, level, row.since.isoformat(), until))
    return {
        key: Said(name, description, tags[key], seats[key], remote, vouched[key])
        for key, name, description, remote in shown.values_list("pk", "partner__name", "description", "remote")
    }


def tiers_of(profile_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the tier of each; who has had no leads yet is in the one of what is usual."""
    usual = tier(Signals(), means(half=1.0))
    known = PartnerSignals.objects.filter(partner__in=profile_ids).values_list("partner_id", "tier")
    return dict.fromkeys(profile_ids, usual) | dict(known)
