"""Set up the programme with its first admin, and change its settings as one who may."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.conf import settings as installation
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts import policy
from segue.accounts.actions.people import NewPerson, join
from segue.accounts.roles import VendorRole
from segue.kit.errors import Forbidden, Invalid, NotFound, Sentence
from segue.kit.mail_address import is_mail_address
from segue.kit.money import currencies
from segue.kit.names import unreadable
from segue.kit.pictures import NotAPicture, as_png
from segue.kit.places import country_codes
from segue.kit.text import cleaned
from segue.programme.actions import change_settings, return_to, set_up

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.accounts.models import Membership
    from segue.programme.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a programme admin decides for the programme."""

    name: str
    vendor_name: str
    inbox: str
    answer_days: int = 14
    hot_hours: int = 72
    hold_minutes: int = 5
    open_leads_per_request: int = 3
    """So many partners may have a request at the same time."""
    leads_per_request: int = 6
    """To so many it is put over its life."""
    currency: str = "EUR"
    time_zone: str = "Europe/Rome"
    country: str = "IT"
    languages: tuple[str, ...] = ("en", "it")


@transaction.atomic
def set_up_vendor(settings: Settings, *, admin: NewPerson, at: datetime) -> Membership:
    """Create the programme and its first programme admin, whose membership is returned; for a command, not a page.

    Raises AlreadySetUp when the database holds a programme, Invalid for what cannot be.
    """
    set_up(at=at, **_checked(settings))
    return join(None, by=None, at=at, person=admin, roles=[VendorRole.PROGRAMME_ADMIN])


@transaction.atomic
def change_programme(settings: Settings, *, actor: Actor, at: datetime, seen: int) -> Programme:
    """Put a new version of the settings in force and return it; raise ProgrammeChanged if `seen` is not the latest."""
    return change_settings(seen=seen, by=runs_programme(actor), at=at, **_checked(settings))


@transaction.atomic
def return_to_version(version: int, *, actor: Actor, at: datetime, seen: int) -> Programme:
    """Put an earlier version of the settings in force again, as a new one, and return it.

    Raises NoSuchVersion, and ProgrammeChanged if `seen` is not the latest.
    """
    return return_to(version, seen=seen, by=runs_programme(actor), at=at)


LOGO_WIDEST, LOGO_HIGHEST = 480, 144


@transaction.atomic
def change_logo(picture: bytes, *, actor: Actor, at: datetime, seen: int) -> Programme:
    """Put a new version of the settings in force with this logo (empty: none) and return it.

    PNG, JPEG or WebP, kept as a small PNG of our own making. Raises Invalid, ProgrammeChanged.
    """
    person_id = runs_programme(actor)
    try:
        logo = as_png(picture, widest=LOGO_WIDEST, highest=LOGO_HIGHEST) if picture else b""
    except NotAPicture as refused:
        raise Invalid({"logo": str(refused)}) from refused
    return change_settings(seen=seen, by=person_id, at=at, logo=logo)


def runs_programme(actor: Actor) -> UUID:
    """Return who changes the programme; raise NotFound for who may not read it, Forbidden for who may only read it."""
    if not policy.may_read_programme(actor):
        raise NotFound
    if not policy.may_run_programme(actor) or actor.person_id is None:
        raise Forbidden
    return actor.person_id


def _checked(settings: Settings) -> dict[str, Any]:
    values = asdict(settings) | {
        "name": cleaned(settings.name),
        "vendor_name": cleaned(settings.vendor_name),
        "inbox": cleaned(settings.inbox).lower(),
        "languages": [code for code, _label in installation.LANGUAGES if code in settings.languages],
    }
    names = {"name": settings.name, "vendor_name": settings.vendor_name}
    wrong = _wrong_words(values) | _wrong_numbers(settings) | unreadable(names)
    if wrong:
        raise Invalid(wrong)
    return values


def _wrong_words(values: dict[str, Any]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    for name in ("name", "vendor_name"):
        if not 0 < len(values[name]) <= 80:  # noqa: PLR2004 -- as the sentence says
            wrong[name] = _("Write a name of at most 80 characters.")
    if not is_mail_address(values["inbox"]):
        wrong["inbox"] = _("Write the address to which notices of the programme go.")
    if values["currency"] not in currencies():
        wrong["currency"] = _("Choose a currency.")
    if values["time_zone"] not in available_timezones():
        wrong["time_zone"] = _("Choose the time zone, such as Europe/Rome.")
    if values["country"] not in country_codes():
        wrong["country"] = _("Choose the country.")
    if not values["languages"]:
        wrong["languages"] = _("Choose at least one language.")
    return wrong


def _wrong_numbers(settings: Settings) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if not 1 <= settings.answer_days <= 90:  # noqa: PLR2004 -- as the sentence says
        wrong["answer_days"] = _("Partners have 1 to 90 days for their answer.")
    if not 1 <= settings.hot_hours <= 24 * 14:
        wrong["hot_hours"] = _("A lead is hot for 1 to 336 hours.")
    if not 0 <= settings.hold_minutes <= 15:  # noqa: PLR2004 -- as the sentence says
        wrong["hold_minutes"] = _("Answers are held for 0 to 15 minutes.")
    # With one alone nobody else could be asked while it stays silent.
    if not 2 <= settings.open_leads_per_request <= 10:  # noqa: PLR2004 -- as the sentence says
        wrong["open_leads_per_request"] = _("A request can be with 2 to 10 partners at the same time.")
    elif not settings.open_leads_per_request <= settings.leads_per_request <= 20:  # noqa: PLR2004 -- the same
        wrong["leads_per_request"] = _("In all it is put to at least as many partners, and to 20 at most.")
    return wrong
