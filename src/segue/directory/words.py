"""Keep what finds a profile in step with it."""

from __future__ import annotations

from segue.directory.models import BusinessProfile
from segue.directory.search import rows
from segue.kit.text import name_key


def rewrite(profile: BusinessProfile) -> None:
    """Make the profile's sort key and search row anew by what it says now, in the transaction that changes it."""
    profile.name_key = name_key(profile.partner.name)
    BusinessProfile.objects.filter(pk=profile.pk).update(name_key=profile.name_key)
    rows.rewrite([profile.pk])
