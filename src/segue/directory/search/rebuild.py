"""Make the rows of all profiles anew, a few hundred at a time, while everybody goes on searching and changing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from segue.directory.models import BusinessProfile, SearchCount, SearchRow, SearchWord
from segue.directory.search.rows import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 200
"""Profiles made anew in one transaction: on SQLite nobody else writes meanwhile, which is a fraction of a second."""
REACHED = "#reached:"
"""Under this, with the profile reached, stands how far a rebuild has come that was interrupted."""


def rebuild(*, tell: Callable[[str, int, int], None]) -> int:
    """Make every row anew and return how many profiles were gone through; one that was interrupted goes on.

    Each transaction leaves rows and counts right, so it may end anywhere.
    """
    shown = BusinessProfile.objects.exclude(state=BusinessProfile.State.DRAFT)
    total, done = shown.count(), 0
    last = _reached()
    if last is not None:
        done = shown.filter(pk__lte=last).count()
    while True:
        after = shown if last is None else shown.filter(pk__gt=last)
        some = list(after.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not some:
            break
        last = some[-1]
        with transaction.atomic():
            rewrite(some)
            _remember(last)
        done += len(some)
        tell("profiles", done, total)
    _remember(None)
    return done


def empty() -> None:
    """Forget all rows and counts; nobody is found until they are made anew."""
    with transaction.atomic():
        for model in (SearchRow, SearchCount, SearchWord):
            model.objects.all().delete()


def is_missing() -> bool:
    """Return whether there are profiles to be found and no row of any."""
    return (
        not SearchRow.objects.exists() and BusinessProfile.objects.exclude(state=BusinessProfile.State.DRAFT).exists()
    )


def _reached() -> UUID | None:
    key = SearchCount.objects.filter(key__startswith=REACHED).values_list("key", flat=True).first()
    return UUID(hex=key.removeprefix(REACHED)) if key else None


def _remember(profile_id: UUID | None) -> None:
    SearchCount.objects.filter(key__startswith=REACHED).delete()
    if profile_id is not None:
        SearchCount.objects.create(key=f"{REACHED}{profile_id.hex}", number=0)
