"""The pages of partners that everybody can open, for search engines: in portions of one sitemap each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import Mod, RowNumber

from segue.accounts.models import Location
from segue.directory.models import BusinessProfile
from segue.directory.policy import RECEIVING

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

MOST_IN_A_SITEMAP = 50_000
"""Addresses one sitemap may hold (sitemaps.org)."""


def portions(*, most: int = MOST_IN_A_SITEMAP) -> list[str]:
    """Return the first slug of every portion of at most so many pages, in order; costs one walk over all profiles."""
    numbered = _open_pages().annotate(number=Window(RowNumber(), order_by="partner__slug"))
    first = 1 if most > 1 else 0
    starts = numbered.annotate(rest=Mod(F("number"), most)).filter(rest=first)
    return list(starts.order_by("partner__slug").values_list("partner__slug", flat=True))


def portion(first: str, *, most: int = MOST_IN_A_SITEMAP) -> list[tuple[str, datetime]]:
    """Return the slugs from `first` on, at most so many, each with when its profile was last changed."""
    pages = _open_pages().filter(partner__slug__gte=first).order_by("partner__slug")
    return list(pages.values_list("partner__slug", "updated_at")[:most])


def _open_pages() -> QuerySet[BusinessProfile]:
    """Return the profiles that have a page: the same that `queries.published_profile` finds."""
    places = Location.objects.filter(partner_id=OuterRef("pk"), published=True, removed_at__isnull=True)
    return BusinessProfile.objects.exclude(state=BusinessProfile.State.DRAFT).filter(
        Exists(places), partner__status__in=RECEIVING
    )
