"""Why nobody finds a company now, and what its people can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from segue.accounts.roles import May
from segue.directory.models import BusinessProfile
from segue.directory.policy import is_paused

if TYPE_CHECKING:
    from datetime import datetime

    from segue.accounts.actor import Member


def unseen(actor: Member, *, at: datetime) -> dict[str, Any] | None:
    """Return title, text and the way on for whose profile is not published or takes a break; None for all others."""
    profile = BusinessProfile.objects.filter(partner_id=actor.partner_id).first()
    if profile is None or profile.state == BusinessProfile.State.DRAFT:
        title, step = gettext("Nobody can find you yet"), gettext("Write the profile")
        text = gettext("Customers find you, and leads can be sent to you, once your business profile is published.")
    elif is_paused(profile, at=at):
        title, step = gettext("Nobody can ask you at present"), gettext("See the pause")
        text = gettext("Your business profile is paused. Leads come again when the pause ends.")
    else:
        return None
    on = {"url": reverse("profile"), "step": step} if actor.may(May.EDIT_PROFILE) else {}
    return {"picture": "profile", "title": title, "text": text, **on}
