"""What a person says about themselves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from segue.accounts.models import Person
from segue.kit.errors import Invalid, NotFound
from segue.kit.names import unreadable
from segue.kit.text import cleaned

if TYPE_CHECKING:
    from segue.accounts.actor import Actor

LONGEST_NAME, LONGEST_PHONE = 120, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Myself:
    """A person as they want to be called, spoken to and reached; an empty time zone is the programme's.

    `keys`: whether single keys do something at the desk.
    """

    name: str
    phone: str = ""
    language: str = "en"
    time_zone: str = ""
    keys: bool = True


def edit_myself(myself: Myself, *, actor: Actor) -> Person:
    """Keep what somebody says about themselves and return the person. Raises Invalid; NotFound for a visitor."""
    found = Person.objects.filter(id=actor.person_id) if actor.person_id else Person.objects.none()
    values = asdict(myself) | {"name": cleaned(myself.name), "phone": cleaned(myself.phone)}
    wrong = unreadable({"name": myself.name})
    if not 0 < len(values["name"]) <= LONGEST_NAME:
        wrong["name"] = _("Write your name, in at most 120 characters.")
    if len(values["phone"]) > LONGEST_PHONE:
        wrong["phone"] = _("Shorten the number to 40 characters.")
    if myself.language not in dict(settings.LANGUAGES):
        wrong["language"] = _("Choose one of the languages.")
    if myself.time_zone and myself.time_zone not in available_timezones():
        wrong["time_zone"] = _("Choose the time zone, such as Europe/Rome.")
    if wrong:
        raise Invalid(wrong)
    if not found.update(**values):
        raise NotFound
    return found.get()
